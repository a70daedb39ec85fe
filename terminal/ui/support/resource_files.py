"""Where the program's own data files are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_RESOURCES: Final = Path(__file__).resolve().parents[3] / "resources"


def resource_path(*parts: str) -> Path:
    """Return the path of one file or folder under ``resources/``."""
    return _RESOURCES.joinpath(*parts)

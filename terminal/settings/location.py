"""Where the settings of a till are; cheap to import, for the start of the window."""

from __future__ import annotations

from pathlib import Path
from typing import Final

CONFIG_NAME: Final = "till.toml"


def config_path_of(home_path: Path) -> Path:
    """Return the file whose presence makes the folder *home_path* a till's home."""
    return home_path / CONFIG_NAME

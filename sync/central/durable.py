"""Brings files to the disk, and the names by which they are found."""

from __future__ import annotations

import os
from pathlib import Path


def bring_to_disk(path: Path) -> None:
    """Return when a file, or the names in a folder, survive the loss of power.

    Raises:
        OSError: The disk refuses.
    """
    is_folder = path.is_dir()
    if is_folder and os.name == "nt":
        return  # Windows does so by itself.
    descriptor = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

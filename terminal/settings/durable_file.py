"""Replaces a small file so that a power cut leaves the old or the new, never half.

The new content is written beside the file, made durable and renamed over it; then
the folder is made durable, because a rename lives there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_PRIVATE: Final = 0o600


class PendingFile:
    """New content that is on the disk but not yet in the file's place.

    Lets the caller do something between the part that may run out of room
    (writing) and the part that cannot (renaming).
    """

    def __init__(self, path: Path, content: bytes) -> None:
        """Write *content* beside *path*, readable by this account alone.

        Raises:
            OSError: The folder or disk refuses; nothing is left behind.
        """
        self._path = path
        self._temporary = path.with_name(f".{path.name}.new")
        try:
            # A leftover of a crash may have another mode, so it is not reused.
            self._temporary.unlink(missing_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(self._temporary, flags, _PRIVATE), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.discard()
            raise

    def commit(self) -> None:
        """Put the new content in the file's place, durably.

        Raises:
            OSError: The rename was refused; the old file stands.
        """
        try:
            self._temporary.replace(self._path)
        except OSError:
            self.discard()
            raise
        sync_folder(self._path.parent)

    def discard(self) -> None:
        """Forget the new content; the old file stands."""
        try:
            self._temporary.unlink(missing_ok=True)
        except OSError:
            return  # The next change removes a leftover.


def replace_file(path: Path, content: bytes) -> None:
    """Make *content* the whole content of *path*, durably and all or nothing.

    Raises:
        OSError: The folder or disk refuses; the old file stands.
    """
    PendingFile(path, content).commit()


def make_folder(folder: Path, mode: int) -> None:
    """Make *folder*, and the folders above it, durably; it may be there already.

    A file that is synced in a folder whose own name is not goes away with it.

    Raises:
        OSError: The disk refuses.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent, mode)
    folder.mkdir(mode=mode, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* durable; Windows does so by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

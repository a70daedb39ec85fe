"""Puts a new home in its place whole or not at all.

The home is made in a folder beside the wished one and renamed at the end.  A power
cut leaves the folder, which nothing takes for a till; the next attempt removes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from terminal.persistence.errors import StorageError
from terminal.persistence.files import file_error
from terminal.persistence.home import Home
from terminal.persistence.keys.home_keys import forget_keys
from terminal.persistence.locks import hold
from terminal.settings.durable_file import make_folder, sync_folder
from terminal.settings.errors import SettingsError

# As `mkdir` makes them: the folders above a home are not the till's.
_FOLDER_MODE: Final = 0o777


@contextmanager
def staged_home(path: Path) -> Iterator[Path]:
    """Yield the folder in which to make the home that shall stand at *path*.

    When the context ends well the folder is renamed to *path*; when it fails the
    folder is removed, with what the key store got for it.

    Raises:
        HomeExistsError: Something is in *path*; it was not touched.
        HomeLockedError: Another process is making a till there.
        StorageError: The disk refuses; nothing stands at *path*.
    """
    target = Home(path)
    staging = target.path.with_name(f".{target.path.name}.init")
    lock = staging.with_name(f"{staging.name}.lock")
    try:
        make_folder(target.path.parent, _FOLDER_MODE)
    except OSError as error:
        raise file_error(target.path, error) from error
    with hold(lock, "a till is just being made there"):
        try:
            target.require_absent()
            _clear(staging)
            try:
                yield staging
                _put_in_place(staging, target.path)
            except BaseException:
                _clear(staging)
                raise
        finally:
            # While it is held: afterwards it might be somebody else's.
            with suppress(OSError):
                lock.unlink()


def _put_in_place(staging: Path, target: Path) -> None:
    try:
        for name in ("ledger.lock", "replica.lock"):
            (staging / name).unlink(missing_ok=True)
        if target.exists():
            target.rmdir()
        # Under its new name it counts as a till: everything in it must be there.
        sync_folder(staging)
        staging.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise file_error(target, error) from error


def _clear(staging: Path) -> None:
    """Remove what an attempt left, its items in the key store too."""
    if not staging.exists():
        return
    with suppress(StorageError, SettingsError):
        forget_keys(Home(staging))
    shutil.rmtree(staging, ignore_errors=True)

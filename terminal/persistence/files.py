"""Writes small files of the home and says what a refusal of the disk means."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Final

from terminal.persistence.errors import (
    DiskFullError,
    FaultOutcome,
    ReadOnlyHomeError,
    StorageError,
    StorageFaultError,
)
from terminal.settings.durable_file import replace_file

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


def write_file(path: Path, content: bytes) -> None:
    """Make *content* the whole content of *path*, private, durable, all or nothing.

    Raises:
        DiskFullError: There is no room; the old file stands.
        ReadOnlyHomeError: The folder may not be written; the old file stands.
    """
    try:
        replace_file(path, content)
    except OSError as error:
        raise file_error(path, error) from error


def file_error(path: Path, error: OSError) -> StorageError:
    """Return what the operating system's *error* at *path* means for a person."""
    if error.errno in _FULL:
        return DiskFullError(path)
    if error.errno == errno.EIO:
        return StorageFaultError(
            path, error.strerror or str(error), FaultOutcome.UNKNOWN
        )
    return ReadOnlyHomeError(path)

"""The operating system's refusals become errors that say what to do."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from terminal.persistence.errors import (
    DiskFullError,
    ReadOnlyHomeError,
    StorageFaultError,
)
from terminal.persistence.files import file_error, write_file


def test_a_file_is_written(tmp_path: Path) -> None:
    write_file(tmp_path / "file", b"content")

    assert (tmp_path / "file").read_bytes() == b"content"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EDQUOT, DiskFullError),
        (errno.EROFS, ReadOnlyHomeError),
        (errno.EACCES, ReadOnlyHomeError),
        (errno.EIO, StorageFaultError),
    ],
)
def test_each_refusal_has_its_remedy(number: int, expected: type[Exception]) -> None:
    error = file_error(Path("/home/file"), OSError(number, "refused"))

    assert type(error) is expected


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ReadOnlyHomeError, match="nothing was changed"):
        write_file(tmp_path / "absent" / "file", b"content")

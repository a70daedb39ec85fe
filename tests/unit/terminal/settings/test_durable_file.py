"""A small file is replaced as a whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from terminal.settings import durable_file
from terminal.settings.durable_file import (
    PendingFile,
    make_folder,
    replace_file,
)


def test_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    replace_file(path, b"new")

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_file_is_private_even_after_a_leftover_that_was_not(tmp_path: Path) -> None:
    leftover = tmp_path / ".file.new"
    leftover.write_bytes(b"leftover")
    leftover.chmod(0o666)

    replace_file(tmp_path / "file", b"new")

    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


def test_nothing_happens_before_the_commit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    pending = PendingFile(path, b"new")

    assert path.read_bytes() == b"old"
    pending.discard()
    assert list(tmp_path.iterdir()) == [path]


def test_a_refused_rename_leaves_the_old_file_and_no_leftover(tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    folder.mkdir()
    (folder / "inside").write_bytes(b"")

    with pytest.raises(OSError, match="taken"):
        replace_file(folder, b"new")

    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_missing_folder_is_the_callers_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "absent" / "file", b"new")


def test_each_new_folder_is_made_durable_where_its_name_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(durable_file, "sync_folder", synced.append)

    make_folder(tmp_path / "a" / "b", 0o700)
    make_folder(tmp_path / "a" / "b", 0o700)

    assert (tmp_path / "a" / "b").is_dir()
    assert synced == [tmp_path, tmp_path / "a"]


def test_file_in_the_place_of_a_folder_is_the_callers_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")

    with pytest.raises(FileExistsError):
        make_folder(tmp_path / "a", 0o700)

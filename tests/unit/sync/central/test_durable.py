"""What must survive the loss of power is brought to the disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sync.central.durable import bring_to_disk


def test_a_file_and_the_names_in_a_folder_are_brought_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    synced: list[bool] = []
    monkeypatch.setattr(
        os, "fsync", lambda fd: synced.append(stat.S_ISDIR(os.fstat(fd).st_mode))
    )

    bring_to_disk(file)
    bring_to_disk(tmp_path)

    assert synced == ([False] if os.name == "nt" else [False, True])


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        bring_to_disk(tmp_path / "none")

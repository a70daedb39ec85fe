"""Keys, tokens and codes."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from sync.central.errors import CentralError
from sync.central.secrets import (
    hash_code,
    load_key,
    load_or_create_key,
    new_code,
    new_incarnation,
    new_token,
)


def test_the_key_is_for_the_owner_alone_and_lasts(tmp_path: Path) -> None:
    made = load_or_create_key(tmp_path)

    assert (tmp_path / "central.key").stat().st_mode & 0o777 == 0o600
    assert load_key(tmp_path).public_key == made.public_key
    assert load_or_create_key(tmp_path).public_key == made.public_key


def test_half_a_key_is_never_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        with pytest.raises(CentralError, match="no space"):
            load_or_create_key(tmp_path)

    assert list(tmp_path.iterdir()) == []
    made = load_or_create_key(tmp_path)
    assert load_key(tmp_path).public_key == made.public_key
    assert [path.name for path in tmp_path.iterdir()] == ["central.key"]


def test_of_two_that_make_a_key_at_once_the_first_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_or_create_key(tmp_path)
    with monkeypatch.context() as patched:
        # The second looked before the first had made it.
        patched.setattr(Path, "exists", lambda _path: False)
        second = load_or_create_key(tmp_path)

    assert second.public_key == first.public_key


@pytest.mark.parametrize("content", [b"", b"zz" * 32, b"ab" * 31, b"\xff" * 64])
def test_a_damaged_key_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "central.key").write_bytes(content)

    with pytest.raises(CentralError, match=r"central\.key"):
        load_key(tmp_path)


def test_a_folder_that_takes_no_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CentralError, match="cannot be written"):
        load_or_create_key(tmp_path / "missing")


def test_secrets_do_not_repeat() -> None:
    for make in (new_code, new_token, new_incarnation):
        assert len({make() for _ in range(50)}) == 50


def test_a_code_is_known_however_it_is_typed() -> None:
    code = "7K3M-0A1B-2C3D-4E5F-6G7H"

    for typed in (code.lower(), code.replace("-", ""), " 7k3m oAlb-2c3d 4e5f 6g7h "):
        assert hash_code(typed) == hash_code(code)
    assert hash_code(code[:-1] + "J") != hash_code(code)

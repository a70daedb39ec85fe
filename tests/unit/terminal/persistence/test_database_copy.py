"""A database is copied whole while others write it, and damage is noticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from terminal.persistence.database_copy import copy_database
from terminal.persistence.errors import (
    DamagedDatabaseError,
    DatabaseMissingError,
    WrongKeyError,
)
from terminal.persistence.sqlcipher import connect_cipher

_ROOT: Final = Path(__file__).parents[4]
_KEY: Final = bytes(range(32))
_WRITER: Final = (
    "import sys\n"
    "from pathlib import Path\n"
    "from terminal.persistence.sqlcipher import connect_cipher\n"
    "connection = connect_cipher(Path(sys.argv[1]), bytes(range(32)))\n"
    "print('writing', flush=True)\n"
    "while True:\n"
    "    connection.execute('BEGIN IMMEDIATE')\n"
    "    connection.execute('UPDATE total SET n = n + 1')\n"
    "    connection.execute('INSERT INTO entry (a) VALUES (randomblob(500))')\n"
    "    connection.execute('COMMIT')\n"
)


def _make(path: Path, rows: int) -> None:
    connection = connect_cipher(path, _KEY)
    connection.execute("CREATE TABLE entry (a BLOB)")
    connection.execute("CREATE TABLE total (n INTEGER)")
    connection.execute("INSERT INTO total VALUES (?)", (rows,))
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO entry (a) VALUES (randomblob(500))", [()] * rows
    )
    connection.execute("COMMIT")
    connection.close()


def _counts(path: Path) -> tuple[int, int]:
    connection = connect_cipher(path, _KEY, read_only=True)
    rows = connection.execute("SELECT count(*) FROM entry").fetchall()[0][0]
    total = connection.execute("SELECT n FROM total").fetchall()[0][0]
    connection.close()
    return rows, total


def test_committed_rows_of_the_wal_are_in_the_copy(tmp_path: Path) -> None:
    _make(tmp_path / "a.db", 10)
    open_writer = connect_cipher(tmp_path / "a.db", _KEY)
    open_writer.execute("INSERT INTO entry (a) VALUES (x'00')")
    open_writer.execute("UPDATE total SET n = n + 1")

    copy_database(tmp_path / "a.db", tmp_path / "b.db", _KEY)

    assert _counts(tmp_path / "b.db") == (11, 11)
    open_writer.close()


def test_the_copy_is_one_encrypted_file_that_a_read_only_medium_can_hold(
    tmp_path: Path,
) -> None:
    _make(tmp_path / "a.db", 10)
    folder = tmp_path / "medium"
    folder.mkdir()

    copy_database(tmp_path / "a.db", folder / "b.db", _KEY)

    assert [path.name for path in folder.iterdir()] == ["b.db"]
    assert not (folder / "b.db").read_bytes().startswith(b"SQLite format 3")
    assert _counts(folder / "b.db") == (10, 10)
    assert [path.name for path in folder.iterdir()] == ["b.db"]


@pytest.mark.slow
def test_a_copy_made_under_a_busy_writer_is_one_state_of_the_database(
    tmp_path: Path,
) -> None:
    _make(tmp_path / "a.db", 20_000)

    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(tmp_path / "a.db")],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            copy_database(tmp_path / "a.db", tmp_path / "b.db", _KEY)
        finally:
            writer.kill()

    rows, total = _counts(tmp_path / "b.db")
    assert rows == total >= 20_000


def test_a_damaged_page_is_noticed_and_leaves_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    _make(path, 200)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(DamagedDatabaseError, match=r"a\.db is damaged"):
        copy_database(path, tmp_path / "b.db", _KEY)

    assert not (tmp_path / "b.db").exists()


def test_the_wrong_key_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    _make(tmp_path / "a.db", 1)

    with pytest.raises(WrongKeyError):
        copy_database(tmp_path / "a.db", tmp_path / "b.db", bytes(32))
    with pytest.raises(DatabaseMissingError):
        copy_database(tmp_path / "absent.db", tmp_path / "b.db", _KEY)

    assert not (tmp_path / "b.db").exists()

"""Opening an encrypted database: keys, modes and what is refused."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from terminal.persistence import dbapi
from terminal.persistence.errors import (
    DatabaseMissingError,
    ReadOnlyHomeError,
    SqliteTooOldError,
    WrongKeyError,
)
from terminal.persistence.sqlcipher import connect_cipher

KEY = bytes(range(32))


def test_written_rows_are_read_back_with_the_key_and_are_not_in_the_file_in_clear(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.db"
    writer = connect_cipher(path, KEY)
    writer.execute("CREATE TABLE note (text TEXT) STRICT")
    writer.execute("INSERT INTO note VALUES ('a paid sale')")
    writer.close()

    reader = connect_cipher(path, KEY, read_only=True)

    assert reader.execute("SELECT text FROM note").fetchall() == [("a paid sale",)]
    assert b"a paid sale" not in path.read_bytes()
    assert b"SQLite format" not in path.read_bytes()
    reader.close()


def test_writer_has_the_durability_that_money_needs(tmp_path: Path) -> None:
    writer = connect_cipher(tmp_path / "a.db", KEY)

    pragmas = {
        name: writer.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "temp_store", "foreign_keys")
    }

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "temp_store": 2,
        "foreign_keys": 1,
    }
    writer.close()


def test_wrong_key_is_named_and_changes_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.db"
    writer = connect_cipher(path, KEY)
    writer.execute("CREATE TABLE note (text TEXT) STRICT")
    writer.close()
    before = path.read_bytes()

    with pytest.raises(WrongKeyError, match=r"does not open a\.db"):
        connect_cipher(path, bytes(32))

    assert path.read_bytes() == before
    assert capfd.readouterr().err == ""


def test_reader_of_a_missing_file_is_told_so_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissingError):
        connect_cipher(tmp_path / "none.db", KEY, read_only=True)

    assert list(tmp_path.iterdir()) == []


def test_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writer = connect_cipher(path, KEY)
    writer.execute("CREATE TABLE note (text TEXT) STRICT")
    reader = connect_cipher(path, KEY, read_only=True)

    with pytest.raises(dbapi.DatabaseError, match="readonly"):
        reader.execute("INSERT INTO note VALUES ('x')")

    reader.close()
    writer.close()


def test_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi, "sqlite_version_info", (3, 51, 2))
    monkeypatch.setattr(dbapi, "sqlite_version", "3.51.2")

    with pytest.raises(SqliteTooOldError, match=r"3\.51\.2.*3\.51\.3"):
        connect_cipher(tmp_path / "a.db", KEY)

    assert list(tmp_path.iterdir()) == []


def test_folder_that_does_not_exist_is_a_home_that_cannot_be_written(
    tmp_path: Path,
) -> None:
    with pytest.raises(ReadOnlyHomeError):
        connect_cipher(tmp_path / "gone" / "a.db", KEY)


_AS_ANOTHER_ACCOUNT = """
import os, sys
from pathlib import Path
from terminal.persistence.errors import ReadOnlyHomeError
from terminal.persistence.sqlcipher import connect_cipher
if os.getuid() == 0:
    os.setuid(65534)
try:
    connect_cipher(Path(sys.argv[1]), bytes(range(32)))
except ReadOnlyHomeError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs POSIX accounts")
def test_file_of_another_account_is_refused_at_once() -> None:
    # Not tmp_path: other accounts may not enter the folder that pytest makes.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.db")
        writer = connect_cipher(path, KEY)
        writer.execute("CREATE TABLE note (text TEXT) STRICT")
        writer.close()
        path.chmod(0o444)
        path.parent.chmod(0o555)

        answer = subprocess.run(
            [sys.executable, "-c", _AS_ANOTHER_ACCOUNT, str(path)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout

        path.parent.chmod(0o700)

    assert "cannot be opened for writing" in answer

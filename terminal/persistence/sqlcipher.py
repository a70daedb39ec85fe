"""Opens an encrypted database file the one way this program opens them.

The key goes in as raw hex: a passphrase would cost 105 ms of key derivation at
each open, the raw form 0.2 ms, and the data key is random already.
"""

from pathlib import Path
from typing import Final

from terminal.persistence import dbapi
from terminal.persistence.dbapi import Connection
from terminal.persistence.errors import (
    DatabaseMissingError,
    ReadOnlyHomeError,
    SqliteTooOldError,
    StorageError,
    storage_error_of,
)

KEY_BYTES: Final = 32

# Older ones can lose commits when a WAL is reset while another process reads it.
_SQLITE_VERSION_MIN: Final = (3, 51, 3)
_BUSY_TIMEOUT_MS: Final = 5_000
_STATEMENTS_CACHED: Final = 256


def connect_cipher(path: Path, key: bytes, *, read_only: bool = False) -> Connection:
    """Open *path* for the calling thread only.

    The connection is in autocommit mode: callers write BEGIN and COMMIT
    themselves.  A writer gets WAL, ``synchronous=FULL`` and foreign keys; it
    creates the file when there is none.  A reader neither creates, writes nor
    checkpoints anything: ``query_only`` alone would still checkpoint and, closing
    last, delete the WAL under the writer.

    Args:
        path: The database file.
        key: The 32 bytes of the home's data key.
        read_only: Open by ``mode=ro``.

    Raises:
        SqliteTooOldError: The SQLite in use can lose commits.
        DatabaseMissingError: A reader found no file.
        WrongKeyError: The key does not fit, or the first page is damaged.
        ReadOnlyHomeError: A writer may not write here.
        StorageError: Anything else that the disk refuses.
    """
    assert len(key) == KEY_BYTES, len(key)
    if dbapi.sqlite_version_info < _SQLITE_VERSION_MIN:
        needed = ".".join(str(part) for part in _SQLITE_VERSION_MIN)
        raise SqliteTooOldError(dbapi.sqlite_version, needed)
    if read_only and not path.exists():
        raise DatabaseMissingError(path)
    mode = "ro" if read_only else "rwc"
    connection: Connection | None = None
    try:
        connection = dbapi.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            cached_statements=_STATEMENTS_CACHED,
        )
        _unlock(connection, key)
        if not read_only:
            _prepare_writer(connection)
    except dbapi.DatabaseError as error:
        if connection is not None:
            connection.close()
        # The failure to open the file at all carries no result code.
        known: StorageError = storage_error_of(error, path) or ReadOnlyHomeError(path)
        raise known from error
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


def connect_unchecked(path: Path, key: bytes) -> Connection:
    """Open *path* for reading without reading any page of it yet.

    For checks of a file that may be damaged anywhere, its first page included.
    """
    connection = dbapi.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None
    )
    _give_key(connection, key)
    return connection


def _unlock(connection: Connection, key: bytes) -> None:
    """Give the key and prove that it fits by reading the first page."""
    _give_key(connection, key)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS:d}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()


def _give_key(connection: Connection, key: bytes) -> None:
    # First of all: SQLCipher would log key and page errors to standard error.
    connection.execute("PRAGMA cipher_log_level = NONE")
    # Two thirds of the cost of a page with SHA-512, SQLCipher's default, on every
    # processor that has SHA instructions; the tag is as hard to forge for a page.
    # As the default and before the key: afterwards a new file would keep the room
    # of the longer tag on each page for ever.
    connection.execute("PRAGMA cipher_default_hmac_algorithm = HMAC_SHA256")
    # PRAGMA takes no parameters; hex digits cannot break out of the literal.
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


def _prepare_writer(connection: Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = FULL")
    # SQLite opens a write-protected file for reading without a word; taking the
    # write lock once tells now instead of at the first sale.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")

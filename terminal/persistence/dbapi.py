"""The one door to the SQL library of the till.

sqlcipher3 ships no type stubs, but is a build of CPython's own sqlite3 module
against SQLCipher: type checkers are shown that module's stubs, running code
always gets sqlcipher3.  Its exception classes are its own, so ``except
sqlite3.Error`` would catch nothing: take them from here.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite3 import (
        Connection,
        Cursor,
        DatabaseError,
        IntegrityError,
        connect,
        sqlite_version,
        sqlite_version_info,
    )
else:
    from sqlcipher3.dbapi2 import (
        Connection,
        Cursor,
        DatabaseError,
        IntegrityError,
        connect,
        sqlite_version,
        sqlite_version_info,
    )

__all__ = [
    "Connection",
    "Cursor",
    "DatabaseError",
    "IntegrityError",
    "bindable",
    "connect",
    "sqlite_version",
    "sqlite_version_info",
]

_INTEGER_MAX: Final = 2**63 - 1
_NO_ROW: Final = -1


def bindable(number: int) -> int:
    """Return a number that somebody keyed as a column can be asked for it.

    Numbers count from 1. One that no column can hold belongs to no row; bound as it
    is, it would be an error instead of nothing found.
    """
    return number if 0 <= number <= _INTEGER_MAX else _NO_ROW

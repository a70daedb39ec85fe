"""Applies schema migrations, each exactly once and each all-or-nothing.

A migration is a module named ``mYYYYMMDDhhmm_what`` with a function
``apply(db: sqlite_utils.Database) -> None`` made of explicit SQL steps.  Modules
are found by name in a package and run in the order of their names; a released
one is never edited, only followed.  The name is recorded in the transaction of
its change.

sqlite_utils is imported only when something is to be done: it costs 100 ms, which
an ordinary start does not have.
"""

import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from terminal.persistence.dbapi import Connection, DatabaseError
from terminal.persistence.errors import DatabaseTooNewError, storage_error_of

if TYPE_CHECKING:
    from sqlite_utils import Database

_NAME: Final = re.compile(r"m\d{12}_[a-z0-9_]+")

# The table in which sqlite_utils records what ran; the set is the package's name.
_RECORD_TABLE: Final = "_sqlite_migrations"


def migration_names(package: str) -> tuple[str, ...]:
    """List the migrations that this program knows in *package*, oldest first."""
    search_path = importlib.import_module(package).__path__
    found = (module.name for module in pkgutil.iter_modules(search_path))
    return tuple(sorted(name for name in found if _NAME.fullmatch(name)))


def applied_names(connection: Connection, package: str) -> tuple[str, ...]:
    """List the migrations of *package* that the file has seen, in that order."""
    is_recorded = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE name = ?", (_RECORD_TABLE,)
    ).fetchone()[0]
    if not is_recorded:
        return ()
    rows = connection.execute(
        f"SELECT name FROM {_RECORD_TABLE} WHERE migration_set = ? ORDER BY id",  # noqa: S608 - a constant
        (_set_name(package),),
    ).fetchall()
    return tuple(name for (name,) in rows)


def check_known(connection: Connection, path: Path, package: str) -> None:
    """Refuse a file that a newer program has changed.

    Raises:
        DatabaseTooNewError: The file names a migration this program lacks.
    """
    known = migration_names(package)
    unknown = tuple(n for n in applied_names(connection, package) if n not in known)
    if unknown:
        raise DatabaseTooNewError(path, unknown)


def migrate(connection: Connection, path: Path, package: str) -> None:
    """Bring the schema of *connection* to the newest migration of *package*.

    Args:
        connection: A writer in autocommit mode, outside any transaction.
        path: The file, for messages.
        package: Dotted name of the package that holds the migrations.

    Raises:
        DatabaseTooNewError: The file names a migration this program lacks.
        StorageError: The disk refused; the migration at hand left nothing.
    """
    check_known(connection, path, package)
    applied = set(applied_names(connection, package))
    pending = [name for name in migration_names(package) if name not in applied]
    if not pending:
        return
    import sqlite_utils

    migrations = sqlite_utils.Migrations(_set_name(package))
    for name in pending:
        module = importlib.import_module(f"{package}.{name}")
        migrations(name=name)(module.apply)
    db: Database = sqlite_utils.Database(
        connection, recursive_triggers=False, execute_plugins=False, strict=True
    )
    try:
        migrations.apply(db)
    except DatabaseError as error:
        known = storage_error_of(error, path)
        if known is None:
            raise
        raise known from error


def _set_name(package: str) -> str:
    return package.rpartition(".")[2]

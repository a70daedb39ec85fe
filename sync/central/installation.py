"""Makes a central, and opens one that was made."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from sync.central import secrets
from sync.central.clock import Now
from sync.central.database import (
    describe_url,
    find_database_file,
    migrate,
    open_engine,
)
from sync.central.errors import CentralError, NotInitializedError
from sync.central.schema import center
from sync.protocol.signature import Signer

DATABASE_FILE_NAME: Final = "central.db"


class Location(Struct, frozen=True):
    """Where a central lives.

    Attributes:
        database_url: URL of its database.
        home: Folder of its key.
    """

    database_url: str
    home: Path


class Center(Struct, frozen=True):
    """Who this central is.

    Attributes:
        tenant: The company it serves.
        incarnation: Changes when its database is restored.
        administrator_token_hash: See `secrets.hash_token`.
    """

    tenant: str
    incarnation: str
    administrator_token_hash: str


class Installed(Struct, frozen=True):
    """What `install` made; the token is kept nowhere else."""

    center: Center
    signer: Signer
    administrator_token: str


def locate(database_url: str | None, home: Path | None) -> Location:
    """Return where the central lives, from what the command line says.

    Without a URL the database is in *home*; without a home the key is in the folder
    of the database.

    Raises:
        CentralError: Neither names a folder for the key.
    """
    if database_url is None:
        folder = (home or _default_home()).expanduser().absolute()
        return Location(f"sqlite:///{folder / DATABASE_FILE_NAME}", folder)
    if home is not None:
        return Location(database_url, home.expanduser().absolute())
    file = find_database_file(database_url)
    if file is None:
        raise CentralError("a database on a server needs --home, a folder for the key")
    return Location(database_url, file.parent)


def install(location: Location, tenant: str, now: Now) -> Installed:
    """Make database, key and administrator token.

    Raises:
        CentralError: There is a central already, or it cannot be written.
    """
    _make_folders(location)
    engine = open_engine(location.database_url)
    try:
        migrate(engine)
        with engine.begin() as connection:
            if _find_center(connection) is not None:
                name = describe_url(location.database_url)
                message = f"{name} is a central already; it was kept"
                raise CentralError(message)
            signer = secrets.load_or_create_key(location.home)
            return _insert_center(connection, signer, tenant, now)
    finally:
        engine.dispose()


def open_installed(location: Location) -> tuple[Engine, Center, Signer]:
    """Open a central that `install` made and bring its tables up to date.

    Raises:
        NotInitializedError: There is none.
        CentralError: It cannot be opened.
    """
    name = describe_url(location.database_url)
    missing = f"there is no central at {name}; run `central init`"
    file = find_database_file(location.database_url)
    # SQLite would make an empty database of a misspelled name.
    if file is not None and not file.is_file():
        raise NotInitializedError(missing)
    engine = open_engine(location.database_url)
    try:
        migrate(engine)
        with engine.execution_options(reads=True).begin() as connection:
            found = _find_center(connection)
        if found is None:
            raise NotInitializedError(missing)
        return engine, found, secrets.load_key(location.home)
    except SQLAlchemyError as error:
        engine.dispose()
        raise CentralError(f"the database cannot be opened: {error}") from error
    except CentralError:
        engine.dispose()
        raise


def read_incarnation(connection: Connection) -> str:
    """Return the name of the present life of the database.

    To be asked in the transaction that needs it: another process may have begun a
    new one since this process started.
    """
    name: str = connection.execute(select(center.c.incarnation)).scalar_one()
    return name


def renew_incarnation(connection: Connection) -> str:
    """Begin a new life of the database and return its name.

    To be done after the database was restored from a backup: every till then takes
    its reference data anew instead of trusting a cursor of the life that was lost.
    """
    incarnation = secrets.new_incarnation()
    connection.execute(update(center).values(incarnation=incarnation))
    return incarnation


def _insert_center(
    connection: Connection, signer: Signer, tenant: str, now: Now
) -> Installed:
    token = secrets.new_token()
    made = Center(
        tenant=tenant,
        incarnation=secrets.new_incarnation(),
        administrator_token_hash=secrets.hash_token(token),
    )
    connection.execute(
        insert(center).values(
            id=1,
            tenant=made.tenant,
            incarnation=made.incarnation,
            administrator_token_hash=made.administrator_token_hash,
            feed_position=0,
            created_at_ms=now(),
        )
    )
    return Installed(made, signer, token)


def _find_center(connection: Connection) -> Center | None:
    row = connection.execute(
        select(center.c.tenant, center.c.incarnation, center.c.administrator_token_hash)
    ).one_or_none()
    return None if row is None else Center(*row)


def _make_folders(location: Location) -> None:
    folders = [location.home]
    file = find_database_file(location.database_url)
    if file is not None:
        folders.append(file.parent)
    for folder in folders:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            message = f"{folder} cannot be made: {error.strerror}"
            raise CentralError(message) from error


def _default_home() -> Path:
    from platformdirs import user_data_dir

    return Path(user_data_dir("evertill", appauthor=False))

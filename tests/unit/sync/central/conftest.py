"""A central server that all these tests share; each enrols tills of its own.

Starting one takes seconds, and a center with many tills is what it is made for.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import update

from sync.central.database import open_engine
from sync.central.push_queue import Limits
from sync.central.schema import workstation
from tests.support.central_app import CentralApp, MakeCentral
from tests.support.central_server import CentralServer, TillClient
from tests.support.postgresql import PostgreSQLServer
from tests.support.pushed_center import PushedCenter

_names = itertools.count(1)


_CHOICE: Final = "EVERTILL_TEST_DATABASE"
"""Environment variable; `postgresql` runs all these tests on that."""


@pytest.fixture(scope="session")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CentralServer]:
    database = None
    if os.environ.get(_CHOICE) == "postgresql":
        postgres: PostgreSQLServer = request.getfixturevalue("postgres_server")
        database = postgres.url(postgres.create())
    home = tmp_path_factory.mktemp("central")
    central = CentralServer.make(home, database=database)
    central.start()
    yield central
    central.close()


@pytest.fixture
def new_till(server: CentralServer) -> Callable[[], TillClient]:
    def make() -> TillClient:
        number = next(_names)
        return server.enrolled(f"T-{number}", f"S-{number}")

    return make


@pytest.fixture
def till(new_till: Callable[[], TillClient]) -> TillClient:
    """Return a till that is alone in a store of its own."""
    return new_till()


@pytest.fixture
def suspend(server: CentralServer) -> Callable[[str], None]:
    """Return what suspends a workstation; no command does that yet."""

    def do(workstation_id: str) -> None:
        engine = open_engine(server.database)
        with engine.begin() as connection:
            connection.execute(
                update(workstation)
                .where(workstation.c.workstation == workstation_id)
                .values(is_suspended=True)
            )
        engine.dispose()

    return do


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeCentral]:
    """Return what makes an application in this process on a SQLite database."""
    made: list[CentralApp] = []

    def make(limits: Limits | None = None) -> CentralApp:
        home = tmp_path / f"central-{len(made)}"
        made.append(CentralApp(f"sqlite:///{home / 'central.db'}", home, limits))
        return made[-1]

    yield make
    for central in made:
        central.close()


@pytest.fixture
def app(make_app: MakeCentral) -> CentralApp:
    return make_app()


@pytest.fixture
def pushed(database_url: str) -> Iterator[PushedCenter]:
    """Return a center without a server, on each database there is."""
    center = PushedCenter(database_url)
    yield center
    center.engine.dispose()

"""A central server that all these tests share; each enrols tills of its own.

Starting one takes seconds, and a center with many tills is what it is made for.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import update

from sync.central.database import open_engine
from sync.central.schema import workstation
from tests.support.central_server import CentralServer, TillClient

_names = itertools.count(1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentralServer]:
    central = CentralServer.make(tmp_path_factory.mktemp("central"))
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
        engine = open_engine(f"sqlite:///{server.home / 'central.db'}")
        with engine.begin() as connection:
            connection.execute(
                update(workstation)
                .where(workstation.c.workstation == workstation_id)
                .values(is_suspended=True)
            )
        engine.dispose()

    return do

"""A central server that the tests of a module share; each enrols its own tills."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from tests.support.central_server import CentralServer, TillClient

_names = itertools.count(1)


@pytest.fixture(scope="module")
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

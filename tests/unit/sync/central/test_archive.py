"""The second tick moves only to what a copy holds, and never back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, Engine, delete, select, update

from sync.central import archive, ingest
from sync.central.archive import Position, Positions
from sync.central.authentication import Workstation
from sync.central.database import migrate, open_engine
from sync.central.errors import CentralError
from sync.central.schema import raw_event, stream
from tests.support.till_chain import TillChain


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = open_engine(database_url)
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def chain() -> TillChain:
    return TillChain(b"\x01" * 32)


def push(connection: Connection, chain: TillChain) -> None:
    till = Workstation(
        workstation=chain.workstation,
        store=chain.store,
        public_keys=(chain.signer.public_key,),
    )
    ingest.store(connection, ingest.prepare(till, chain.events), "i", 1)


def mark(connection: Connection) -> int:
    return int(connection.execute(select(stream.c.archived_hw)).scalar_one())


def test_a_copy_confirms_what_it_held_when_it_was_begun(
    engine: Engine, chain: TillChain
) -> None:
    chain.sell()
    chain.sell()
    with engine.begin() as connection:
        push(connection, chain)
        held = archive.positions(connection, "acme", "i")
        chain.sell()
        push(connection, chain)

        moved = archive.advance(connection, held, "acme")
        again = archive.advance(connection, held, "acme")

        assert (moved, again, mark(connection)) == (1, 0, 2)
        now = archive.positions(connection, "acme", "i")
        assert archive.advance(connection, now, "acme") == 1
        assert archive.advance(connection, held, "acme") == 0
        assert mark(connection) == 3


@pytest.mark.parametrize(
    "change",
    [{"hw": 9}, {"hw_hash": "ab" * 32}, {"epoch": "9" * 16}, {"workstation": "T-1"}],
    ids=["beyond", "another event", "another epoch", "another till"],
)
def test_a_copy_of_another_life_confirms_nothing(
    engine: Engine, chain: TillChain, change: dict[str, str | int]
) -> None:
    chain.sell()
    with engine.begin() as connection:
        push(connection, chain)
        held = archive.positions(connection, "acme", "i")
        streams = tuple(
            msgspec.structs.replace(each, **change) for each in held.streams
        )

        moved = archive.advance(
            connection, msgspec.structs.replace(held, streams=streams), "acme"
        )

        assert (moved, mark(connection)) == (0, 0)


def test_a_copy_of_another_company_is_refused(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(CentralError, match="other"):
        archive.advance(
            connection, Positions(tenant="other", incarnation="", streams=()), "acme"
        )


def test_a_whole_database_has_no_fault(engine: Engine, chain: TillChain) -> None:
    chain.sell()
    chain.sell()
    with engine.begin() as connection:
        assert archive.first_fault(connection) is None
        push(connection, chain)
        assert archive.first_fault(connection) is None


def test_missing_and_surplus_events_are_found(engine: Engine, chain: TillChain) -> None:
    for _ in range(3):
        chain.sell()
    with engine.begin() as connection:
        push(connection, chain)
    for damage in (
        delete(raw_event).where(raw_event.c.seq == 2),
        delete(raw_event).where(raw_event.c.seq == 3),
        update(stream).values(hw_hash=b"\x00" * 32),
        update(stream).values(hw=2),
        delete(stream),
    ):
        with engine.connect() as connection:
            transaction = connection.begin()
            connection.execute(damage)
            assert archive.first_fault(connection) is not None
            transaction.rollback()


def test_positions_are_read_back_from_their_file(tmp_path: Path) -> None:
    held = Positions(
        tenant="acme",
        incarnation="i",
        streams=(
            Position(
                workstation="T-07",
                lane="ledger",
                epoch="a" * 16,
                hw=3,
                hw_hash="ab" * 32,
            ),
        ),
    )
    file = tmp_path / "positions.json"
    file.write_bytes(msgspec.json.encode(held))

    assert archive.read_positions(file) == held
    file.write_bytes(b"{}")
    with pytest.raises(CentralError, match="no positions"):
        archive.read_positions(file)
    with pytest.raises(CentralError, match="cannot be read"):
        archive.read_positions(tmp_path / "none")

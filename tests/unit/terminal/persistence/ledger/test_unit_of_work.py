"""The unit of work on SQLite: the contract of the ports, and what it adds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.protocol.events.no_sale_recorded_v1 import NoSaleRecorded
from terminal.application.ports.catalog import Catalog
from terminal.application.ports.members import Members
from terminal.application.ports.operators import Operators
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.use_cases import UseCases
from terminal.persistence.dbapi import DatabaseError, IntegrityError
from terminal.persistence.errors import DiskFullError
from terminal.persistence.ledger.opening import LedgerOpener
from terminal.persistence.ledger.sql_ledger import SqlLedger
from terminal.persistence.sqlcipher import connect_cipher
from tests.contract.unit_of_work_contract import UnitOfWorkContract
from tests.fakes.clock import ManualClock
from tests.fakes.ids import SequentialIds
from tests.fakes.pin_hasher import PlainPinHasher
from tests.fakes.reference_data import (
    STORE,
    MemoryCatalog,
    MemoryMembers,
    MemoryOperators,
)
from tests.fakes.till import add, open_till, sell
from tests.fakes.till_home import TillHome


class StaticReference:
    """Reference data in memory beside a ledger on disk."""

    def __init__(self) -> None:
        self._catalog = MemoryCatalog()
        self._operators = MemoryOperators()
        self._members = MemoryMembers()

    @property
    def catalog(self) -> Catalog:
        return self._catalog

    @property
    def operators(self) -> Operators:
        return self._operators

    @property
    def members(self) -> Members:
        return self._members

    @property
    def store(self) -> StoreSettings:
        return STORE

    def acknowledged(self) -> dict[str, int]:
        return {}

    def close(self) -> None:
        pass


class RecordingProbe:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def entered(self, name: str) -> None:
        self.seen.append(("entered", name))

    def left(self, name: str) -> None:
        self.seen.append(("left", name))


class SqlTill:
    """Use cases over the ledger on disk."""

    def __init__(self, folder: Path) -> None:
        self.home = TillHome(folder)
        self.clock = ManualClock()
        self.ids = SequentialIds()
        self.probe = RecordingProbe()
        self.ledger: SqlLedger
        self.use_cases: UseCases
        self._open()

    def reopen(self) -> None:
        self.ledger.close()
        self._open()

    def _open(self) -> None:
        self.ledger = LedgerOpener(
            self.home.home,
            self.home.keys,
            clock=self.clock,
            ids=self.ids,
            reference=StaticReference(),
            probe=self.probe,
        ).open(None)
        self.use_cases = UseCases(self.ledger, self.clock, self.ids, PlainPinHasher())


@pytest.fixture
def till(tmp_path: Path) -> Iterator[SqlTill]:
    till = SqlTill(tmp_path)
    yield till
    till.ledger.close()


class TestSqlUnitOfWork(UnitOfWorkContract):
    """The contract, kept by the real adapter (fixture ``till`` above)."""


def no_sale() -> NoSaleRecorded:
    return NoSaleRecorded(
        till_period_id="p", operator_id="m1", session_id="s", reason="x", at_ms=1
    )


def synchronous(till: SqlTill) -> int:
    connection = till.ledger.connection
    value: int = connection.execute("PRAGMA synchronous").fetchone()[0]
    return value


def test_lines_commit_as_drafts_and_events_as_finals(till: SqlTill) -> None:
    open_till(till)
    till.probe.seen.clear()

    add(till)
    after_line = synchronous(till)
    till.use_cases.pay_cash_exact(PayCashExact())
    after_sale = synchronous(till)

    assert (after_line, after_sale) == (1, 2)
    assert till.probe.seen == [
        ("entered", "draft.commit"),
        ("left", "draft.commit"),
        ("entered", "final.commit"),
        ("left", "final.commit"),
    ]


def test_draft_unit_refuses_events_and_numbers(till: SqlTill) -> None:
    with till.ledger.draft() as uow:
        with pytest.raises(AssertionError, match="final"):
            uow.events.append(no_sale())
        with pytest.raises(AssertionError, match="no numbers"):
            _ = uow.numbers


def test_units_do_not_nest(till: SqlTill) -> None:
    with (
        till.ledger.final() as uow,
        pytest.raises(AssertionError, match="already open"),
        uow,
    ):
        pass


def test_unit_commits_once(till: SqlTill) -> None:
    with till.ledger.final() as uow:
        uow.events.append(no_sale())
        uow.commit()
        with pytest.raises(AssertionError, match="committed already"):
            uow.commit()


def test_other_threads_are_refused(till: SqlTill) -> None:
    seen: list[str] = []

    def work() -> None:
        try:
            with till.ledger.draft():
                pass
        except AssertionError as error:
            seen.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert seen == ["the ledger belongs to the use-case thread"]


def test_exception_undoes_the_unit_and_passes_through(till: SqlTill) -> None:
    head = till.ledger.head

    def fail() -> None:
        with till.ledger.final() as uow:
            uow.events.append(no_sale())
            raise KeyError("x")

    with pytest.raises(KeyError):
        fail()

    assert till.ledger.head == head
    with till.ledger.final() as uow:
        assert uow.events.append(no_sale()).seq == head.seq + 1


def test_mistake_in_a_statement_is_not_blamed_on_the_disk(till: SqlTill) -> None:
    with pytest.raises(DatabaseError, match="no such table"), till.ledger.draft():
        till.ledger.connection.execute("SELECT * FROM not_there")

    with till.ledger.draft() as uow:
        assert uow.baskets.open_basket() is None


def test_full_disk_undoes_the_step_and_keeps_everything_before(till: SqlTill) -> None:
    open_till(till)
    first = sell(till)
    pages = till.ledger.connection.execute("PRAGMA page_count").fetchone()[0]
    till.ledger.connection.execute(f"PRAGMA max_page_count = {pages}")

    def sell_for_ever() -> None:
        while True:
            sell(till)

    with pytest.raises(DiskFullError, match="is full"):
        sell_for_ever()

    head = till.ledger.head
    till.ledger.connection.execute("PRAGMA max_page_count = 1000000")
    till.reopen()
    assert till.ledger.head == head
    with till.ledger.draft() as uow:
        assert uow.finished.find_by_event_id(first.transaction_id) is not None
    basket = till.use_cases.get_open_sale(GetOpenSale())
    if basket is None:
        add(till)
    completed = till.use_cases.pay_cash_exact(PayCashExact())
    assert completed.number == head.number + 1


def test_events_cannot_be_changed_deleted_or_inserted_before_the_end(
    till: SqlTill,
) -> None:
    open_till(till)
    connection = till.ledger.connection

    with pytest.raises(IntegrityError, match="never changed"):
        connection.execute("UPDATE event SET body = x'00' WHERE event_no = 1")
    with pytest.raises(IntegrityError, match="never deleted"):
        connection.execute("DELETE FROM event WHERE event_no = 1")
    with pytest.raises(IntegrityError, match="only appended"):
        connection.execute(
            "INSERT OR REPLACE INTO event"
            " SELECT event_no, epoch_no, seq, header, body, prev, hash, x'00'"
            " FROM event WHERE event_no = 2"
        )


def test_sale_is_in_the_file_as_another_process_sees_it(till: SqlTill) -> None:
    open_till(till)
    completed = sell(till)

    reader = connect_cipher(
        till.home.home.ledger_path, till.home.keys.data_key, read_only=True
    )
    rows = reader.execute(
        "SELECT sale_line.kind, item_id, amount_minor, sale_line.tax_minor FROM sale_line"
        " JOIN retail_transaction USING (event_no) WHERE event_id = ?",
        (completed.transaction_id,),
    ).fetchall()
    tenders = reader.execute("SELECT method, amount_minor FROM tender_line").fetchall()
    taxes = reader.execute("SELECT tax_rate_id, tax_minor FROM tax_line").fetchall()
    series = reader.execute("SELECT * FROM number_series").fetchall()
    reader.close()

    assert rows == [("sale", "pen", 149, 25)]
    assert tenders == [("cash", 149)]
    assert taxes == [("standard", 25)]
    assert series == [("A", 1)]

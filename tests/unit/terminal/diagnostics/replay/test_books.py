"""Comparing witness, till and server finds whatever differs."""

from pathlib import Path

import msgspec
import pytest

from sync.protocol.events import decode_body, sale_completed_v1
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v2 import SaleLine
from terminal.diagnostics.replay.books import (
    DayBook,
    EventLine,
    Sale,
    TillBook,
    compare,
    read_server_days,
    read_till_book,
    read_witness_days,
)
from terminal.diagnostics.replay.witness import Acknowledgement
from tests.support.till_chain import TillChain

_SAMPLES = Path(__file__).parents[4] / "fixtures" / "events"
_DAY = "2010-12-01"


def _books(count: int = 3) -> tuple[list[Acknowledgement], TillBook, list[EventLine]]:
    events = [
        EventLine("e", seq, f"id-{seq}", "sale.completed", f"{seq:064x}")
        for seq in range(1, count + 1)
    ]
    sales = [
        Sale(f"ref-{event.seq}", "A", event.seq, 100, event.hash, _DAY)
        for event in events
    ]
    witness = [
        Acknowledgement(
            reference=f"ref-{event.seq}",
            series="A",
            number=event.seq,
            gross_minor=100,
            tender_minor=100,
            event_hash=event.hash,
            business_day=_DAY,
        )
        for event in events
    ]
    days = read_witness_days(witness)
    return witness, TillBook(events, sales, days, count, 0), list(events)


def test_three_equal_books_are_equal() -> None:
    witness, till, server = _books()

    verdict = compare(witness, till, server, read_witness_days(witness))

    assert verdict.is_equal
    assert verdict.differences == []


def test_sale_missing_at_the_server_is_lost() -> None:
    witness, till, server = _books()

    verdict = compare(witness, till, server[:-1], till.days)

    assert verdict.acknowledged_lost == 1
    assert not verdict.is_equal


def test_sale_under_two_numbers_was_sold_twice() -> None:
    witness, till, server = _books()
    again = msgspec.structs.replace(till.sales[0], number=4, hash=server[0].hash)
    till.sales.append(again)

    verdict = compare(witness, till, server, till.days)

    assert verdict.sold_twice == 1
    assert not verdict.is_equal


def test_gap_in_the_numbers_is_counted() -> None:
    witness, till, server = _books()
    till.sales[1] = msgspec.structs.replace(till.sales[1], number=7)

    verdict = compare(witness, till, server, till.days)

    assert verdict.number_gaps == 2


def test_event_with_another_hash_and_unwitnessed_sale_are_named() -> None:
    witness, till, server = _books()
    server[1] = msgspec.structs.replace(server[1], hash="00")

    verdict = compare(witness[:2], till, server, till.days)

    assert any("e/2 differs" in text for text in verdict.differences)
    assert any("A-3" in text for text in verdict.differences)


def test_day_that_differs_by_one_cent_is_named() -> None:
    witness, till, server = _books()
    wrong = {_DAY: DayBook(3, 301, {"cash": 300})}

    verdict = compare(witness, till, server, wrong)

    assert any(_DAY in text for text in verdict.differences)


def test_days_of_the_server_without_sales_do_not_count() -> None:
    day = {"transactions": 0, "gross_minor": 0, "tenders_minor": {}}
    totals = {"days": [{"business_day": _DAY} | day]}

    assert read_server_days(totals) == {}


@pytest.mark.parametrize("version", [1, 2])
def test_a_ledger_is_read_in_every_version_of_a_sale(version: int) -> None:
    """The newer form leaves out what has its default."""
    chain = TillChain(bytes(32))
    data = (_SAMPLES / f"sale_completed_v{version}.json").read_bytes()
    body = decode_body("sale.completed", version, data)
    assert isinstance(body, sale_completed_v1.SaleCompleted | SaleCompleted)

    book = read_till_book([chain.append(body)])

    (sale,) = book.sales
    assert (sale.number, sale.gross_minor) == (body.number, body.gross_minor)
    counting = [line for line in body.lines if not line.is_voided]
    assert book.sale_lines == sum(line.kind == "sale" for line in counting)
    assert book.return_lines == sum(line.kind == "return" for line in counting)
    day = book.days[body.business_day]
    assert sum(day.tenders_minor.values()) == sum(
        tender.amount_minor for tender in body.tenders
    )


def test_a_sale_that_leaves_everything_out_is_read() -> None:
    chain = TillChain(bytes(32))
    line = SaleLine(
        sequence=1,
        item_id="i",
        scan_code="1",
        description="d",
        quantity_micro=1_000_000,
        unit="piece",
        unit_price_micro=0,
        amount_minor=0,
        tax_group_id="zero",
    )
    body = SaleCompleted(
        transaction_id="t",
        series="A",
        number=1,
        operator_id="o",
        session_id="s",
        till_period_id="p",
        business_day=_DAY,
        opened_at_ms=1,
        completed_at_ms=2,
        currency="EUR",
        tax_mode="inclusive",
        lines=(line,),
        gross_minor=0,
    )

    book = read_till_book([chain.append(body)])

    assert (book.sale_lines, book.sales[0].reference) == (1, None)

"""Comparing witness, till and server finds whatever differs."""

import msgspec

from terminal.diagnostics.replay.books import (
    DayBook,
    EventLine,
    Sale,
    TillBook,
    compare,
    read_server_days,
    read_witness_days,
)
from terminal.diagnostics.replay.witness import Acknowledgement

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

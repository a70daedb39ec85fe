"""A home whose first sales were recorded in version 1 goes on with version 2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.protocol.envelope import decode_header
from sync.protocol.events import decode_body
from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.till_control.sign_on import SignOn
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.line_pricing import LinePricing
from terminal.domain.transaction.terms import PricingOutcome
from terminal.persistence.ledger.event_audit import (
    first_projection_difference,
    scratch_ledger,
)
from terminal.persistence.ledger.projector import Projector
from terminal.persistence.ledger.verify import verify_ledger
from terminal.persistence.ledger.verify_report import Outcome
from tests.contract.unit_of_work_contract import OFFER, USE
from tests.fakes.priced_till import PAD
from tests.fakes.reference_data import PEN
from tests.fakes.till import PINS, add
from tests.fakes.till_home import TillDay, return_line, sale_line
from tests.unit.terminal.persistence.ledger.test_unit_of_work import SqlTill


@pytest.fixture
def till(tmp_path: Path) -> Iterator[SqlTill]:
    """Return a till that sold two items in version 1, one of them returned."""
    till = SqlTill(tmp_path)
    day = TillDay(till.home, till.ledger)
    day.open()
    sold = day.sell(lines=(sale_line(1), sale_line(2), sale_line(3, is_voided=True)))
    day.sell(lines=(sale_line(1), return_line(2, sold.event_id, 2)))
    yield till
    till.ledger.close()


def first_sale(till: SqlTill) -> FinishedTransaction:
    with till.ledger.draft() as uow:
        newest = uow.finished.list_recent(10)[-1]
        found = uow.finished.find_by_event_id(newest.event_id)
    assert found is not None
    return found


def come_back(till: SqlTill, sequence: int) -> None:
    sale = first_sale(till)
    till.use_cases.add_return_with_receipt(
        AddReturnWithReceipt(
            series=sale.series,
            number=sale.number,
            line_sequence=sequence,
            quantity_micro=1_000_000,
        )
    )


def rebuilt_differs(till: SqlTill) -> str | None:
    """Project every event again and compare."""
    connection = till.ledger.connection
    with scratch_ledger() as scratch:
        projector = Projector(scratch)
        for event_no, header, body in connection.execute(
            "SELECT event_no, header, body FROM event ORDER BY event_no"
        ).fetchall():
            head = decode_header(header)
            projector.apply(event_no, head, decode_body(head.type, head.type_v, body))
        return first_projection_difference(connection, scratch)


def test_old_sales_are_found_with_what_came_back(till: SqlTill) -> None:
    sale = first_sale(till)

    assert [line.amount_minor for line in sale.lines] == [120, 120, 120]
    assert [line.returned_minor for line in sale.lines] == [0, 120, 0]
    assert sale.lines[1].returned_taxes == (20,)
    assert sale.rounding_minor == 0


def test_goods_of_an_old_sale_come_back_in_a_new_one(till: SqlTill) -> None:
    till.use_cases.sign_on(SignOn(operator_id="m1", pin=PINS["m1"]))
    come_back(till, 1)
    done = till.use_cases.pay_cash_exact(PayCashExact())

    assert done.gross_minor == -120
    assert done.finished.taxes[0].tax_minor == -20
    assert first_sale(till).lines[0].left_micro == 0
    till.use_cases.void_transaction(
        VoidTransaction(series=done.series, number=done.number, reason="wrong")
    )
    assert first_sale(till).lines[0].left_micro == 1_000_000
    assert rebuilt_differs(till) is None


def test_ledger_of_both_versions_verifies_and_rebuilds(till: SqlTill) -> None:
    till.use_cases.sign_on(SignOn(operator_id="m1", pin=PINS["m1"]))
    add(till, quantity=2)
    till.use_cases.pay_cash_exact(PayCashExact())
    come_back(till, 1)
    till.use_cases.pay_cash_exact(PayCashExact())
    types = till.ledger.connection.execute(
        "SELECT count(*) FROM event WHERE header LIKE '%sale.completed%'"
    ).fetchone()[0]
    assert types == 4
    assert rebuilt_differs(till) is None

    till.ledger.close()
    report = verify_ledger(till.home.home, till.home.keys)

    assert [c for c in report.checks if c.outcome is Outcome.FAILED] == []
    till._open()


def test_promotions_rounding_and_taxes_are_rebuilt_as_they_are(till: SqlTill) -> None:
    till.use_cases.sign_on(SignOn(operator_id="m1", pin=PINS["m1"]))
    for taxes_of in (PAD, PEN):
        add(till)
        with till.ledger.draft() as uow:
            basket = uow.baskets.open_basket()
            assert basket is not None
            basket.add_item(taxes_of, 3_000_000)
            basket.apply_pricing(
                {1: LinePricing(modifiers=(OFFER,))}, PricingOutcome(promotions=(USE,))
            )
            uow.baskets.save(basket)
            uow.commit()
        till.use_cases.pay_cash_exact(PayCashExact())
    with till.ledger.draft() as uow:
        last = uow.finished.last()
    assert last is not None
    till.use_cases.void_transaction(
        VoidTransaction(series=last.series, number=last.number, reason="wrong")
    )

    assert rebuilt_differs(till) is None
    counted = till.ledger.connection.execute(
        "SELECT uses, amount_minor FROM promotion_use"
    ).fetchall()
    assert counted == [(1, -10)]

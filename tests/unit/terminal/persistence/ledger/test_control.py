"""Control totals follow from the body alone, whatever the header says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sync.protocol.envelope import ControlTotals, Header
from sync.protocol.events import EventBody, decode_body
from sync.protocol.events.sale_completed_v1 import SaleCompleted
from sync.protocol.events.sale_completed_v2 import SaleCompleted as SaleCompletedV2
from sync.protocol.events.sale_parts_v1 import TaxSum, Tender
from sync.protocol.events.transaction_voided_v1 import (
    TransactionVoided,
    VoidedTransaction,
)
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.control import expected_control, is_balanced
from terminal.persistence.ledger.event_audit import scratch_ledger
from terminal.persistence.ledger.projector import Projector
from tests.fakes.till_home import DAY, OPERATOR, PERIOD, SESSION, sale_body, sale_line

_SAMPLES = Path(__file__).parents[4] / "fixtures" / "events"
SALE_ID = "01890a5d-ac96-7000-8000-000000000001"
VOID_ID = "01890a5d-ac96-7000-8000-000000000002"


@pytest.fixture
def projected() -> Iterator[Connection]:
    with scratch_ledger() as scratch:
        yield scratch


def sale() -> SaleCompleted:
    lines = (sale_line(1), sale_line(2, is_voided=True), sale_line(3))
    return sale_body(SALE_ID, "A", 1, lines, at_ms=5)


def voiding(of: SaleCompleted) -> TransactionVoided:
    return TransactionVoided(
        transaction_id=VOID_ID,
        series="A",
        number=2,
        voids=VoidedTransaction(event_id=SALE_ID, series="A", number=1),
        till_period_id=PERIOD,
        business_day=DAY,
        operator_id=OPERATOR,
        session_id=SESSION,
        currency="EUR",
        drawer_opened=True,
        taxes=tuple(
            TaxSum(
                tax_rate_id=tax.tax_rate_id,
                tax_rate_ppm=tax.tax_rate_ppm,
                taxable_minor=-tax.taxable_minor,
                tax_minor=-tax.tax_minor,
            )
            for tax in of.taxes
        ),
        tenders=(
            Tender(
                sequence=1,
                method="cash",
                amount_minor=-of.gross_minor,
                given_minor=-of.gross_minor,
                change_minor=0,
            ),
        ),
        gross_minor=-of.gross_minor,
        tax_minor=-of.tax_minor,
        reason="wrong",
        at_ms=6,
    )


def header_of(event_id: str, event_type: str) -> Header:
    return Header(
        event_id=event_id,
        tenant="t",
        store="s",
        workstation="w",
        epoch="0" * 16,
        seq=1,
        type=event_type,
        type_v=1,
        app="0",
        schema="0",
        t_wall=1,
        t_mono=1,
        boot_id="b",
    )


def test_voided_lines_count_in_nothing(projected: Connection) -> None:
    expected = ControlTotals(1, 240, 40, (("cash", 240),), 2_000_000)

    assert expected_control(sale(), projected) == expected


def test_a_void_takes_back_the_quantities_of_the_sale_it_names(
    projected: Connection,
) -> None:
    body = sale()
    Projector(projected).apply(1, header_of(SALE_ID, body.TYPE), body)

    found = expected_control(voiding(body), projected)

    assert found == ControlTotals(1, -240, -40, (("cash", -240),), -2_000_000)


def test_a_void_of_a_sale_that_is_not_there_takes_back_no_quantity(
    projected: Connection,
) -> None:
    found = expected_control(voiding(sale()), projected)

    assert found is not None
    assert found.quantity_micro == 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"gross_minor": 241}, False),
        ({"tax_minor": 41}, False),
        ({"tenders": ()}, False),
        ({"taxes": ()}, False),
        # Exclusive: the lines come to 200 and the tax to 40.
        ({"tax_mode": "exclusive"}, False),
    ],
)
def test_lines_taxes_and_tenders_must_come_to_the_totals(
    change: dict[str, object], expected: bool
) -> None:
    body = msgspec.structs.replace(sale(), **change)

    assert is_balanced(body) is expected


def test_a_void_must_balance_too() -> None:
    body = voiding(sale())

    assert is_balanced(body)
    assert not is_balanced(msgspec.structs.replace(body, gross_minor=-1))


def sample_v2(name: str) -> EventBody:
    data = (_SAMPLES / f"{name}_v2.json").read_bytes()
    return decode_body(name.replace("_", ".", 1), 2, data)


def test_sale_of_version_2_balances_with_modifiers_taxes_and_rounding(
    projected: Connection,
) -> None:
    body = sample_v2("sale_completed")

    assert is_balanced(body)
    assert expected_control(body, projected) == ControlTotals(
        1, 201, 10, (("cash", 100), ("voucher", 100)), 5_000_000
    )
    assert is_balanced(sample_v2("transaction_voided"))


@pytest.mark.parametrize(
    "change",
    [
        {"gross_minor": 202, "rounding_minor": -2},
        {"rounding_minor": 0},
        {"tax_minor": 11},
        {"taxes": ()},
        {"tenders": ()},
        {"tax_mode": "inclusive"},
        {"lines": ()},
    ],
)
def test_sale_of_version_2_that_does_not_add_up_is_found(
    change: dict[str, object],
) -> None:
    assert not is_balanced(
        msgspec.structs.replace(sample_v2("sale_completed"), **change)
    )


@pytest.mark.parametrize(
    "change", [{"extended_minor": 446}, {"modifiers": ()}, {"extended_minor": None}]
)
def test_line_whose_modifiers_do_not_come_to_its_amount_is_found(
    change: dict[str, object],
) -> None:
    body = sample_v2("sale_completed")
    assert isinstance(body, SaleCompletedV2)
    wrong = msgspec.structs.replace(body.lines[0], **change)

    assert not is_balanced(
        msgspec.structs.replace(body, lines=(wrong, *body.lines[1:]))
    )

"""X and Z papers tell the period's totals."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sync.protocol.events import decode_body
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from terminal.application.receipts.till_report import x_report, z_report
from terminal.application.receipts.wording import wording
from terminal.domain.till.period_totals import PeriodTotals, TaxTotal
from terminal.domain.till.tender_control import MovementTotal, TenderControlKind
from tests.fakes.reference_data import STORE
from tests.support.receipt_text import columns_of, to_text

TOTALS = PeriodTotals(
    till_period_id="p1",
    loan_minor=10_000,
    currency="EUR",
    transactions=12,
    sale_lines=40,
    return_lines=2,
    voided_lines=3,
    cancelled=1,
    voided=1,
    no_sales=4,
    reprints=5,
    gross_minor=123_456,
    tax_minor=20_576,
    tenders_minor=(("card", 23_456), ("cash", 100_000)),
    first_seq=7,
    last_seq=99,
    event_count=93,
    head_hash="9f3c2a1b" + "0" * 56,
)
_SAMPLES = Path(__file__).parents[4] / "fixtures" / "events"
AT_MS = 1_900_000_000_000


def words_of(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_x_report_tells_counts_money_and_expected_cash() -> None:
    document = x_report(
        TOTALS, STORE, business_day="2030-03-17", operator_id="m1", at_ms=AT_MS
    )

    words = words_of(to_text(document, 42))

    assert ["X", "REPORT"] in words
    assert ["Operator", "m1", "Business", "day", "2030-03-17"] in words
    assert ["Gross", "1234.56"] in words
    assert ["card", "234.56"] in words
    assert ["Cash", "1000.00"] in words
    assert ["Expected", "cash", "1100.00"] in words
    assert ["No", "sale", "4"] in words


def settled(version: int = 2) -> TillSettled:
    """Return the stored sample, which has something of everything."""
    path = _SAMPLES / f"till_settled_v{version}.json"
    body = decode_body("till.settled", version, path.read_bytes())
    assert isinstance(body, TillSettled | TillSettledV1)
    return body  # type: ignore[return-value]  # both versions print


@pytest.mark.parametrize(
    ("over_short", "line"),
    [
        (0, ["Over", "/", "short", "0.00"]),
        (1, ["Over", "0.01"]),
        (-110_000, ["Short", "-1100.00"]),
    ],
)
def test_z_report_tells_over_and_short(over_short: int, line: list[str]) -> None:
    body = msgspec.structs.replace(settled(), over_short_minor=over_short)

    words = words_of(to_text(z_report(body, STORE), 42))

    assert ["Z", "REPORT", "2"] in words
    assert line in words
    assert ["Grand", "total", "16.71"] in words
    assert ["Events", "3-21", "3c970281"] in words


def test_z_report_tells_everything_that_was_settled() -> None:
    words = words_of(to_text(z_report(settled(), STORE), 42))

    for line in (
        "VAT 20 % net 6.10 0.61",
        "Returns -2.98",
        "Discounts -0.50",
        "Cash rounding -0.01",
        "1 Pickups -10.00",
        "1 x 50.00 50.00",
        "3 x 0.50 1.50",
        "card (not counted) 3.00",
        "Tender moved after this count",
        "Grand total before 10.00",
        "Cancelled at the settlement 1",
        "Carried over 1",
        "The clock is past this business day",
        "Events not confirmed by the center 4",
    ):
        assert line.split() in words


def test_a_copy_is_marked_and_otherwise_the_same() -> None:
    original = z_report(settled(), STORE)
    copy = z_report(settled(), STORE, copy_number=3)

    assert copy.is_copy
    assert not original.is_copy
    assert copy.lines[1:] == original.lines
    assert to_text(copy, 42).split()[:2] == ["COPY", "3"]


def test_a_settlement_of_an_older_program_prints_what_it_recorded() -> None:
    words = words_of(to_text(z_report(settled(version=1), STORE), 42))

    assert ["Z", "REPORT", "1"] in words
    assert ["Expected", "cash", "106.71"] in words
    assert ["Counted", "cash", "104.00"] in words
    assert ["Short", "-2.71"] in words


def test_a_till_that_nobody_counted_says_why() -> None:
    body = msgspec.structs.replace(settled(), uncounted_reason="drawer is gone")

    text = to_text(z_report(body, STORE), 42)

    assert "not counted: drawer is gone" in text


def test_negative_cash_is_stated() -> None:
    body = msgspec.structs.replace(settled(), expected_minor=-1)

    assert "More went out than came in" in to_text(z_report(body, STORE), 42)


def test_tax_that_is_a_percentage_alone_is_not_called_by_its_id() -> None:
    nameless = TaxTotal(
        tax_id="rate-200000", rate_ppm=200_000, taxable_minor=500, tax_minor=100
    )
    document = x_report(
        msgspec.structs.replace(TOTALS, taxes=(nameless,)),
        STORE,
        business_day="2030-03-17",
        operator_id="m1",
        at_ms=AT_MS,
    )

    text = to_text(document, 42)

    assert ["tax", "20", "%", "net", "5.00", "1.00"] in words_of(text)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize(
    ("name", "told"),
    [("City tax", "City tax 5.5 %"), ("VAT 5.5 %", "VAT 5.5 %"), ("", "t-1 5.5 %")],
)
def test_a_tax_is_called_by_its_name_with_its_rate(
    language: str, name: str, told: str
) -> None:
    tax = TaxTotal(
        tax_id="t-1", name=name, rate_ppm=55_000, taxable_minor=900, tax_minor=50
    )
    store = msgspec.structs.replace(STORE, receipt_language=language)
    document = x_report(
        msgspec.structs.replace(TOTALS, taxes=(tax,)),
        store,
        business_day="2030-03-17",
        operator_id="m1",
        at_ms=AT_MS,
    )

    lines = [" ".join(words) for words in words_of(to_text(document, 48))]

    told = told.replace(".", wording(language).decimal_mark)
    assert [line for line in lines if line.startswith(f"{told} ")]


def test_without_the_right_nothing_tells_what_should_be_in_the_drawer() -> None:
    totals = msgspec.structs.replace(
        TOTALS,
        taxes=(
            TaxTotal(
                tax_id="reduced", rate_ppm=55_000, taxable_minor=900, tax_minor=50
            ),
        ),
        movements=(
            MovementTotal(
                kind=TenderControlKind.LOAN, currency="EUR", count=2, amount_minor=777
            ),
        ),
    )
    document = x_report(
        totals,
        STORE,
        business_day="2030-03-17",
        operator_id="m1",
        at_ms=AT_MS,
        may_see_expected=False,
    )

    words = words_of(to_text(document, 42))

    assert ["Gross", "1234.56"] in words
    assert ["reduced", "5.5", "%", "net", "9.00", "0.50"] in words
    told = {word for line in words for word in line}
    assert not told & {"1000.00", "234.56", "7.77", "1107.77", "Expected"}


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("columns", [42, 48])
def test_report_fits_the_paper(language: str, columns: int) -> None:
    store = msgspec.structs.replace(STORE, receipt_language=language)
    document = x_report(
        TOTALS, store, business_day="2030-03-17", operator_id="m1", at_ms=AT_MS
    )

    assert max(map(columns_of, to_text(document, columns).splitlines())) <= columns
    settlement = to_text(z_report(settled(), store), columns)
    assert max(map(columns_of, settlement.splitlines())) <= columns

"""X and Z papers tell the period's totals."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.receipts.till_report import x_report, z_report
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import settle
from tests.fakes.reference_data import STORE
from tests.support.receipt_text import columns_of, to_text

TOTALS = PeriodTotals(
    till_period_id="p1",
    loan_minor=10_000,
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


@pytest.mark.parametrize(
    ("counted", "line"),
    [
        (110_000, ["Over", "/", "short", "0.00"]),
        (110_001, ["Over", "0.01"]),
        (0, ["Short", "-1100.00"]),
    ],
)
def test_z_report_tells_over_and_short(counted: int, line: list[str]) -> None:
    settlement = settle(
        TOTALS, counted, last_z_number=41, perpetual_gross_minor=9_999_999
    )

    document = z_report(
        TOTALS,
        settlement,
        STORE,
        business_day="2030-03-17",
        operator_id="m1",
        at_ms=AT_MS,
    )

    words = words_of(to_text(document, 42))
    assert ["Z", "REPORT", "42"] in words
    assert line in words
    assert ["Grand", "total", "99999.99"] in words
    assert ["Events", "7-99", "9f3c2a1b"] in words


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("columns", [42, 48])
def test_report_fits_the_paper(language: str, columns: int) -> None:
    store = msgspec.structs.replace(STORE, receipt_language=language)
    document = x_report(
        TOTALS, store, business_day="2030-03-17", operator_id="m1", at_ms=AT_MS
    )

    assert max(map(columns_of, to_text(document, columns).splitlines())) <= columns

"""A document's lines, rows and totals agree to the minor unit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.money import Currency
from terminal.domain.tax.accumulator import TaxAccumulator
from terminal.domain.tax.document import (
    Differences,
    DocumentLine,
    NetRounding,
    document_totals,
    priced_line,
)
from terminal.domain.tax.tax_group import single_rate
from terminal.domain.tax.tax_policy import TaxPolicy, TaxRounding
from tests.unit.terminal.domain.tax.documents import (
    EUR,
    FRANCS,
    exact_lines,
    policies,
    whole_lines,
)

PER_LINE = TaxPolicy(is_inclusive=False, rounding=TaxRounding.PER_LINE)
PER_DOCUMENT = TaxPolicy(is_inclusive=False)
VAT = single_rate("vat", 230_000)


def lines_of(price_micro: int, quantity_micro: int, count: int) -> list[DocumentLine]:
    return [priced_line(VAT, price_micro, quantity_micro, EUR)] * count


@pytest.mark.parametrize(
    ("policy", "net", "tax"), [(PER_LINE, 29_378, 6_756), (PER_DOCUMENT, 29_379, 6_757)]
)
def test_the_policy_says_where_is_rounded(
    policy: TaxPolicy, net: int, tax: int
) -> None:
    # 12.12 x 12.12 is 146.8944, its tax 33.785712.
    totals = document_totals(lines_of(12_120_000, 12_120_000, 2), policy, EUR)

    assert (totals.document.net_minor, totals.document.tax_minor) == (net, tax)


@pytest.mark.parametrize(
    ("differences", "nets"),
    [
        (Differences.BY_SIZE, [100, 5_001, 100]),
        (Differences.LARGEST_REMAINDER, [101, 5_000, 100]),
    ],
)
def test_what_rounding_moves_goes_where_the_policy_says(
    differences: Differences, nets: list[int]
) -> None:
    lines = [
        priced_line(VAT, 10_000_000, quantity, EUR)
        for quantity in (100_400, 5_000_300, 100_400)
    ]

    totals = document_totals(
        lines, PER_DOCUMENT, EUR, NetRounding.BY_CONTENT, differences=differences
    )

    assert [line.net_minor for line in totals.document.lines] == nets


def test_a_tax_of_whole_steps_is_reached_whatever_the_lines_say() -> None:
    policy = TaxPolicy(is_inclusive=True, step_minor=100)

    totals = document_totals(lines_of(1_000_000, 1_000_000, 3), policy, EUR)

    assert totals.document.tax_minor == 100
    assert totals.document.total_minor == 300


def test_a_document_is_totalled_in_two_currencies() -> None:
    totals = document_totals(
        lines_of(100_000_000, 1_000_000, 1), PER_DOCUMENT, EUR, home_rate=FRANCS
    )

    assert totals.home is not None
    assert (totals.home.net_minor, totals.home.tax_minor) == (10_634, 2_446)


def test_a_discount_in_percent_leaves_the_line_exact() -> None:
    line = priced_line(VAT, 5_750_000, 5_000_000, EUR, 180_000)

    assert line.amount == Fraction(23_575, 10)


@given(
    policies,
    exact_lines,
    st.sampled_from(NetRounding),
    st.sampled_from(Differences),
)
def test_net_and_taxes_are_the_total_in_either_currency(
    policy: TaxPolicy,
    lines: list[DocumentLine],
    net_rounding: NetRounding,
    differences: Differences,
) -> None:
    totals = document_totals(lines, policy, EUR, net_rounding, FRANCS, differences)

    assert totals.home is not None
    for found in (totals.document, totals.home):
        rows = found.rows()
        assert sum(row.tax_minor for row in rows) == found.tax_minor
        assert found.net_minor + found.tax_minor == found.total_minor
        assert found.net_minor == sum(line.net_minor for line in found.lines)


@given(policies, whole_lines)
def test_the_accumulator_finds_the_same_taxes_and_total(
    policy: TaxPolicy, lines: list[DocumentLine]
) -> None:
    accumulator = TaxAccumulator(policy, EUR)
    # As a basket grows: every line once too often, then out again.
    for line in lines + lines:
        accumulator.add(line.group, int(line.amount), line.quantity_micro)
    for line in lines:
        accumulator.remove(line.group, int(line.amount), line.quantity_micro)

    totals = document_totals(lines, policy, EUR).document

    assert totals.tax_minor == accumulator.tax_minor
    assert totals.total_minor == (
        sum(int(line.amount) for line in lines) + accumulator.added_minor
    )


@given(policies, exact_lines, st.sampled_from(NetRounding))
def test_a_mirrored_document_has_mirrored_totals(
    policy: TaxPolicy, lines: list[DocumentLine], net_rounding: NetRounding
) -> None:
    mirrored = [
        DocumentLine(
            group=line.group, amount=-line.amount, quantity_micro=-line.quantity_micro
        )
        for line in lines
    ]

    there = document_totals(lines, policy, EUR, net_rounding).document
    back = document_totals(mirrored, policy, EUR, net_rounding).document

    assert [-line.net_minor for line in back.lines] == [
        line.net_minor for line in there.lines
    ]
    assert [-tax.tax_minor for line in back.lines for tax in line.taxes] == [
        tax.tax_minor for line in there.lines for tax in line.taxes
    ]


@given(st.lists(st.integers(-(10**6), 10**6), max_size=20), st.booleans())
def test_per_line_taxes_are_the_sum_of_each_line_alone(
    amounts: list[int], is_inclusive: bool
) -> None:
    policy = TaxPolicy(is_inclusive=is_inclusive, rounding=TaxRounding.PER_LINE)
    lines = [DocumentLine(group=VAT, amount=Fraction(amount)) for amount in amounts]

    alone = [document_totals([line], policy, EUR).document for line in lines]

    assert document_totals(lines, policy, EUR).document.tax_minor == sum(
        one.tax_minor for one in alone
    )


@pytest.mark.parametrize("exponent", [0, 2, 3, 4])
def test_any_minor_unit_is_rounded_to(exponent: int) -> None:
    currency = Currency("XTS", exponent)
    line = priced_line(VAT, 10_000_000, 1_000_000, currency)

    totals = document_totals([line], PER_DOCUMENT, currency)

    assert totals.document.tax_minor == {0: 2, 2: 230, 3: 2_300, 4: 23_000}[exponent]

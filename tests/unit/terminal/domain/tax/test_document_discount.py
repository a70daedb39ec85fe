"""A discount on the whole lowers net and taxes, and nothing else."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.tax.document import DocumentLine, NetRounding, document_totals
from terminal.domain.tax.document_discount import amount_off, percent_off
from terminal.domain.tax.tax_group import (
    TaxComponent,
    TaxGroup,
    TaxKind,
    single_rate,
)
from terminal.domain.tax.tax_policy import TaxPolicy
from tests.unit.terminal.domain.tax.documents import EUR, FRANCS, exact_lines, policies

POLICY = TaxPolicy(is_inclusive=False)


def line(group: TaxGroup, amount: int) -> DocumentLine:
    return DocumentLine(group=group, amount=Fraction(amount))


def test_each_rate_gets_its_share_of_a_discount() -> None:
    lines = [
        line(single_rate("a", 200_000), 10_000),
        line(single_rate("b", 100_000), 5_000),
    ]

    totals = document_totals(lines, POLICY, EUR)
    found = percent_off(totals, lines, POLICY, 100_000).document

    assert [(row.taxable_minor, row.tax_minor) for row in found.rows()] == [
        (9_000, 1_800),
        (4_500, 450),
    ]
    assert (found.net_minor, found.total_minor) == (13_500, 15_750)


def test_a_discount_in_money_is_given_to_the_unit() -> None:
    lines = [
        line(single_rate("a", 190_000), 3_333),
        line(single_rate("b", 70_000), 1_111),
    ]

    totals = document_totals(lines, POLICY, EUR)
    found = amount_off(totals, lines, POLICY, 777).document

    assert totals.document.total_minor - found.total_minor == 777


def test_fixed_taxes_and_the_tax_on_them_are_not_discounted() -> None:
    bottle = TaxComponent(
        tax_id="bottle",
        name="",
        kind=TaxKind.FIXED,
        amount_micro=1_000_000,
        raises_base=True,
    )
    vat = TaxComponent(tax_id="vat", name="", rate_ppm=200_000)
    group = TaxGroup(tax_group_id="g", name="", components=(bottle, vat))
    lines = [line(group, 1_000)]

    totals = document_totals(lines, POLICY, EUR)
    found = percent_off(totals, lines, POLICY, 1_000_000).document

    # All goods are given away; bottle and its tax stay.
    assert (totals.document.total_minor, found.total_minor) == (1_320, 120)
    assert found.net_minor == 0


@given(policies, exact_lines, st.sampled_from(NetRounding), st.integers(0, 1_000_000))
def test_lines_and_rows_still_agree_after_a_discount(
    policy: TaxPolicy,
    lines: list[DocumentLine],
    net_rounding: NetRounding,
    percent_ppm: int,
) -> None:
    totals = document_totals(lines, policy, EUR, net_rounding, FRANCS)

    found = percent_off(totals, lines, policy, percent_ppm)

    assert found.home is not None
    for one in (found.document, found.home):
        assert sum(row.tax_minor for row in one.rows()) == one.tax_minor
        assert one.net_minor + one.tax_minor == one.total_minor


@given(policies, exact_lines)
def test_nothing_off_changes_nothing(
    policy: TaxPolicy, lines: list[DocumentLine]
) -> None:
    totals = document_totals(lines, policy, EUR).document

    found = percent_off(document_totals(lines, policy, EUR), lines, policy, 0).document

    assert found.rows() == totals.rows()
    assert found.total_minor == totals.total_minor

"""What is printed below a document adds up."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from terminal.domain.tax.document import DocumentLine, DocumentTotals, document_totals
from terminal.domain.tax.document_summary import (
    NET_SECTION,
    CashRoundingStrategy,
    SummaryLayout,
    summarise,
)
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup, TaxKind
from terminal.domain.tax.tax_policy import TaxPolicy
from terminal.domain.tender.cash_rounding import CashRounding
from tests.unit.terminal.domain.tax.documents import EUR, FRANCS, exact_lines, policies

NICKEL = CashRounding(step_minor=5)


def totals_of(amount: int, *components: TaxComponent) -> DocumentTotals:
    group = TaxGroup(tax_group_id="g", name="", components=components)
    return document_totals(
        [DocumentLine(group=group, amount=Fraction(amount))],
        TaxPolicy(is_inclusive=False),
        EUR,
        home_rate=FRANCS,
    )


def percent(tax_id: str, rate: int) -> TaxComponent:
    return TaxComponent(tax_id=tax_id, name=tax_id, rate_ppm=rate * 10_000)


def test_groups_stand_below_their_headings_and_add_up() -> None:
    layout = SummaryLayout(
        groups={"vat": "VAT", "held": "Withheld"},
        order=("VAT", "Withheld"),
        sections={"Withheld": "After tax"},
    )

    found = summarise(
        totals_of(10_000, percent("held", -15), percent("vat", 20)), layout
    ).document

    assert [(one.name, one.base_minor, one.tax_minor) for one in found.sections] == [
        (NET_SECTION, 10_000, 2_000),
        ("After tax", 12_000, -1_500),
    ]
    assert found.total_minor == 10_500
    assert found.has_one_base


def test_a_fixed_tax_has_no_base_to_print() -> None:
    bottle = TaxComponent(tax_id="b", name="", kind=TaxKind.FIXED, amount_micro=250_000)

    (section,) = summarise(totals_of(1_000, bottle), SummaryLayout()).document.sections

    assert [group.shown_base_minor for group in section.groups] == [None]


def test_an_included_share_of_the_gross_shows_the_gross() -> None:
    share = TaxComponent(
        tax_id="s", name="", kind=TaxKind.DIVISION, rate_ppm=100_000, is_included=True
    )

    found = summarise(totals_of(1_000, share), SummaryLayout()).document

    assert found.sections[0].groups[0].shown_base_minor == 1_000
    assert (found.net_minor, found.has_one_base) == (900, False)


def test_cash_rounding_is_a_line_of_its_own() -> None:
    found = summarise(totals_of(1_002, percent("a", 10)), SummaryLayout(), NICKEL)

    assert found.home is not None
    assert (found.document.cash_rounding_minor, found.document.total_minor) == (
        -2,
        1_100,
    )
    assert found.home.cash_rounding_minor == -2
    assert found.document.tax_minor == 100


def test_cash_rounding_may_go_into_the_largest_tax() -> None:
    found = summarise(
        totals_of(1_002, percent("a", 10), percent("b", 20)),
        SummaryLayout(),
        NICKEL,
        CashRoundingStrategy.BIGGEST_TAX,
    ).document

    assert found.cash_rounding_minor == 0
    assert [group.tax_minor for group in found.sections[0].groups] == [100, 198]
    assert found.total_minor == 1_300


def test_without_any_tax_there_is_no_largest() -> None:
    found = summarise(
        totals_of(1_002), SummaryLayout(), NICKEL, CashRoundingStrategy.BIGGEST_TAX
    ).document

    assert (found.total_minor, found.cash_rounding_minor) == (1_002, 0)


@given(policies, exact_lines)
def test_sections_lead_from_the_net_amount_to_the_total(
    policy: TaxPolicy, lines: list[DocumentLine]
) -> None:
    totals = document_totals(lines, policy, EUR, home_rate=FRANCS)
    layout = SummaryLayout(groups={"a": "x", "b": "x"}, sections={"x": "first"})

    summary = summarise(totals, layout, NICKEL)

    assert summary.home is not None
    for found in (summary.document, summary.home):
        base = found.net_minor
        for section in found.sections:
            assert section.base_minor == base
            assert section.tax_minor == sum(one.tax_minor for one in section.groups)
            base += section.tax_minor
        assert base + found.cash_rounding_minor == found.total_minor
    assert summary.document.total_minor % 5 == 0

"""The tax summary of a document: taxes in groups, groups below subtotals.

What is printed below a document: the net amount, the taxes under the headings a
country wants them under, the cash rounding and the total.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from terminal.domain.money import divide_rounded
from terminal.domain.tax.document import CurrencyTotals, DocumentTotals, LineAmounts
from terminal.domain.tax.tax_group import TaxKind
from terminal.domain.tender.cash_rounding import CashRounding

NET_SECTION: Final = "net"


class CashRoundingStrategy(StrEnum):
    """Where the cash rounding of a document goes.

    Attributes:
        ADD_LINE: A line of its own, without tax.
        BIGGEST_TAX: Into the largest tax; without any tax nothing is rounded.
    """

    ADD_LINE = "add_line"
    BIGGEST_TAX = "biggest_tax"


class SummaryGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Taxes that are shown as one.

    Attributes:
        base_minor: What the first tax of the group is computed on, line by line.
        shown_base_minor: What to print as the base: None for fixed taxes, which
            have none; the gross amount where the tax is a share of it.
    """

    group_id: str
    base_minor: int
    tax_minor: int
    shown_base_minor: int | None


class SummarySection(msgspec.Struct, frozen=True, kw_only=True):
    """A subtotal and the groups below it.

    Attributes:
        base_minor: Net amount and the taxes of the sections before.
    """

    name: str
    base_minor: int
    tax_minor: int
    groups: tuple[SummaryGroup, ...]


class CurrencySummary(msgspec.Struct, frozen=True, kw_only=True):
    """The summary in one currency.

    Attributes:
        cash_rounding_minor: Line of the cash rounding, apart from net and tax.
        total_minor: Net, tax and cash rounding.
        has_one_base: Every printed base is the net amount, so it need not be
            printed at each group.
    """

    net_minor: int
    tax_minor: int
    cash_rounding_minor: int
    total_minor: int
    has_one_base: bool
    sections: tuple[SummarySection, ...]


class TaxSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The summary in the currency of the document and in the store's."""

    document: CurrencySummary
    home: CurrencySummary | None = None


class SummaryLayout(msgspec.Struct, frozen=True, kw_only=True):
    """How the taxes of a document are grouped.

    Attributes:
        groups: Group of each tax; a tax without one is a group of its own.
        order: Groups in the order they are shown; others follow as they occur.
        sections: Heading each group is below; :data:`NET_SECTION` when missing.
    """

    groups: Mapping[str, str] = {}
    order: tuple[str, ...] = ()
    sections: Mapping[str, str] = {}

    def group_of(self, tax_id: str) -> str:
        """Return the group a tax is shown in."""
        return self.groups.get(tax_id, tax_id)


def summarise(
    totals: DocumentTotals,
    layout: SummaryLayout,
    cash_rounding: CashRounding | None = None,
    strategy: CashRoundingStrategy = CashRoundingStrategy.ADD_LINE,
) -> TaxSummary:
    """Return the summary of a document, its total rounded for cash when asked.

    The rounding is made in the currency of the document and carried over to the
    store's at the rate the two totals have.
    """
    groups = _groups(totals.document, layout)
    home_groups = _groups(totals.home, layout) if totals.home is not None else {}
    rounding = home_rounding = 0
    if cash_rounding is not None:
        total = totals.document.total_minor
        rounding = cash_rounding.difference(total)
        if totals.home is not None and total:
            home_rounding = divide_rounded(
                rounding * abs(totals.home.total_minor), abs(total)
            )
    biggest = None
    if strategy is CashRoundingStrategy.BIGGEST_TAX:
        if groups:
            biggest = max(groups, key=lambda name: groups[name].tax_minor)
        else:
            rounding = home_rounding = 0
    home = None
    if totals.home is not None:
        home = _summary(totals.home, home_groups, layout, home_rounding, biggest)
    return TaxSummary(
        document=_summary(totals.document, groups, layout, rounding, biggest),
        home=home,
    )


def _groups(totals: CurrencyTotals, layout: SummaryLayout) -> dict[str, SummaryGroup]:
    """Return the groups in the order they are shown."""
    first_bases: dict[str, int] = {}
    taxes: dict[str, int] = {}
    gross: dict[str, int] = {}
    is_fixed: dict[str, bool] = {}
    is_share_of_gross: dict[str, bool] = {}
    for line in totals.lines:
        seen: set[str] = set()
        for tax in line.taxes:
            name = layout.group_of(tax.tax.tax_id)
            taxes[name] = taxes.get(name, 0) + tax.tax_minor
            kind = tax.tax.kind
            is_fixed[name] = is_fixed.get(name, True) and kind is TaxKind.FIXED
            is_share_of_gross[name] = (
                is_share_of_gross.get(name, True)
                and kind is TaxKind.DIVISION
                and tax.tax.is_included
            )
            if name not in seen:
                seen.add(name)
                first_bases[name] = first_bases.get(name, 0) + tax.base_minor
                gross[name] = gross.get(name, 0) + _gross_of_divisions(line)
    places = {name: place for place, name in enumerate(layout.order)}
    shown: dict[str, SummaryGroup] = {}
    for name in sorted(taxes, key=lambda one: places.get(one, len(places))):
        base: int | None = first_bases[name]
        if is_fixed[name]:
            base = None
        elif is_share_of_gross[name]:
            base = gross[name]
        shown[name] = SummaryGroup(
            group_id=name,
            base_minor=first_bases[name],
            tax_minor=taxes[name],
            shown_base_minor=base,
        )
    return shown


def _gross_of_divisions(line: LineAmounts) -> int:
    return line.net_minor + sum(
        tax.tax_minor for tax in line.taxes if tax.tax.kind is TaxKind.DIVISION
    )


def _summary(
    totals: CurrencyTotals,
    groups: Mapping[str, SummaryGroup],
    layout: SummaryLayout,
    rounding: int,
    biggest: str | None,
) -> CurrencySummary:
    net, tax = totals.net_minor, totals.tax_minor
    shown = dict(groups)
    if biggest is not None:
        tax += rounding
        shown[biggest] = msgspec.structs.replace(
            shown[biggest], tax_minor=shown[biggest].tax_minor + rounding
        )
        rounding = 0
    bases = {
        group.shown_base_minor
        for group in shown.values()
        if group.shown_base_minor is not None
    }
    return CurrencySummary(
        net_minor=net,
        tax_minor=tax,
        cash_rounding_minor=rounding,
        total_minor=net + tax + rounding,
        has_one_base=bases <= {net},
        sections=_sections(net, list(shown.values()), layout),
    )


def _sections(
    net: int, groups: Sequence[SummaryGroup], layout: SummaryLayout
) -> tuple[SummarySection, ...]:
    by_section: dict[str, list[SummaryGroup]] = {}
    for group in groups:
        name = layout.sections.get(group.group_id, NET_SECTION)
        by_section.setdefault(name, []).append(group)
    if not by_section:
        by_section[NET_SECTION] = []
    sections = []
    base = net
    for name, members in by_section.items():
        tax = sum(group.tax_minor for group in members)
        sections.append(
            SummarySection(
                name=name, base_minor=base, tax_minor=tax, groups=tuple(members)
            )
        )
        base += tax
    return tuple(sections)

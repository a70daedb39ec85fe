"""tax-cases: taxes of lines and documents, invoices and cash rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from terminal.domain.money import MICRO, Currency
from terminal.domain.tax.document import (
    DocumentLine,
    DocumentTotals,
    NetRounding,
    document_totals,
    exact_line,
    priced_line,
)
from terminal.domain.tax.document_discount import amount_off, percent_off
from terminal.domain.tax.document_summary import (
    NET_SECTION,
    CashRoundingStrategy,
    CurrencySummary,
    SummaryGroup,
    SummaryLayout,
    TaxSummary,
    summarise,
)
from terminal.domain.tax.tax_group import (
    FACTORS_WHOLE,
    TaxComponent,
    TaxEntry,
    TaxGroup,
    TaxKind,
    in_sequence,
)
from terminal.domain.tax.tax_policy import TaxPolicy, TaxRounding
from terminal.domain.tender.cash_rounding import CashRounding
from terminal.domain.tender.exchange_rate import ExchangeRate
from tests.cases.adapters import en16931_invoices, shop_taxes
from tests.cases.adapters.numbers import scaled
from tests.cases.harness.case import Case
from tests.cases.harness.fields import Fields

# Every document of the cases is in currencies of two decimals.
FOREIGN: Final = Currency("XXX", 2)
HOME: Final = Currency("XTS", 2)
# Single lines state their own precision, down to the sixth decimal: their amounts are
# taken in hundredths of the unit, with four decimals.
FINE: Final = Currency("XXX", 4)
HUNDREDTHS: Final = 100
SIX_DECIMALS: Final = 10**6
CLOSE: Final = Fraction(1, 2 * SIX_DECIMALS)

ROUNDINGS: Final = {
    "round_per_line": TaxRounding.PER_LINE,
    "round_globally": TaxRounding.PER_DOCUMENT,
}
STRATEGIES: Final = {
    "add_invoice_line": CashRoundingStrategy.ADD_LINE,
    "biggest_tax": CashRoundingStrategy.BIGGEST_TAX,
}
NET_HEADING: Final = "Untaxed Amount"


def group_of(case: Case) -> str:
    """Return the kind a document declares, else the name of its file."""
    return str(case.fields.get("kind", case.group))


def run(case: Case) -> None:
    """Assert the case's expected figures."""
    fields = Fields("case", case.fields)
    fields.ignore("id", "source")
    if fields.has("kind"):
        _run_document(fields)
    elif fields.has("taxes"):
        _run_line(fields)
    elif fields.has("tax_subtotals"):
        en16931_invoices.run(fields)
    else:
        shop_taxes.run(fields)
    fields.close()


class _Taxes:
    """The taxes of a document; equal ones on several lines are the same tax."""

    def __init__(self, parts: int = 1) -> None:
        self._parts = parts
        self.group_ids: dict[str, int] = {}
        self._ids: dict[str, str] = {}
        self._groups: dict[str, TaxGroup] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._ids.values())

    def group(self, given: Sequence[Mapping[str, Any]]) -> TaxGroup:
        seen: dict[str, int] = {}
        entries = [self._entry(tax, seen) for tax in given]
        key = repr(given)
        return self._groups.setdefault(
            key,
            TaxGroup(tax_group_id=key, name="", components=in_sequence(entries)),
        )

    def _entry(self, given: Mapping[str, Any], seen: dict[str, int]) -> TaxEntry:
        fields = Fields("tax", given)
        sequence = fields.take_or("sequence", 1)
        kind = fields.take("amount_type")
        if kind == "group":
            # A bundle computes nothing itself.
            fields.ignore("amount", "tax_group_id", "include_base_amount")
            children = tuple(
                self._entry(child, seen) for child in fields.take("children")
            )
            fields.close()
            return TaxEntry(sequence=sequence, children=children)
        # The n-th of equal taxes on one line is the n-th on every line.
        text = repr(sorted(given.items()))
        seen[text] = seen.get(text, 0) + 1
        tax_id = self._ids.setdefault(f"{seen[text]} {text}", f"t{len(self._ids)}")
        if fields.has("tax_group_id"):
            self.group_ids[tax_id] = fields.take("tax_group_id")
        amount = fields.take("amount")
        is_fixed = kind == "fixed"
        # Said outright, this decides; else the override of the company's setting.
        override = fields.take_or("price_include_override", None)
        is_included = fields.take_or("price_include", override == "tax_included")
        component = TaxComponent(
            tax_id=tax_id,
            name=tax_id,
            kind=TaxKind(kind),
            rate_ppm=0 if is_fixed else scaled(amount, 10_000),
            amount_micro=scaled(amount, MICRO * self._parts) if is_fixed else 0,
            is_included=is_included,
            raises_base=fields.take_or("include_base_amount", False),
            is_base_raised=fields.take_or("is_base_affected", True),
            factors_ppm=_factors(fields.take_or("repartition", ())),
        )
        fields.close()
        return TaxEntry(sequence=sequence, component=component)


def _factors(given: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    factors = tuple(
        scaled(part["factor_percent"], 10_000)
        for part in given
        if part["repartition_type"] == "tax"
    )
    return factors or FACTORS_WHOLE


def _run_line(fields: Fields) -> None:
    step = scaled(fields.take("precision_rounding"), SIX_DECIMALS)
    policy = TaxPolicy(
        is_inclusive=False,
        rounding=ROUNDINGS[fields.take("rounding_method")],
        step_minor=step,
    )
    fields.ignore("has_product_formula")
    line = exact_line(
        priced_line(
            _Taxes(HUNDREDTHS).group(fields.take("taxes")),
            scaled(fields.take("price_unit"), MICRO * HUNDREDTHS),
            scaled(fields.take("quantity"), MICRO),
            FINE,
        ),
        policy,
        FINE,
        step,
    )
    expected = Fields("expected", fields.take("expected"))
    _assert_close(line.net, expected.take("total_excluded"))
    _assert_close(line.total, expected.take("total_included"))
    rows = expected.take("taxes_data")
    assert len(rows) == len(line.taxes)
    for tax, (base, amount) in zip(line.taxes, rows, strict=True):
        _assert_close(tax.base, base)
        _assert_close(tax.amount, amount)
    expected.close()


def _assert_close(amount: Fraction, expected: int | Decimal) -> None:
    # What is expected was written down with six decimals.
    found = amount / SIX_DECIMALS
    assert abs(found - Fraction(expected)) <= CLOSE, f"{float(found)} != {expected}"


def _run_document(fields: Fields) -> None:
    kind = fields.take("kind")
    policy = TaxPolicy(
        is_inclusive=False, rounding=ROUNDINGS[fields.take("rounding_method")]
    )
    taxes = _Taxes()
    lines = [_line(given, taxes) for given in fields.take("lines")]
    fields.ignore("foreign_currency")
    rate = _rate(fields.take("rate"))
    totals = document_totals(lines, policy, FOREIGN, NetRounding.BY_CONTENT, rate)
    discount = fields.take("discount")
    if kind == "global_discount":
        totals = _discounted(totals, lines, policy, discount["args"], rate)
    else:
        assert kind == "totals"
    rounding, strategy = _cash_rounding(fields.take("cash_rounding"))
    expected = fields.take("expected")
    layout = _layout(taxes, expected)
    summary = summarise(totals, layout, rounding, strategy)
    if "subtotals" in expected:
        # The case does not say which heading a group stands below.
        sections = _sections(summary, expected["subtotals"])
        layout = SummaryLayout(
            groups=layout.groups, order=layout.order, sections=sections
        )
        summary = summarise(totals, layout, rounding, strategy)
    _assert_summary(summary, expected, is_ordered=bool(taxes.group_ids))


def _line(given: Mapping[str, Any], taxes: _Taxes) -> DocumentLine:
    fields = Fields("line", given)
    line = priced_line(
        taxes.group(fields.take_or("taxes", ())),
        scaled(fields.take("price_unit"), MICRO),
        scaled(fields.take_or("quantity", 1), MICRO),
        FOREIGN,
        scaled(fields.take_or("discount", 0), 10_000),
    )
    fields.close()
    return line


def _rate(given: int | Decimal) -> ExchangeRate:
    """Return the rate the case states as foreign units for one of the store's."""
    exact = Fraction(given)
    return ExchangeRate(
        currency=FOREIGN,
        store_currency=HOME,
        rate_micro=exact.denominator * MICRO,
        per_units=exact.numerator,
    )


def _discounted(
    totals: DocumentTotals,
    lines: Sequence[DocumentLine],
    policy: TaxPolicy,
    args: Sequence[Any],
    rate: ExchangeRate,
) -> DocumentTotals:
    _label, _flag, amount_type, value = args
    if amount_type == "percent":
        return percent_off(totals, lines, policy, scaled(value, 10_000))
    assert amount_type == "fixed"
    amount = scaled(value, FOREIGN.minor_per_major)
    return amount_off(totals, lines, policy, amount, rate.to_store(amount))


def _cash_rounding(
    given: Mapping[str, Any] | None,
) -> tuple[CashRounding | None, CashRoundingStrategy]:
    if given is None:
        return None, CashRoundingStrategy.ADD_LINE
    fields = Fields("cash_rounding", given)
    fields.ignore("_id", "name", "sequence", "profit_account_id", "loss_account_id")
    rounding = CashRounding(
        step_minor=scaled(fields.take("rounding"), FOREIGN.minor_per_major),
        mode=shop_taxes.MODES[fields.take("rounding_method")],
    )
    strategy = STRATEGIES[fields.take("strategy")]
    fields.close()
    return rounding, strategy


def _layout(taxes: _Taxes, expected: Mapping[str, Any]) -> SummaryLayout:
    """Return how the taxes are grouped.

    Cases whose taxes declare no group still expect one row for all of them, or one
    each: which of the two is told by the number of rows only.
    """
    if taxes.group_ids:
        return SummaryLayout(
            groups={
                tax_id: str(taxes.group_ids.get(tax_id, 0)) for tax_id in taxes.ids
            },
            order=tuple(map(str, sorted({0, *taxes.group_ids.values()}))),
        )
    rows = sum(len(one["tax_groups"]) for one in expected.get("subtotals", ()))
    if rows == 1:
        return SummaryLayout(groups=dict.fromkeys(taxes.ids, "all"))
    return SummaryLayout()


def _sections(
    summary: TaxSummary, expected: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """Return the heading each group is expected below."""
    left = [group for one in summary.document.sections for group in one.groups]
    sections = {}
    for section in expected:
        name = section["name"]
        for wanted in section["tax_groups"]:
            group = next(
                (
                    one
                    for one in left
                    if one.tax_minor == scaled(wanted["tax_amount_currency"], 100)
                    and one.base_minor == scaled(wanted["base_amount_currency"], 100)
                ),
                None,
            )
            assert group is not None, f"no group has {dict(wanted)}: {left}"
            left.remove(group)
            sections[group.group_id] = NET_SECTION if name == NET_HEADING else name
    assert not left, f"groups that are not expected: {left}"
    return sections


def _assert_summary(
    summary: TaxSummary, given: Mapping[str, Any], *, is_ordered: bool
) -> None:
    expected = Fields("expected", given)
    assert summary.home is not None
    subtotals = expected.take_or("subtotals")
    if expected.has("same_tax_base"):
        assert summary.document.has_one_base == expected.take("same_tax_base")
    for suffix, found in (("_currency", summary.document), ("", summary.home)):
        figures = {
            "base_amount": found.net_minor,
            "tax_amount": found.tax_minor,
            "cash_rounding_base_amount": found.cash_rounding_minor,
            "total_amount": found.total_minor,
        }
        _assert_figures(expected, figures, suffix)
        if subtotals is not None:
            _assert_sections(found, subtotals, suffix, is_ordered=is_ordered)
    expected.close()


def _assert_sections(
    found: CurrencySummary,
    subtotals: Sequence[Mapping[str, Any]],
    suffix: str,
    *,
    is_ordered: bool,
) -> None:
    assert len(found.sections) == len(subtotals)
    for section, given in zip(found.sections, subtotals, strict=True):
        expected = Fields("subtotal", _of_currency(given, suffix))
        name = expected.take("name")
        assert section.name == (NET_SECTION if name == NET_HEADING else name)
        groups = expected.take("tax_groups")
        figures = {"base_amount": section.base_minor, "tax_amount": section.tax_minor}
        _assert_figures(expected, figures, suffix)
        expected.close()
        assert len(section.groups) == len(groups)
        left = list(section.groups)
        for wanted in groups:
            rows = left[:1] if is_ordered else left
            row = next((one for one in rows if _has(one, wanted, suffix)), None)
            assert row is not None, f"no group has {dict(wanted)}: {left}"
            left.remove(row)


def _has(group: SummaryGroup, given: Mapping[str, Any], suffix: str) -> bool:
    """Return whether the group has every figure of one currency."""
    figures = {
        f"base_amount{suffix}": group.base_minor,
        f"tax_amount{suffix}": group.tax_minor,
        f"display_base_amount{suffix}": group.shown_base_minor,
    }
    wanted = _of_currency(given, suffix)
    assert set(wanted) <= set(figures), f"the adapter does not know {wanted!r}"
    return all(
        figures[key] is None if value is False else figures[key] == scaled(value, 100)
        for key, value in wanted.items()
    )


def _of_currency(given: Mapping[str, Any], suffix: str) -> dict[str, Any]:
    """Return *given* without the amounts of the other currency."""
    return {
        key: value
        for key, value in given.items()
        if "amount" not in key or key.endswith("_currency") == (suffix != "")
    }


def _assert_figures(expected: Fields, figures: Mapping[str, int], suffix: str) -> None:
    for name, found in figures.items():
        key = f"{name}{suffix}"
        if expected.has(key):
            wanted = expected.take(key)
            assert found == scaled(wanted, 100), f"{key}: {found} != {wanted}"

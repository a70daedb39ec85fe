"""Invoices of the European standard: lines, allowances, taxes and totals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from terminal.domain.currency import currency_of
from terminal.domain.money import MICRO, Currency
from terminal.domain.tax.invoice import (
    InvoicePart,
    invoice_line_net,
    invoice_totals,
)
from terminal.domain.tax.tax_group import single_rate
from tests.cases.adapters.numbers import scaled
from tests.cases.harness.fields import Fields


def run(fields: Fields) -> None:
    """Assert the taxes and totals of one invoice."""
    fields.ignore("type")  # A credit note states the same sums.
    currency = currency_of(fields.take("currency"))
    assert currency is not None
    lines = [_line(given, currency) for given in fields.take("lines")]
    charges: list[InvoicePart] = []
    allowances: list[InvoicePart] = []
    for given in fields.take("document_allowance_charges"):
        parts = charges if given["charge"] else allowances
        parts.append(_adjustment(given, currency))
    totals = Fields("totals", fields.take("totals"))

    def amount(name: str) -> int:
        return scaled(totals.take(name) or 0, currency.minor_per_major)

    found = invoice_totals(
        lines,
        currency,
        allowances,
        charges,
        prepaid_minor=amount("PrepaidAmount"),
        rounding_minor=amount("PayableRoundingAmount"),
    )
    assert found.lines_minor == amount("LineExtensionAmount")
    assert found.allowances_minor == amount("AllowanceTotalAmount")
    assert found.charges_minor == amount("ChargeTotalAmount")
    assert found.net_minor == amount("TaxExclusiveAmount")
    assert found.total_minor == amount("TaxInclusiveAmount")
    assert found.payable_minor == amount("PayableAmount")
    totals.close()
    assert sorted(
        (row.tax_id, row.taxable_minor, row.tax_minor) for row in found.taxes
    ) == sorted(_subtotal(given, currency) for given in fields.take("tax_subtotals"))
    # Where there are two amounts, the other is the tax in the seller's currency, at a
    # rate the invoice does not state.
    amounts = fields.take("tax_total") or ["0"]
    assert len(amounts) <= (1 if fields.take("tax_currency") is None else 2)
    assert found.tax_minor in [scaled(one, currency.minor_per_major) for one in amounts]


def _tax_id(given: Fields) -> tuple[str, int]:
    """Return a name for category and rate; none is 0 (not subject to tax)."""
    category = given.take("vat_category")
    rate_ppm = scaled(given.take("vat_rate") or 0, 10_000)
    return f"{category} {rate_ppm}", rate_ppm


def _line(given: Mapping[str, Any], currency: Currency) -> InvoicePart:
    fields = Fields("line", given)
    fields.ignore("unit")
    net_minor = scaled(fields.take("line_net"), currency.minor_per_major)
    quantity, price = fields.take("qty"), fields.take("net_price")
    base_quantity = fields.take("base_qty")
    adjustments = [
        _signed(Fields("allowance", one), currency)
        for one in fields.take("allowance_charges")
    ]
    # The standard adds up the net amounts as stated. Only an invoice that says what
    # quantity its price is for also says how the line follows from the price.
    if base_quantity is not None:
        assert net_minor == invoice_line_net(
            scaled(quantity, MICRO),
            scaled(price, MICRO),
            currency,
            scaled(base_quantity, MICRO),
            adjustments,
        )
    part = InvoicePart(group=single_rate(*_tax_id(fields)), net_minor=net_minor)
    fields.close()
    return part


def _adjustment(given: Mapping[str, Any], currency: Currency) -> InvoicePart:
    fields = Fields("allowance", given)
    fields.take("charge")
    group = single_rate(*_tax_id(fields))
    return InvoicePart(group=group, net_minor=_amount(fields, currency))


def _signed(fields: Fields, currency: Currency) -> int:
    """Return the amount of an allowance, negative, or of a charge."""
    sign = 1 if fields.take("charge") else -1
    return sign * _amount(fields, currency)


def _amount(fields: Fields, currency: Currency) -> int:
    amount = scaled(fields.take("amount"), currency.minor_per_major)
    fields.ignore("base", "pct")  # Where the amount came from.
    fields.close()
    return amount


def _subtotal(given: Mapping[str, Any], currency: Currency) -> tuple[str, int, int]:
    fields = Fields("tax_subtotal", given)
    category, rate = fields.take("category"), fields.take("rate")
    row = (
        f"{category} {scaled(Decimal(rate or 0), 10_000)}",
        scaled(fields.take("taxable"), currency.minor_per_major),
        scaled(fields.take("tax"), currency.minor_per_major),
    )
    fields.close()
    return row

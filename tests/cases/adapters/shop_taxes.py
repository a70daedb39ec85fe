"""Small cases of a shop: the tax of an order, and what is paid in cash."""

from __future__ import annotations

import re

from terminal.domain.money import MICRO, Currency
from terminal.domain.tax.document import document_totals, priced_line
from terminal.domain.tax.tax_group import single_rate
from terminal.domain.tax.tax_policy import TaxPolicy
from terminal.domain.tender.cash_rounding import CashRounding, CashRoundingMode
from tests.cases.adapters.numbers import scaled
from tests.cases.harness.fields import Fields

CENTS = Currency("XXX", 2)
MODES = {
    "HALF-UP": CashRoundingMode.HALF_UP,
    "HALF-DOWN": CashRoundingMode.HALF_DOWN,
    "HALF-EVEN": CashRoundingMode.HALF_EVEN,
    "UP": CashRoundingMode.UP,
    "DOWN": CashRoundingMode.DOWN,
}
# How a payment is told: the part that is not cash, if any.
CASH = re.compile(r"cash( refund)?")
BANK_AND_CASH = re.compile(r"(bank|card) (?P<bank>-?\d+(\.\d+)?) \+ cash( refund)?")
BANK = re.compile(r"(bank|card)( only)?( refund)?(, only_round_cash_method)?")
# What is expected may have a remark behind it.
EXPECTED = re.compile(r"(?P<amount>-?\d+(\.\d+)?)( .*)?")


def run(fields: Fields) -> None:
    """Assert the tax of an order, or what is paid."""
    if fields.has("increment"):
        _run_cash(fields)
    else:
        _run_order(fields)


def _run_cash(fields: Fields) -> None:
    rounding = CashRounding(
        step_minor=scaled(fields.take("increment"), 100),
        mode=MODES[fields.take("mode")],
    )
    total = scaled(fields.take("total"), 100)
    method = fields.take("method")
    mixed = BANK_AND_CASH.fullmatch(method)
    if mixed:
        other = scaled(mixed["bank"], 100)
    elif BANK.fullmatch(method):
        other = total
    else:
        assert CASH.fullmatch(method), f"the adapter does not know {method!r}"
        other = 0
    expected = EXPECTED.fullmatch(fields.take("expected"))
    assert expected is not None
    assert rounding.paid(total, other) == scaled(expected["amount"], 100)


def _run_order(fields: Fields) -> None:
    fields.ignore("note")
    group = single_rate("tax", scaled(fields.take("rate"), MICRO))
    lines = []
    for price, quantity, *adjustments in fields.take("lines"):
        parts = [(price, quantity), *((amount, 1) for amount in adjustments)]
        lines += [
            priced_line(group, scaled(each, MICRO), scaled(count, MICRO), CENTS)
            for each, count in parts
        ]
    policy = TaxPolicy(is_inclusive=fields.take("included"))
    totals = document_totals(lines, policy, CENTS)
    assert totals.document.tax_minor == scaled(fields.take("expected_tax"), 100)

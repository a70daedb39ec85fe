"""Taxes of lines before they are sold."""

from __future__ import annotations

from terminal.domain.pricing.line_taxes import included_taxes, split_taxes
from terminal.domain.transaction.transaction_header import TaxMode
from tests.fakes.reference_data import APPLES, PEN
from tests.unit.terminal.domain.pricing.test_pricer import ONE, transaction


def test_included_taxes_are_those_of_the_document() -> None:
    sale = transaction()
    sale.add_item(PEN, 2 * ONE)
    sale.add_item(PEN, ONE)
    lines = sale.counting_lines()

    taxes = included_taxes(lines, [298, 149], sale)

    assert sum(taxes) == sale.tax_minor == 75
    assert included_taxes(lines, [0, 0], sale) == [0, 0]


def test_exclusive_taxes_are_added() -> None:
    sale = transaction(TaxMode.EXCLUSIVE)
    sale.add_item(PEN, 2 * ONE)
    sale.add_item(APPLES, ONE)

    assert split_taxes(sale.counting_lines(), sale) == {1: (0, 60), 2: (0, 16)}

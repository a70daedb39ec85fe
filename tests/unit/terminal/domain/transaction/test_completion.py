"""Taxes of the document are allocated to its lines."""

from __future__ import annotations

from terminal.domain.transaction.transaction_header import TaxMode
from tests.fakes.open_sale import ONE, item, transaction


def test_zero_total_completes_without_tender() -> None:
    sale = transaction()
    sale.add_item(item(), ONE)
    sale.add_return_without_receipt(item(), ONE, "broken")

    completion = sale.complete()

    assert completion.line_sums == (25, -25)
    assert [row.tax_minor for row in completion.taxes] == [0]


def test_tax_is_summed_per_rate_and_allocated_to_lines() -> None:
    sale = transaction(TaxMode.EXCLUSIVE)
    sale.add_item(item(120_000, 55_000), ONE)
    sale.add_item(item(1_000_000, 200_000), ONE)
    sale.add_item(item(120_000, 55_000), ONE)
    sale.add_item(item(120_000, 55_000), ONE)
    sale.tender_cash(None)

    completion = sale.complete()

    assert [
        (row.rate_ppm, row.taxable_minor, row.tax_minor) for row in completion.taxes
    ] == [
        (200_000, 100, 20),
        (55_000, 36, 2),
    ]
    assert completion.line_sums == (1, 20, 1, 0)


def test_rate_whose_lines_are_all_voided_is_not_in_the_summary() -> None:
    sale = transaction()
    sale.add_item(item(1_000_000, 55_000), ONE)
    sale.add_item(item(1_000_000, 200_000), ONE)
    sale.void_line(1, 1)
    sale.tender_cash(None)

    completion = sale.complete()

    assert [row.rate_ppm for row in completion.taxes] == [200_000]
    assert completion.line_sums == (0, 17)

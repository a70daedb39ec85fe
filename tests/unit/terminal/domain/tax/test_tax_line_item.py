"""Rows and line taxes are plain values."""

from __future__ import annotations

import pytest

from structs.decoding import decode_json
from terminal.domain.tax.tax_group import TaxKind
from terminal.domain.tax.tax_line_item import LineTax, TaxLineItem


def test_percent_is_the_kind_unless_said() -> None:
    text = b'{"tax_id":"a","rate_ppm":200000,"taxable_minor":100,"tax_minor":20}'

    assert decode_json(text, LineTax).kind is TaxKind.PERCENT


def test_a_row_is_not_changed() -> None:
    row = TaxLineItem(
        tax_id="a", name="VAT", rate_ppm=200_000, taxable_minor=100, tax_minor=20
    )

    with pytest.raises(AttributeError):
        row.tax_minor = 21  # type: ignore[misc]  # what is tested

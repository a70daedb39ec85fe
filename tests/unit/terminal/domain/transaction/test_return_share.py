"""Parts of a line give back exactly what was paid for it, tax by tax."""

from __future__ import annotations

from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.pricing.price_modifier import (
    ModifierKind,
    PriceModifier,
    sum_of,
)
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup
from terminal.domain.tax.tax_line_item import LineTax
from terminal.domain.transaction.finished_transaction import FinishedLine
from terminal.domain.transaction.line_item import LineKind
from terminal.domain.transaction.return_share import Returned, return_share


@st.composite
def sold_lines(draw: st.DrawFn) -> FinishedLine:
    """Return a line with promotions, and taxes of both signs."""
    extended = draw(st.integers(0, 10**7))
    off = draw(st.integers(0, extended))
    first = draw(st.integers(0, off))
    amounts = draw(st.lists(st.integers(-(10**5), 10**5), max_size=3))
    taxes = tuple(
        LineTax(
            tax_id=f"t{index}",
            rate_ppm=100_000,
            taxable_minor=extended - off,
            tax_minor=amount,
        )
        for index, amount in enumerate(amounts)
    )
    return FinishedLine(
        sequence=1,
        kind=LineKind.SALE,
        item_id="ink",
        scan_code="1",
        description="Ink",
        quantity_micro=draw(st.integers(1, 50_000_000)),
        unit="kg",
        unit_price_micro=1,
        amount_minor=extended - off,
        extended_minor=extended,
        tax_group=TaxGroup(
            tax_group_id="g",
            name="",
            components=tuple(TaxComponent(tax_id=tax.tax_id, name="") for tax in taxes),
        ),
        taxes=taxes,
        is_voided=False,
        modifiers=tuple(
            PriceModifier(
                kind=ModifierKind.PROMOTION,
                rule_id=f"p{index}",
                rule_version=1,
                label="",
                amount_minor=-amount,
            )
            for index, amount in enumerate((first, off - first))
        ),
    )


@given(
    sold=sold_lines(),
    cuts=st.lists(st.floats(0, 1), max_size=6),
    is_one_transaction=st.booleans(),
)
def test_no_sequence_of_parts_gives_back_more_than_was_paid(
    sold: FinishedLine, cuts: list[float], *, is_one_transaction: bool
) -> None:
    whole = sold.quantity_micro
    edges = sorted({0, whole, *(int(cut * whole) for cut in cuts)})
    line, here = sold, Returned()
    back, back_taxes = 0, (0,) * len(sold.taxes)

    for before, after in pairwise(edges):
        share = return_share(line, after - before, here)
        assert share.extended_minor + sum_of(share.modifiers) == share.amount_minor
        assert share.amount_minor >= 0
        taxes = [tax.tax_minor for tax in share.taxes]
        if is_one_transaction:
            here.count(after - before, share.amount_minor, taxes)
            back, back_taxes = here.amount, tuple(here.taxes)
        else:
            held = line.returned_taxes or (0,) * len(taxes)
            line = msgspec.structs.replace(
                line,
                returned_micro=after,
                returned_minor=line.returned_minor + share.amount_minor,
                returned_taxes=tuple(map(sum, zip(held, taxes, strict=True))),
            )
            back, back_taxes = line.returned_minor, line.returned_taxes
        assert back <= sold.amount_minor
        for paid, given_back in zip(sold.taxes, back_taxes, strict=True):
            assert abs(given_back) <= abs(paid.tax_minor)

    assert back == sold.amount_minor
    assert tuple(tax.tax_minor for tax in sold.taxes) == back_taxes

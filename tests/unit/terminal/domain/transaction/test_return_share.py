"""Shares of a sold line add up, sum by sum and tax by tax."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.pricing.price_modifier import ModifierKind, PriceModifier, sum_of
from terminal.domain.tax.tax_group import single_rate
from terminal.domain.tax.tax_line_item import LineTax
from terminal.domain.transaction.finished_transaction import FinishedLine
from terminal.domain.transaction.line_item import LineKind
from terminal.domain.transaction.return_share import Returned, return_share


def sold(
    quantity_micro: int, extended: int, off: int, taxes: tuple[int, ...]
) -> FinishedLine:
    return FinishedLine(
        sequence=1,
        kind=LineKind.SALE,
        item_id="pen",
        scan_code="1",
        description="Pen",
        quantity_micro=quantity_micro,
        unit="piece",
        unit_price_micro=1_000_000,
        extended_minor=extended,
        amount_minor=extended - off,
        modifiers=(
            PriceModifier(
                kind=ModifierKind.PROMOTION,
                rule_id="p",
                rule_version=1,
                label="Offer",
                amount_minor=-off,
            ),
        ),
        tax_group=single_rate("a", 0),
        taxes=tuple(
            LineTax(
                tax_id=f"t{index}",
                rate_ppm=1,
                taxable_minor=extended - off - sum(taxes),
                tax_minor=tax,
            )
            for index, tax in enumerate(taxes)
        ),
        is_voided=False,
    )


@given(
    st.lists(st.integers(1, 4_000_000), min_size=1, max_size=8),
    st.integers(0, 100_000),
    st.integers(0, 1_000_000),
    st.lists(st.integers(-500, 500), min_size=0, max_size=3),
    st.integers(0, 8),
)
def test_parts_add_up_to_the_whole_and_never_beyond(
    parts: list[int], extended: int, off_ppm: int, taxes: list[int], earlier: int
) -> None:
    line = sold(sum(parts), extended, extended * off_ppm // 1_000_000, tuple(taxes))
    here = Returned()
    amount = extended_back = 0
    back = [0] * len(taxes)
    modifiers = 0
    for number, part in enumerate(parts):
        if number == earlier:
            # What another transaction brought back is told by the line itself.
            line = msgspec.structs.replace(
                line,
                returned_micro=here.quantity_micro,
                returned_minor=here.amount,
                returned_taxes=tuple(here.taxes),
            )
            here = Returned()
        share = return_share(line, part, here)
        assert share.amount_minor == share.extended_minor + sum_of(share.modifiers)
        assert share.amount_minor >= 0
        amount += share.amount_minor
        extended_back += share.extended_minor
        modifiers += sum_of(share.modifiers)
        here.count(part, share.amount_minor, [tax.tax_minor for tax in share.taxes])
        for index, tax in enumerate(share.taxes):
            back[index] += tax.tax_minor
            whole = line.taxes[index].tax_minor
            assert 0 <= back[index] <= whole or whole <= back[index] <= 0

    assert amount == line.amount_minor
    assert back == taxes
    assert extended_back == line.extended_minor
    assert modifiers == sum_of(line.modifiers)


def test_base_of_the_tax_goes_back_with_it() -> None:
    line = sold(3_000_000, 100, 0, (16,))

    first = return_share(line, 1_000_000, Returned())

    assert (first.amount_minor, first.taxes[0].tax_minor) == (33, 5)
    assert first.taxes[0].taxable_minor == 28

"""Parts of a line add up to what was paid for it, in whatever parts it comes back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.central.sold_lines import NO_PART, SoldLine, next_part, plus

amounts = st.integers(-(10**9), 10**9)


@given(
    amount=st.integers(0, 10**9),
    taxes=st.lists(amounts, max_size=3),
    parts=st.lists(st.integers(1, 7_000_000), min_size=1, max_size=8),
)
def test_parts_add_up(amount: int, taxes: list[int], parts: list[int]) -> None:
    line = SoldLine("ink", sum(parts), amount, tuple(taxes))

    taken = NO_PART
    for quantity in parts:
        part = next_part(line, taken, quantity)
        assert part.amount_minor >= 0
        assert all(
            tax * whole >= 0 for tax, whole in zip(part.taxes, taxes, strict=True)
        )
        taken = plus(taken, part)

    assert (taken.quantity_micro, taken.amount_minor) == (line.quantity_micro, amount)
    assert taken.taxes == line.taxes


def test_parts_with_and_without_taxes_add_up() -> None:
    line = SoldLine("ink", 2, 10, (4,))

    assert plus(NO_PART, next_part(line, NO_PART, 1)).taxes == (2,)
    assert plus(next_part(line, NO_PART, 1), NO_PART).taxes == (2,)

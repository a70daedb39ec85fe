"""Quantities are exact and bounded."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import InvalidQuantityError
from terminal.domain.quantity import (
    QUANTITY_MICRO_MAX,
    format_quantity,
    require_quantity,
)


@pytest.mark.parametrize("quantity_micro", [1, 1_000_000, QUANTITY_MICRO_MAX])
def test_quantities_up_to_a_million_are_allowed(quantity_micro: int) -> None:
    require_quantity(quantity_micro)


@pytest.mark.parametrize("quantity_micro", [0, -1, QUANTITY_MICRO_MAX + 1])
def test_other_quantities_are_refused(quantity_micro: int) -> None:
    with pytest.raises(InvalidQuantityError) as caught:
        require_quantity(quantity_micro)

    assert caught.value.code == "invalid_quantity"


@pytest.mark.parametrize(
    ("quantity_micro", "text"),
    [(3_000_000, "3"), (375_000, "0.375"), (-1_500_000, "-1.5"), (1, "0.000001")],
)
def test_quantities_are_written_in_the_shortest_form(
    quantity_micro: int, text: str
) -> None:
    assert format_quantity(quantity_micro) == text


@given(st.integers(-QUANTITY_MICRO_MAX, QUANTITY_MICRO_MAX))
def test_written_quantity_is_exact(quantity_micro: int) -> None:
    written = format_quantity(quantity_micro)

    assert Fraction(written) * 1_000_000 == quantity_micro

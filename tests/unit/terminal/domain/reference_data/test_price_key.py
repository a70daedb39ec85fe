"""The prices of an item are one range of keys, whatever its id looks like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.pricing.price_list import PriceRow
from terminal.domain.reference_data.price_key import price_key, price_key_range

_ids = st.text(min_size=1, max_size=8) | st.sampled_from(['a"', 'a",', "a-", "a,", "é"])


@given(item_id=_ids, other=_ids, price_list=_ids)
def test_a_price_lies_in_the_range_of_its_item_alone(
    item_id: str, other: str, price_list: str
) -> None:
    key = price_key(
        PriceRow(
            item_id=item_id, price_list_id=price_list, unit="u", unit_price_micro=1
        )
    ).encode()
    first, after = (bound.encode() for bound in price_key_range(other))

    assert (first <= key < after) is (item_id == other)

"""Refunds of several sales are shared without a rest."""

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.tender.refund_share import refunds_by_original


def test_a_refund_for_one_sale_is_all_its_own() -> None:
    assert refunds_by_original({"a": 500}, [("cash", 300), ("card", 200)]) == {
        "a": {"cash": 300, "card": 200}
    }


def test_a_refund_for_two_sales_is_shared_as_the_goods_came_back() -> None:
    assert refunds_by_original({"a": 200, "b": 100}, [("cash", 100)]) == {
        "a": {"cash": 67},
        "b": {"cash": 33},
    }


def test_goods_that_cost_nothing_refund_nothing() -> None:
    assert refunds_by_original({"a": 0}, [("cash", 5)]) == {"a": {}}


@given(
    returned=st.dictionaries(
        st.sampled_from("abcdef"), st.integers(1, 10**6), min_size=1
    ),
    refunds=st.lists(
        st.tuples(st.sampled_from(["cash", "card"]), st.integers(0, 10**6)), max_size=3
    ),
)
def test_nothing_is_lost(
    returned: dict[str, int], refunds: list[tuple[str, int]]
) -> None:
    shares = refunds_by_original(returned, refunds)

    assert sum(sum(by_method.values()) for by_method in shares.values()) == sum(
        amount for _, amount in refunds
    )

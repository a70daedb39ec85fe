"""Money goes back as it came: the last tender first, each up to what it took."""

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.tender.refund_plan import RefundSource, plan_refund
from terminal.domain.transaction.return_policy import ReturnPolicy

POLICY = ReturnPolicy(unproved_cash_minor_max=50)
SOURCES = {"a": (RefundSource("cash", 200, 200), RefundSource("card_manual", 300, 300))}


def amounts(refund: int, returned: int, policy: ReturnPolicy = POLICY) -> list[object]:
    parts = plan_refund(refund, {"a": returned}, SOURCES, policy)
    return [(part.method, part.amount_minor) for part in parts]


def test_the_last_tender_bears_first_and_cash_is_given_last() -> None:
    assert amounts(150, 150) == [("cash", 150)]
    assert amounts(450, 450) == [("card_manual", 250), ("cash", 200)]


def test_an_exchange_gives_back_what_is_left_of_it() -> None:
    assert amounts(250, 500) == [("card_manual", 50), ("cash", 200)]


def test_beyond_the_receipt_goes_cash_up_to_the_cap_and_a_voucher() -> None:
    assert amounts(600, 500) == [
        ("card_manual", 300),
        ("voucher", 50),
        ("cash", 250),
    ]
    assert amounts(600, 0, ReturnPolicy()) == [("cash", 600)]
    assert amounts(600, 0, ReturnPolicy(unproved_cash_minor_max=0)) == [
        ("voucher", 600)
    ]


def test_all_the_cash_of_a_receipt_goes_back_exactly() -> None:
    sources = {"a": (RefundSource("cash", 102, 100),)}

    (whole,) = plan_refund(102, {"a": 102}, sources, POLICY)
    (part,) = plan_refund(34, {"a": 34}, sources, POLICY)

    assert (whole.is_exact, whole.money_minor_max) == (True, 100)
    assert (part.is_exact, part.money_minor_max) == (False, 100)


@given(
    sources=st.lists(
        st.builds(
            RefundSource,
            st.sampled_from(["cash", "card_manual", "voucher"]),
            st.integers(1, 10**6),
            st.integers(0, 10**6),
        ),
        max_size=4,
    ),
    refund=st.integers(1, 10**7),
    returned=st.integers(0, 10**7),
    cap=st.none() | st.integers(0, 10**6),
)
def test_the_plan_is_exactly_the_refund(
    sources: list[RefundSource], refund: int, returned: int, cap: int | None
) -> None:
    policy = ReturnPolicy(unproved_cash_minor_max=cap)

    parts = plan_refund(refund, {"a": returned}, {"a": sources}, policy)

    assert sum(part.amount_minor for part in parts) == refund
    assert all(part.amount_minor > 0 for part in parts)
    proved = sum(part.amount_minor - part.unproved_minor for part in parts)
    assert proved == min(
        refund, returned, sum(source.gross_minor for source in sources)
    )

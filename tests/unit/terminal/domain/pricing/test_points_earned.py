"""Points follow what lines cost, with or without their taxes."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.member.points_rule import PointsBasis, PointsRule
from terminal.domain.pricing.points_earned import points_by_line, sold_minor
from terminal.domain.pricing.pricing_policy import PricingPolicy
from terminal.domain.transaction.retail_transaction import RetailTransaction
from tests.fakes.reference_data import (
    APPLES,
    EXCLUSIVE_STORE,
    GOLD_MEMBER,
    PEN,
    STORE,
)
from tests.fakes.till import MemoryTill, add, open_till

# One point a cent: what earns is seen as it is.
BY_CENT = PointsRule(earn_minor=1)


def basket(store: StoreSettings) -> RetailTransaction:
    till = MemoryTill(msgspec.structs.replace(store, pricing=PricingPolicy()))
    open_till(till)
    add(till, PEN.scan_code, 2)
    add(till, APPLES.scan_code)
    with till.ledger.draft() as uow:
        transaction = uow.baskets.open_basket()
        assert transaction is not None
        transaction.set_member(GOLD_MEMBER)
        transaction.add_return_without_receipt(PEN, 1_000_000, "broken")
        transaction.void_line(2, 1)
        uow.commit()
    return transaction


@pytest.mark.parametrize(
    ("store", "basis", "points"),
    [
        (STORE, PointsBasis.WITH_TAX, [(1, 298), (3, -149)]),
        (STORE, PointsBasis.WITHOUT_TAX, [(1, 248), (3, -124)]),
        (EXCLUSIVE_STORE, PointsBasis.WITH_TAX, [(1, 358), (3, -179)]),
        (EXCLUSIVE_STORE, PointsBasis.WITHOUT_TAX, [(1, 298), (3, -149)]),
    ],
)
def test_lines_earn_by_the_basis_of_the_rule(
    store: StoreSettings, basis: PointsBasis, points: list[tuple[int, int]]
) -> None:
    transaction = basket(store)
    taxes = transaction.taxes().line_taxes
    rule = msgspec.structs.replace(BY_CENT, basis=basis)

    found = points_by_line(rule, transaction, taxes)

    # Taxes of the document are rounded once, so a line may differ by a cent.
    assert [sequence for sequence, _ in found] == [1, 3]
    assert all(
        abs(mine - theirs) <= 1
        for (_, mine), (_, theirs) in zip(found, points, strict=True)
    )


def test_excluded_goods_cost_but_earn_nothing() -> None:
    transaction = basket(STORE)
    rule = msgspec.structs.replace(BY_CENT, excluded_categories=("pens",))
    taxes = transaction.taxes().line_taxes

    assert sold_minor(transaction, taxes) == 298
    assert points_by_line(rule, transaction, taxes, unearning_minor=298) == [(3, -149)]

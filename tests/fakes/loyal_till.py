"""A till in memory with members' points, coupons, limits and a budget."""

from __future__ import annotations

import msgspec

from sync.protocol.events.sale_completed_v2 import SaleCompleted
from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.selling.enter_coupon import EnterCoupon
from terminal.application.selling.identify_member import IdentifyMember
from terminal.application.selling.sale_view import CompletedView
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.member.coupon_ledger import CouponReturn
from terminal.domain.member.points_rule import PointsRule
from terminal.domain.pricing.pricing_policy import PricingPolicy
from terminal.domain.promotion.promotion import CouponRule, Promotion
from terminal.domain.promotion.reward import AmountOff, BuyGet, PercentOff
from terminal.domain.promotion.selector import Selector
from tests.fakes.reference_data import (
    GOLD_MEMBER,
    ITEMS,
    PEN,
    STORE,
    MemoryCatalog,
    MemoryMembers,
)
from tests.fakes.till import MemoryTill, add, open_till

RULE = PointsRule(
    excluded_tags=("gift_card",),
    excluded_tenders=("points", "voucher"),
    burn_points=2,
    burn_minor=1,
    burn_min_points=10,
)
LAMP = msgspec.structs.replace(
    PEN,
    item_id="lamp",
    description="Lamp",
    scan_code="LAMP",
    unit_price_micro=33_330_000,
)
GIFT_CARD = msgspec.structs.replace(
    PEN,
    item_id="card",
    description="Gift card",
    scan_code="CARD",
    unit_price_micro=50_000_000,
    rules=ItemRules(tags=("gift_card",)),
)
ONCE = Promotion(
    promotion_id="once",
    version=1,
    name="Once",
    selects=Selector(items=("lamp",)),
    reward=PercentOff(percent_ppm=100_000),
    coupon=CouponRule(codes=("SINGLE-0001",), uses_max_per_code=1),
)
BUDGET = Promotion(
    promotion_id="budget",
    version=2,
    name="While it lasts",
    selects=Selector(items=("pen",)),
    reward=PercentOff(percent_ppm=333_333),
    budget_minor=1_000,
)
PER_MEMBER = Promotion(
    promotion_id="member",
    version=1,
    name="Welcome",
    selects=Selector(items=("apples",)),
    reward=AmountOff(amount_minor=50),
    uses_max_per_member=1,
)
FREE_BAG = Promotion(
    promotion_id="bag",
    version=1,
    name="A bag with every lamp",
    selects=Selector(items=("lamp",)),
    reward=BuyGet(
        buy=1,
        get=1,
        gets=Selector(items=("tote",)),
        percent_ppm=1_000_000,
        adds_units=True,
    ),
)
TOTE = msgspec.structs.replace(
    PEN,
    item_id="tote",
    description="Tote bag",
    scan_code="TOTE",
    unit_price_micro=4_000_000,
)
POLICY = PricingPolicy(points=RULE)
GOODS = (*ITEMS, LAMP, GIFT_CARD, TOTE)


def loyal_till(
    policy: PricingPolicy = POLICY,
    promotions: tuple[Promotion, ...] = (ONCE, BUDGET, PER_MEMBER, FREE_BAG),
) -> MemoryTill:
    """Return a till ready to sell, with the manager signed on."""
    till = MemoryTill(msgspec.structs.replace(STORE, pricing=policy))
    till.ledger.catalog = MemoryCatalog(GOODS, promotions=promotions)
    open_till(till)
    return till


def keeping_till() -> MemoryTill:
    """Return such a till of a shop where coupons stay used."""
    return loyal_till(
        PricingPolicy(points=RULE, coupon_return=CouponReturn.KEEP_REDEEMED)
    )


def identify(till: MemoryTill) -> None:
    """Let the member show the card."""
    till.use_cases.identify_member(IdentifyMember(code=GOLD_MEMBER.code))


def enter(till: MemoryTill, code: str = "SINGLE-0001") -> None:
    """Enter a coupon."""
    till.use_cases.enter_coupon(EnterCoupon(code=code))


def buy(
    till: MemoryTill, scan_code: str = LAMP.scan_code, quantity: int = 1
) -> CompletedView:
    """Sell to the member for exact cash."""
    add(till, scan_code, quantity)
    identify(till)
    return pay(till)


def pay(till: MemoryTill) -> CompletedView:
    """Settle what is due, in either direction, by exact cash."""
    return till.use_cases.pay_cash_exact(PayCashExact())


def bring_back(
    till: MemoryTill, sold: CompletedView, quantity: int = 1, line: int = 1
) -> None:
    """Add a return with the receipt."""
    till.use_cases.add_return_with_receipt(
        AddReturnWithReceipt(
            series=sold.series,
            number=sold.number,
            line_sequence=line,
            quantity_micro=quantity * 1_000_000,
        )
    )


def void(till: MemoryTill, sold: CompletedView) -> None:
    """Undo a finished transaction."""
    till.use_cases.void_transaction(
        VoidTransaction(series=sold.series, number=sold.number, reason="wrong")
    )


def balance(till: MemoryTill, member_id: str = GOLD_MEMBER.member_id) -> int:
    """Return the member's points as the till knows them."""
    with till.ledger.draft() as uow:
        points = uow.member_ledgers.points_since(member_id, {})
        uow.commit()
    return points


def last_sale(till: MemoryTill) -> SaleCompleted:
    """Return the last event, a completed sale."""
    body = till.ledger.events[-1].body
    assert isinstance(body, SaleCompleted)
    return body


def give(till: MemoryTill, points: int) -> None:
    """Let the center say that the member has points."""
    member = msgspec.structs.replace(GOLD_MEMBER, points_balance=points)
    till.ledger.members = MemoryMembers((member,))

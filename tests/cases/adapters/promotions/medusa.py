"""Medusa's format: promotions by code, a cart, and the adjustments to expect.

What the format means and this adapter translates:

* Rules compare an attribute of the cart or of a line with values; `medusa_rules`
  makes groups, tags and requirements of them.
* Promotions are applied in their listed order, "buy, get" ones first, each on what
  the ones before it left.
* `each` gives the value once a line, of no more than `max_quantity` units of it;
  `across`, and an order, spread it over the lines.
* A promotion whose amount is larger than what its campaign has left gives nothing.
  The campaigns are a fixture of the format: they are in force where a case says
  that it depends on them.
* Adjustments that are in the cart already are taken out: a new answer replaces the
  old one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import msgspec

from terminal.domain.money import MICRO, Currency, divide_rounded
from terminal.domain.promotion.basket import Uses
from terminal.domain.promotion.policy import (
    BudgetRule,
    LimitedUnits,
    PercentRounding,
    PromotionPolicy,
)
from terminal.domain.promotion.promotion import Combination, CouponRule, Promotion
from terminal.domain.promotion.result import PromotionResult, TrialReason
from terminal.domain.promotion.reward import (
    AmountOff,
    AmountPer,
    BuyGet,
    GroupChoice,
    PercentOff,
    Reward,
)
from tests.cases.adapters.promotions.basket import (
    NOON,
    SHIPPING_TAG,
    Priced,
    known_currency,
    micro_of,
    minor_of,
    ppm_of,
    price,
)
from tests.cases.adapters.promotions.goods import Goods
from tests.cases.adapters.promotions.medusa_rules import (
    Rule,
    conditions,
    fact_tags,
    marks,
    read_rules,
    segment,
    selector,
)
from tests.cases.harness.case import Case
from tests.cases.harness.fields import Fields

_DEFAULT_CURRENCY: Final = "USD"

# The campaigns of the fixture: so much may be spent, or so often used.
_DEFAULT_CAMPAIGN: Final = "campaign-id-1"
_SPEND_LIMITS: Final = {"campaign-id-1": 1000}
_USE_LIMITS: Final = {"campaign-id-2": 1000}

_POLICY: Final = PromotionPolicy(
    percent_rounding=PercentRounding.PER_LINE,
    budget=BudgetRule.REFUSE,
    limited_units=LimitedUnits.SAME,
)
_BUDGET_REASONS: Final = frozenset(
    {TrialReason.BUDGET_EXHAUSTED, TrialReason.USES_EXHAUSTED}
)


class _Cart(msgspec.Struct, frozen=True, kw_only=True):
    """The case's context: goods by line id, facts about the customer, old codes."""

    currency: Currency
    goods: Mapping[str, Goods]
    facts: frozenset[str]
    adjustments: tuple[tuple[str, str, str], ...]


def run(case: Case) -> None:
    """Assert that exactly the expected adjustments are made."""
    fields = Fields("case", case.fields)
    fields.ignore("id", "what", "source", "family", "note")
    given = fields.take("context")
    promotions = fields.take("promotions")
    cart = _cart(given, _line_rules(promotions))
    codes = tuple(fields.take("codes"))
    has_campaigns = fields.take("depends_on_campaign_fixture")
    listed = [
        _promotion(one, cart.currency, codes, has_campaigns=has_campaigns)
        for one in promotions
    ]
    segments = [segment(read_rules(one.get("rules")), given) for one in promotions]
    options = Fields("options", fields.take("options") or {})
    context = msgspec.structs.replace(
        NOON,
        currency=cart.currency,
        customer_groups=cart.facts.union(*segments),
        coupons=codes,
        uses=_earlier_uses(listed),
        is_automatic_allowed=not options.take_or("prevent_auto_promotions", False),
    )
    options.close()

    priced = price(list(cart.goods.values()), _in_order(listed), context, _POLICY)
    _check(fields.take("expected_actions"), cart, priced)
    fields.close()


def _cart(context: Mapping[str, Any], rules: Sequence[Rule]) -> _Cart:
    fields = Fields("context", context)
    currency = known_currency(fields.take_or("currency_code", _DEFAULT_CURRENCY))
    goods: dict[str, Goods] = {}
    adjustments: list[tuple[str, str, str]] = []
    for key, kind in (("items", "Item"), ("shipping_methods", "ShippingMethod")):
        for values in fields.take_or(key, []):
            line = Fields(key, values)
            adjustments += [
                (kind, old["id"], old["code"])
                for old in line.take_or("adjustments", [])
            ]
            line_id = line.take("id")
            assert line_id not in goods, f"two lines {line_id}"
            sold = _goods(line, line_id, currency)
            goods[line_id] = msgspec.structs.replace(
                sold, tags=sold.tags | marks(rules, values)
            )
    return _Cart(
        currency=currency,
        goods=goods,
        facts=fact_tags(fields.rest()),
        adjustments=tuple(adjustments),
    )


def _goods(line: Fields, line_id: str, currency: Currency) -> Goods:
    is_shipping = not line.has("quantity")
    quantity = line.take_or("quantity", 1)
    subtotal = line.take("subtotal")
    is_discountable = line.take_or("is_discountable", True)
    # What a rule may name is a tag too where it is a figure of the line itself.
    figures = {"id": line_id, "quantity": quantity, "subtotal": subtotal}
    tags = fact_tags(line.rest()) | fact_tags(figures)
    return Goods(
        item_id=line_id,
        quantity=quantity,
        # The unit price of a line that cannot be parted exactly is only a weight.
        unit_price_micro=divide_rounded(micro_of(subtotal), quantity),
        extended_minor=minor_of(subtotal, currency),
        tags=tags | {SHIPPING_TAG} if is_shipping else tags,
        is_discountable=is_discountable,
    )


def _line_rules(listed: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Return all rules that speak of lines."""
    return tuple(
        rule
        for values in listed
        for key in ("target_rules", "buy_rules")
        for rule in read_rules(values["application_method"].get(key))
    )


def _promotion(
    values: Mapping[str, Any],
    currency: Currency,
    codes: Sequence[str],
    *,
    has_campaigns: bool,
) -> Promotion:
    fields = Fields("promotion", values)
    code = fields.take("code")
    kind = fields.take("type")
    method = Fields("application_method", fields.take("application_method"))
    in_currency = method.take_or("currency_code")
    target = method.take("target_type")
    is_buy_get = kind == "buyget"
    assert kind in {"buyget", "standard"}, f"a promotion of type {kind!r}"
    selects = selector(
        read_rules(
            method.take("buy_rules") if is_buy_get else method.take_or("target_rules")
        ),
        target,
    )
    max_quantity = method.take_or("max_quantity")
    reward, is_of_money = (
        _buy_get(method, target, currency)
        if is_buy_get
        else _standard(method, target, currency)
    )
    method.close()
    is_automatic = fields.take_or("is_automatic", False)
    campaign = fields.take_or("campaign_id", _DEFAULT_CAMPAIGN)
    spend = _SPEND_LIMITS.get(campaign) if has_campaigns else None
    promotion = Promotion(
        promotion_id=code,
        version=1,
        name=code,
        reward=reward,
        selects=selects,
        conditions=msgspec.structs.replace(
            conditions(read_rules(fields.take_or("rules")), currency),
            currencies=(in_currency.upper(),) if in_currency and is_of_money else (),
        ),
        combination=Combination.BEST if is_buy_get else Combination.COMPOUND,
        uses_max_per_transaction=1 if is_buy_get else None,
        # Of what is got, `apply_to_quantity` says how much.
        quantity_max_per_line_micro=(
            None if is_buy_get or max_quantity is None else max_quantity * MICRO
        ),
        budget_minor=None if spend is None else minor_of(spend, currency),
        uses_max=_USE_LIMITS.get(campaign) if has_campaigns else None,
        coupon=(
            None if is_automatic and code not in codes else CouponRule(codes=(code,))
        ),
    )
    fields.close()
    return promotion


def _standard(method: Fields, target: str, currency: Currency) -> tuple[Reward, bool]:
    kind = method.take("type")
    value = method.take("value")
    allocation = method.take_or("allocation", "across" if target == "order" else None)
    assert allocation in {"each", "across"}, f"allocation {allocation!r}"
    if kind == "percentage":
        return PercentOff(percent_ppm=ppm_of(value)), False
    assert kind == "fixed", f"a value of type {kind!r}"
    per = AmountPer.LINE if allocation == "each" else AmountPer.PROMOTION
    return AmountOff(amount_minor=minor_of(value, currency), per=per), True


def _buy_get(method: Fields, target: str, currency: Currency) -> tuple[Reward, bool]:
    kind = method.take("type")
    value = method.take("value")
    allocation = method.take("allocation")
    assert allocation == "each", f"allocation {allocation!r}"
    assert kind in {"fixed", "percentage"}, f"a value of type {kind!r}"
    is_fixed = kind == "fixed"
    reward = BuyGet(
        buy=method.take("buy_rules_min_quantity"),
        get=method.take("apply_to_quantity"),
        gets=selector(read_rules(method.take("target_rules")), target),
        amount_minor=minor_of(value, currency) if is_fixed else None,
        percent_ppm=None if is_fixed else ppm_of(value),
        choice=GroupChoice.DEAREST_OF_ALL,
    )
    return reward, is_fixed


def _in_order(listed: Sequence[Promotion]) -> list[Promotion]:
    ordered = sorted(listed, key=lambda p: not isinstance(p.reward, BuyGet))
    return [
        msgspec.structs.replace(promotion, priority=len(ordered) - index)
        for index, promotion in enumerate(ordered)
    ]


def _earlier_uses(listed: Sequence[Promotion]) -> dict[str, Uses]:
    # The fixture's campaign of uses was used up before.
    return {
        one.promotion_id: Uses(total=one.uses_max)
        for one in listed
        if one.uses_max is not None
    }


def _check(expected: Sequence[Mapping[str, Any]], cart: _Cart, priced: Priced) -> None:
    removed: list[tuple[str, str, str]] = []
    exceeded: list[str] = []
    added: dict[str, dict[str, Decimal]] = {}
    for values in expected:
        action = Fields("action", values)
        name = action.take("action")
        code = action.take("code")
        match name:
            case "removeItemAdjustment":
                removed.append(("Item", action.take("adjustment_id"), code))
            case "removeShippingMethodAdjustment":
                removed.append(("ShippingMethod", action.take("adjustment_id"), code))
            case "campaignBudgetExceeded":
                exceeded.append(code)
            case "addItemAdjustment" | "addShippingMethodAdjustment":
                is_item = name == "addItemAdjustment"
                line = action.take("item_id" if is_item else "shipping_method_id")
                assert (SHIPPING_TAG not in cart.goods[line].tags) == is_item, line
                amount = Decimal(str(action.take("amount")))
                added.setdefault(code, {})[line] = amount
            case _:
                raise AssertionError(f"action {name!r} is not translated")
        action.close()
    assert sorted(removed) == sorted(cart.adjustments)
    assert sorted(set(exceeded)) == sorted(_over_budget(priced.result))
    _check_amounts(added, cart, priced)


def _over_budget(result: PromotionResult) -> set[str]:
    return {
        trial.promotion_id
        for trials in result.trials.values()
        for trial in trials
        if trial.reason_code in _BUDGET_REASONS
    }


def _check_amounts(
    expected: Mapping[str, Mapping[str, Decimal]], cart: _Cart, priced: Priced
) -> None:
    lines = list(cart.goods)
    actual: dict[str, dict[str, int]] = {}
    for applied in priced.result.applied:
        actual[applied.promotion_id] = {}
    for sequence, modifiers in priced.result.modifiers.items():
        for modifier in modifiers:
            actual[modifier.rule_id][lines[sequence - 1]] = -modifier.amount_minor
    assert list(actual) == list(expected), (
        f"applied {list(actual)}, expected {list(expected)}"
    )
    for code, amounts in expected.items():
        exact = {
            line: amount.scaleb(cart.currency.exponent)
            for line, amount in amounts.items()
        }
        got = actual[code]
        message = f"{code}: {got}, expected {exact}"
        assert got.keys() == exact.keys(), message
        # A fraction of a minor unit goes up or down; the sum is right to the cent.
        assert all(abs(minor - exact[line]) < 1 for line, minor in got.items()), message
        total = sum(exact.values(), Decimal()).quantize(Decimal(1), ROUND_HALF_UP)
        assert sum(got.values()) == total, message

"""The adapters of promotion cases on cases of our own, which need no given folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cases.adapters import promotion_cases
from tests.cases.harness.case import Case

EXCLUDE = {"rate_pct": 20, "prices": "exclude tax", "unit": "minor (cent)"}
INCLUDE = {"rate_pct": 20, "prices": "include tax", "unit": "minor (cent)"}


def run(**fields: Any) -> None:
    promotion_cases.run(
        Case(
            family="promotion-cases",
            group="own",
            label="own",
            file=Path("own.json"),
            fields={"id": "own", "note": "", "source": "", **fields},
        )
    )


def own(
    family: str,
    lines: list[tuple[str, int, Any]],
    promotions: list[dict[str, Any]],
    expected: dict[str, Any],
    tax: dict[str, Any] | None = None,
    tags: dict[str, list[str]] | None = None,
) -> None:
    """Run a case in the own format; a line is item, quantity and unit price."""
    run(
        family=family,
        currency="USD",
        tax=tax,
        promotions=promotions,
        expected=expected,
        lines=[
            {"item": i, "qty": q, "unit_price": p, "tags": (tags or {}).get(i, [])}
            for i, q, p in lines
        ],
    )


@pytest.mark.parametrize(
    ("promotion", "expected"),
    [
        ({"action": "order_fixed", "value": 700}, {"total": 2300}),
        ({"action": "order_percent", "value": 10}, {"total_with_tax": 3240}),
        ({"action": "line_fixed", "value": 500}, {"total": 2500}),
        (
            {"action": "order_free", "condition": {"min_order_amount": 3001}},
            {"total_with_tax": 3600, "discounts": 0},
        ),
        (
            {"action": "order_free", "condition": {"contains_products": [3, ["m"]]}},
            {"total_with_tax": 0, "discount_with_tax": -3600},
        ),
        (
            {"action": "order_free", "condition": {"contains_products": [4, "m", "x"]}},
            {"total_with_tax": 3600, "discounts": 0},
        ),
        (
            {"action": "order_free", "condition": {"customer_group": "staff"}},
            {"total_with_tax": 0, "discounts": 1},
        ),
        (
            {"action": "order_free", "coupon": "X", "per_customer_limit": 2}
            | {"prior_uses": 2},
            {"error": "COUPON_CODE_LIMIT_REACHED", "total_with_tax": 3600},
        ),
        (
            {"action": "order_free", "coupon": "X", "per_customer_limit": 2}
            | {"prior_uses": 1},
            {"total_with_tax": 0},
        ),
        (
            {"action": "order_free", "coupon": "X", "entered": "Y"},
            {"error": "COUPON_CODE_INVALID", "total_with_tax": 3600},
        ),
        (
            {"action": "order_free", "coupon": "X", "entered": None},
            {"total_with_tax": 3600, "discounts": 0},
        ),
    ],
)
def test_vendure_prices_without_tax(
    promotion: dict[str, Any], expected: dict[str, Any]
) -> None:
    own("vendure", [("m", 3, 1000)], [promotion], expected, EXCLUDE)


@pytest.mark.parametrize(
    ("promotion", "expected"),
    [
        ({"action": "order_fixed", "value": 700}, {"total_with_tax": 2900}),
        (
            {"action": "line_fixed", "value": 1000},
            {"total": 2167, "total_with_tax": 2600},
        ),
        (
            {"action": "order_free", "condition": {"min_order_amount": 3000}},
            {"total_with_tax": 0},
        ),
    ],
)
def test_vendure_prices_with_tax(
    promotion: dict[str, Any], expected: dict[str, Any]
) -> None:
    own("vendure", [("m", 3, 1000)], [promotion], expected, INCLUDE)


def test_vendure_reduces_lines_before_the_order_whatever_is_listed_first() -> None:
    own(
        "vendure",
        [("a", 1, 1000), ("b", 1, 1000)],
        [
            {"action": "order_fixed", "value": 300},
            {"action": "percent_on_tag", "tag": "sale", "value": 50},
        ],
        {"total": 1200, "total_with_tax": 1440, "discounts": 2},
        EXCLUDE,
        {"a": ["sale"]},
    )


@pytest.mark.parametrize(
    ("action", "quantity", "price", "expected"),
    [
        (
            {"action": "each_item_percent", "value": 10},
            3,
            "1.06",
            {"line_discounts": ["0.33"], "discount_total": "0.33"},
        ),
        ({"action": "each_item_fixed", "value": 12}, 1, 10, {"unit_price": "0"}),
        ({"action": "each_item_percent", "value": 50}, 1, 10, {"unit_price": 5}),
        ({"action": "order_percent", "value": 100}, 2, 10, {"goods_discount": "20"}),
        (
            {"action": "voucher", "min_spent": 20, "min_quantity": None},
            2,
            10,
            {"applicable": True},
        ),
        (
            {"action": "voucher", "min_spent": None, "min_quantity": None},
            2,
            10,
            {"applicable": True},
        ),
        (
            {"action": "voucher", "min_spent": 20, "min_quantity": 3},
            2,
            10,
            {"applicable": False},
        ),
    ],
)
def test_saleor_rounds_each_unit(
    action: dict[str, Any], quantity: int, price: Any, expected: dict[str, Any]
) -> None:
    own("saleor", [("goods", quantity, price)], [action], expected)


@pytest.mark.parametrize(
    ("action", "lines", "expected"),
    [
        (
            {"action": "flexi_rate", "first_item": "1.50", "additional_item": "2.25"}
            | {"max_items": None},
            [("p", 4, "100")],
            {"discount": "8.25"},
        ),
        (
            {"action": "order_percent", "value": 15, "cap": 500},
            [("a", 1, 120), ("b", 1, 230)],
            {"discount_total": "52.50", "line_discounts": ["18.00", "34.50"]},
        ),
        (
            {"action": "tiered_fixed", "base": 10, "tiers": {"100": 15, "200": 20}},
            [("p", 2, 50)],
            {"discount": 15},
        ),
        (
            {"action": "tiered_percent", "base_pct": 10, "tiers": {"20": 15, "30": 20}}
            | {"tier_by": "order goods total (>= key)"},
            [("p", 2, 10), ("q", 1, 15)],
            {"discount_of_first_line": "4"},
        ),
        (
            {"action": "tiered_percent_by_eligible_qty", "tag": "clothes"}
            | {"base_pct": 10, "tiers": {"10": 15}},
            [("shirt", 10, 50), ("mug", 1, 10)],
            {"discount_of_first_line": "75"},
        ),
    ],
)
def test_solidus_calculators(
    action: dict[str, Any], lines: list[tuple[str, int, Any]], expected: dict[str, Any]
) -> None:
    own("solidus", lines, [action], expected, tags={"shirt": ["clothes"]})


FREE = {
    "action": "buy_x_get_y_free",
    "buy": ["c", 3],
    "get": ["c", 1],
    "mode": "free unit is added to the basket",
}
TWENTY = {"action": "percent_on_products", "products": ["c"], "value": 20}


@pytest.mark.parametrize(
    ("quantity", "promotions", "expected"),
    [
        (6, [FREE], {"free_units": 2, "total": "2208.00"}),
        (1, [TWENTY], {"total": "294.40"}),
        (
            8,
            [FREE, TWENTY | {"cap": "200.00"}],
            {"free_units": 2, "untaxed": "2386.09", "total": "2744.00"},
        ),
        (
            1,
            [{"action": "order_fixed", "value": "18.00"}],
            {"total": "350.00", "tax": "45.65"},
        ),
    ],
)
def test_odoo_counts_amounts_with_tax(
    quantity: int, promotions: list[dict[str, Any]], expected: dict[str, Any]
) -> None:
    own("odoo", [("c", quantity, "320.00")], promotions, expected, {"c": "15 % excl."})


@pytest.mark.parametrize(
    ("promotions", "expected"),
    [
        (["290"], {"total": "10.00"}),
        (["290", 10], {"untaxed": "8.73", "tax": "0.27", "total": "9.00"}),
        ([10, "290"], {"untaxed": "0.00", "tax": "0.00", "total": "0.00"}),
        ([10], {"total": "270.00", "discounts": 1}),
    ],
)
def test_odoo_follows_the_listed_order(
    promotions: list[str | int], expected: dict[str, Any]
) -> None:
    own(
        "odoo",
        [("a", 1, "100.00"), ("b", 1, "100.00"), ("c", 1, "100.00")],
        [
            {"action": "order_fixed", "value": value}
            if isinstance(value, str)
            else {"action": "order_percent", "value": value}
            for value in promotions
        ],
        expected,
        {"a": "10 % incl.", "b": "none", "c": "none"},
    )


def test_odoo_names_what_each_tax_lost() -> None:
    own(
        "odoo",
        [("chair", 4, "16.50"), ("drawer", 2, "25.00")],
        [
            {"action": "percent_on_products", "products": ["chair", "drawer"]}
            | {"value": 25}
        ],
        {
            "untaxed": "78.35",
            "total": "87.00",
            "discount_lines_per_tax": ["-16.50 no tax", "-12.50 @30 % incl."],
        },
        {"chair": "none", "drawer": "30 % incl."},
    )


def test_odoo_refuses_a_second_coupon_below_its_minimum() -> None:
    once = {"action": "order_fixed", "value": 100, "condition": {"min_amount": 100}}
    own(
        "odoo",
        [("chair", 5, "16.50")],
        [once | {"name": "first"}, once | {"name": "second"}],
        {"total": "82.50", "first": "refused", "second": "refused"},
    )


@pytest.mark.parametrize(
    ("promotion", "expected", "message"),
    [
        ({"action": "wheel_of_fortune"}, {}, "wheel_of_fortune"),
        ({"action": "order_free", "moon": "full"}, {}, "moon"),
        ({"action": "order_free", "condition": {"moon": [1]}}, {}, "moon"),
        ({"action": "order_free", "then": "regretted"}, {}, "regretted"),
        ({"action": "order_free"}, {"grams": 3}, "grams"),
        ({"action": "order_free"}, {"total": "0.01"}, "total"),
    ],
)
def test_what_is_not_translated_fails(
    promotion: dict[str, Any], expected: dict[str, Any], message: str
) -> None:
    with pytest.raises(AssertionError, match=message):
        own("odoo", [("a", 1, 10)], [promotion], expected)


def cart(
    promotions: list[dict[str, Any]],
    expected: list[dict[str, Any]],
    codes: list[str] | None = None,
    options: dict[str, Any] | None = None,
    *,
    has_campaign: bool = False,
    **context: Any,
) -> None:
    """Run a case in Medusa's format; every code is entered unless said otherwise."""
    run(
        what="own",
        promotions=promotions,
        codes=[p["code"] for p in promotions] if codes is None else codes,
        context=context,
        options=options,
        expected_actions=expected,
        depends_on_campaign_fixture=has_campaign,
    )


def medusa(code: str, **method: Any) -> dict[str, Any]:
    return {
        "code": code,
        "type": "buyget" if "buy_rules" in method else "standard",
        "application_method": {"currency_code": "USD", "target_type": "items"} | method,
    }


def item(line: str, quantity: int, subtotal: int, product: str = "p") -> dict[str, Any]:
    return {
        "id": line,
        "quantity": quantity,
        "subtotal": subtotal,
        "product": {"id": product},
    }


def off(line: str, amount: Any, code: str) -> dict[str, Any]:
    return {
        "action": "addItemAdjustment",
        "item_id": line,
        "amount": amount,
        "code": code,
    }


IS_P = [{"attribute": "product.id", "operator": "eq", "values": ["p"]}]


def test_medusa_across_percents_follow_each_other() -> None:
    tenth = {"type": "percentage", "allocation": "across", "value": 10}
    cart(
        [medusa("A", **tenth), medusa("B", **tenth)],
        [off("a", 5, "A"), off("b", 15, "A"), off("a", 4.5, "B"), off("b", 13.5, "B")],
        items=[item("a", 1, 50), item("b", 1, 150)],
    )


def test_medusa_gives_nothing_when_everything_is_taken() -> None:
    whole = {"type": "percentage", "allocation": "each", "value": 100}
    cart(
        [
            medusa("A", **whole, max_quantity=10),
            medusa("B", **whole, max_quantity=10),
        ],
        [off("a", 50, "A")],
        items=[item("a", 1, 50)],
    )


def test_medusa_charges_for_shipping_are_apart_from_goods() -> None:
    promotion = medusa("A", type="percentage", allocation="each", value=10)
    promotion["application_method"]["target_type"] = "shipping_methods"
    cart(
        [promotion],
        [
            {
                "action": "addShippingMethodAdjustment",
                "shipping_method_id": "s",
                "amount": 25,
                "code": "A",
            }
        ],
        items=[item("a", 1, 50)],
        shipping_methods=[{"id": "s", "subtotal": 250}],
    )


def test_medusa_buy_and_get_the_same_item() -> None:
    promotion = medusa(
        "A",
        type="percentage",
        allocation="each",
        value=100,
        max_quantity=2,
        apply_to_quantity=2,
        buy_rules_min_quantity=2,
        target_rules=IS_P,
        buy_rules=IS_P,
    )
    items = [item("a", 4, 1000), item("b", 2, 2000, "q")]
    cart([promotion], [off("a", 500, "A")], items=items)
    cart([promotion, promotion | {"code": "B"}], [off("a", 500, "A")], items=items)
    cart([promotion], [], items=[item("a", 3, 1000)])
    cart([promotion], [], codes=[], items=items)


def test_medusa_campaigns_refuse_what_they_cannot_hold() -> None:
    method = {"type": "fixed", "allocation": "across", "value": 1200}
    exceeded = [{"action": "campaignBudgetExceeded", "code": "A"}]
    items = [item("a", 1, 5000)]

    cart([medusa("A", **method)], exceeded, has_campaign=True, items=items)
    cart([medusa("A", **method)], [off("a", 1200, "A")], items=items)
    used_up = medusa("A", **method | {"value": 1}) | {"campaign_id": "campaign-id-2"}
    cart([used_up], exceeded, has_campaign=True, items=items)


@pytest.mark.parametrize(
    ("amount", "message"), [(4, "expected"), (6, "expected"), (5.01, "expected")]
)
def test_medusa_amounts_are_compared(amount: float, message: str) -> None:
    promotion = medusa("A", type="fixed", allocation="across", value=5)
    with pytest.raises(AssertionError, match=message):
        cart([promotion], [off("a", amount, "A")], items=[item("a", 1, 50)])


def test_medusa_fractions_of_a_cent_go_up_or_down_and_the_sum_is_right() -> None:
    promotion = medusa("A", type="fixed", allocation="across", value=200)
    cart(
        [promotion],
        [off("a", 166.66666666666666, "A"), off("b", 33.333333333333336, "A")],
        items=[item("a", 1, 500), item("b", 1, 100)],
    )


def test_medusa_another_currency_gives_nothing() -> None:
    promotion = medusa("A", type="fixed", allocation="across", value=5)
    items = [item("a", 1, 50)]
    cart([promotion], [], currency_code="eur", items=items)
    cart([promotion], [off("a", 5, "A")], currency_code="usd", items=items)


def test_medusa_automatic_promotions_can_be_held_back() -> None:
    promotion = medusa("A", type="fixed", allocation="across", value=5)
    automatic = promotion | {"is_automatic": True}
    items = [item("a", 1, 50)]
    given = [off("a", 5, "A")]
    cart([automatic], given, codes=[], items=items)
    cart([automatic], [], [], {"prevent_auto_promotions": True}, items=items)
    cart([automatic], given, ["A"], {"prevent_auto_promotions": True}, items=items)


def rule(attribute: str, operator: str, *values: Any) -> dict[str, Any]:
    return {"attribute": attribute, "operator": operator, "values": list(values)}


RULE_LINES = [
    {"id": "a", "quantity": 1, "subtotal": 50, "product": {"id": "p", "tags": ["x"]}},
    {"id": "b", "quantity": 3, "subtotal": 90, "product": {"id": "p"}},
    {"id": "c", "quantity": 5, "subtotal": 500, "product": {"id": "q"}},
]


@pytest.mark.parametrize(
    ("rules", "lines"),
    [
        ([rule("items.quantity", "gte", "3")], ["b", "c"]),
        ([rule("items.quantity", "gt", 3)], ["c"]),
        ([rule("items.subtotal", "lt", "90")], ["a"]),
        ([rule("subtotal", "lte", 90.0)], ["a", "b"]),
        ([rule("items.product.id", "ne", "p")], ["c"]),
        ([rule("product.id", "ne", "p", "q")], []),
        ([rule("product.id", "in", "q", "p"), rule("quantity", "lt", 5)], ["a", "b"]),
        ([rule("product.id", "eq", "p"), rule("product.tags", "in", "x")], ["a"]),
        ([rule("quantity", "eq", 3), rule("product.id", "eq", "q")], []),
        ([rule("product.id", "eq", "p"), rule("product.tags", "ne", "x")], ["b"]),
        ([rule("product.weight", "gt", 0)], []),
    ],
)
def test_medusa_all_rules_of_a_line_must_hold(
    rules: list[dict[str, Any]], lines: list[str]
) -> None:
    method = {"type": "fixed", "allocation": "each", "value": 7, "max_quantity": 9}
    cart(
        [medusa("A", target_rules=rules, **method)],
        [off(line, 7, "A") for line in lines],
        items=RULE_LINES,
    )


CUSTOMER: dict[str, Any] = {
    "customer": {"id": "1", "orders": 4, "groups": [{"id": "vip"}]}
}


@pytest.mark.parametrize(
    ("rules", "is_given"),
    [
        ([rule("customer.groups.id", "in", "vip"), rule("region", "eq", "eu")], True),
        ([rule("customer.groups.id", "in", "vip"), rule("region", "eq", "us")], False),
        ([rule("region", "ne", "us")], True),
        ([rule("region", "ne", "us", "eu")], False),
        ([rule("customer.orders", "gte", "4")], True),
        ([rule("customer.orders", "gt", "4")], False),
        ([rule("customer.orders", "lt", 10), rule("region", "ne", "us")], True),
        ([rule("customer.age", "lt", 10)], False),
        ([rule("currency_code", "in", "usd"), rule("region", "eq", "eu")], True),
        ([rule("items.product.id", "in", "q"), rule("region", "eq", "eu")], True),
        ([rule("items.product.id", "eq", "z")], False),
        ([rule("items.product.id", "eq", "p"), rule("items.quantity", "in", 5)], True),
        ([rule("item_total", "gte", 640)], True),
        ([rule("item_total", "gt", "640")], False),
        ([rule("subtotal", "gt", "639.99"), rule("region", "eq", "us")], False),
    ],
)
def test_medusa_all_rules_of_a_promotion_must_hold(
    rules: list[dict[str, Any]], is_given: bool
) -> None:
    promotion = medusa("A", type="fixed", allocation="across", value=64)
    cart(
        [promotion | {"rules": rules}],
        [off("a", 5, "A"), off("b", 9, "A"), off("c", 50, "A")] if is_given else [],
        items=RULE_LINES,
        region="eu",
        currency_code="usd",
        **CUSTOMER,
    )


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (rule("items.quantity", "gt", 1), "every line"),
        (rule("customer.id", "like", "1"), "like"),
    ],
)
def test_medusa_rules_that_are_not_translated_fail(
    bad: dict[str, Any], message: str
) -> None:
    promotion = medusa("A", type="fixed", allocation="across", value=64)
    with pytest.raises(AssertionError, match=message):
        cart([promotion | {"rules": [bad]}], [], items=RULE_LINES)

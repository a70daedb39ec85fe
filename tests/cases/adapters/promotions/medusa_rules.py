"""Medusa's rules: an attribute, an operator and values; all rules must hold.

The engine knows tags of goods, groups of customers and thresholds of the basket:

* `in` and `eq` on an attribute of a line are tags such as `product.id=prod_1`, `ne`
  are excluded tags. What a selector cannot name by tags, a second attribute or a
  number that is compared, becomes a mark on each line that does *not* meet the rule;
  the selector excludes the mark, so that all rules hold on what is left.
* Rules about the customer and the cart are customer groups. Several at once are one
  group, which the customer is in when every one of them is met, as a shop gathers a
  segment of its customers.
* A cart rule about `items.…` that one line is enough for is a requirement of the
  basket, and so is a least sum of the goods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from terminal.domain.money import Currency
from terminal.domain.promotion.conditions import Conditions, Requirement
from terminal.domain.promotion.selector import Selector
from tests.cases.adapters.promotions.basket import SHIPPING_TAG, minor_of
from tests.cases.harness.fields import Fields

_MEMBERSHIP: Final = frozenset({"eq", "in"})
_NUMERIC: Final = frozenset({"gt", "gte", "lt", "lte"})
_SCOPES: Final = ("items.", "shipping_methods.")
_GOODS: Final = Selector(excluded_tags=(SHIPPING_TAG,))
_SUMS_OF_GOODS: Final = frozenset({"item_total", "item_subtotal", "subtotal"})


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One comparison; `values` are texts, as the format compares them."""

    attribute: str
    operator: str
    values: tuple[str, ...]

    @property
    def path(self) -> str:
        """The attribute as a line itself names it."""
        for scope in _SCOPES:
            if self.attribute.startswith(scope):
                return self.attribute.removeprefix(scope)
        return self.attribute

    @property
    def tags(self) -> tuple[str, ...]:
        """The values as tags."""
        return tuple(f"{self.path}={value}" for value in self.values)

    @property
    def mark(self) -> str:
        """The tag of lines that do not meet the rule."""
        return f"not {self.path} {self.operator} {','.join(self.values)}"

    def is_met_by(self, path: str, values: Mapping[str, Any]) -> bool:
        """Return whether what stands at *path* of *values* meets the rule."""
        found = [text for at, text in facts("", values) if at == path]
        if self.operator == "ne":
            return not set(found) & set(self.values)
        if self.operator in _MEMBERSHIP:
            return bool(set(found) & set(self.values))
        return bool(found) and all(
            any(_compare(self.operator, one, value) for value in self.values)
            for one in found
        )


def read_rules(listed: Sequence[Mapping[str, Any]] | None) -> tuple[Rule, ...]:
    """Return the rules of a case; none when it lists none."""
    return tuple(_read(one) for one in listed or ())


def facts(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield path and text of everything an attribute may be compared with."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from facts(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from facts(path, inner)
    elif value is not None:
        yield path, _text(value)


def fact_tags(value: object) -> frozenset[str]:
    """Return all facts of a line or a cart as `attribute.path=value`."""
    return frozenset(f"{path}={text}" for path, text in facts("", value))


def selector(rules: Sequence[Rule], target: str) -> Selector:
    """Return the lines of *target* that meet all *rules*; see `marks`."""
    assert target in {"items", "order", "shipping_methods"}, f"target {target!r}"
    is_shipping = target == "shipping_methods"
    tags: tuple[str, ...] = (SHIPPING_TAG,) if is_shipping else ()
    excluded: list[str] = [] if is_shipping else [SHIPPING_TAG]
    for rule in rules:
        if rule.operator == "ne":
            excluded += rule.tags
        elif rule.operator in _MEMBERSHIP and not tags:
            tags = rule.tags
        else:
            excluded.append(rule.mark)
    return Selector(tags=tags, excluded_tags=tuple(excluded))


def marks(rules: Sequence[Rule], line: Mapping[str, Any]) -> frozenset[str]:
    """Return the marks of the rules that *line* does not meet."""
    return frozenset(rule.mark for rule in rules if not rule.is_met_by(rule.path, line))


def conditions(rules: Sequence[Rule], currency: Currency) -> Conditions:
    """Return what the customer and the basket must be."""
    requires: list[Requirement] = []
    groups: list[Rule] = []
    for rule in rules:
        if _is_sum(rule):
            requires.append(_least_sum(rule, currency))
        elif not rule.attribute.startswith(_SCOPES):
            groups.append(rule)
        else:
            assert rule.operator in _MEMBERSHIP, f"{rule.operator!r} of every line"
            requires.append(_some_line(rule))
    return Conditions(
        customer_groups=_groups(groups),
        requires=tuple(requires),
    )


def segment(rules: Sequence[Rule], context: Mapping[str, Any]) -> frozenset[str]:
    """Return the group that stands for several rules, if *context* meets them."""
    groups = [
        rule
        for rule in rules
        if not _is_sum(rule) and not rule.attribute.startswith(_SCOPES)
    ]
    if all(rule.is_met_by(rule.attribute, context) for rule in groups):
        return frozenset(_groups(groups)[:1]) if not _is_named(groups) else frozenset()
    return frozenset()


def _groups(rules: Sequence[Rule]) -> tuple[str, ...]:
    if not rules:
        return ()
    if _is_named(rules):
        return rules[0].tags
    return (
        " and ".join(f"{r.attribute} {r.operator} {','.join(r.values)}" for r in rules),
    )


def _is_named(rules: Sequence[Rule]) -> bool:
    """Return whether one attribute's values name the groups themselves."""
    return len(rules) == 1 and rules[0].operator in _MEMBERSHIP


def _is_sum(rule: Rule) -> bool:
    return rule.attribute in _SUMS_OF_GOODS and rule.operator in {"gt", "gte"}


def _least_sum(rule: Rule, currency: Currency) -> Requirement:
    least = min(minor_of(value, currency) for value in rule.values)
    return Requirement(
        selects=_GOODS,
        amount_min_minor=least + 1 if rule.operator == "gt" else least,
    )


def _some_line(rule: Rule) -> Requirement:
    is_shipping = rule.attribute.startswith("shipping_methods.")
    return Requirement(
        selects=Selector(
            tags=rule.tags, excluded_tags=() if is_shipping else (SHIPPING_TAG,)
        ),
        quantity_min_micro=1,
    )


def _read(values: Mapping[str, Any]) -> Rule:
    fields = Fields("rule", values)
    attribute = fields.take("attribute")
    operator = fields.take("operator")
    compared = fields.take("values")
    fields.close()
    assert operator in _MEMBERSHIP | _NUMERIC | {"ne"}, f"operator {operator!r}"
    listed = compared if isinstance(compared, list) else [compared]
    return Rule(
        attribute=attribute,
        operator=operator,
        values=tuple(_text(value) for value in listed),
    )


def _text(value: object) -> str:
    """Return a value as the format's language writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _compare(operator: str, found: str, value: str) -> bool:
    try:
        left, right = Decimal(found), Decimal(value)
    except InvalidOperation:
        return False
    match operator:
        case "gt":
            return left > right
        case "gte":
            return left >= right
        case "lt":
            return left < right
        case _:
            return left <= right

"""The conditions of a promotion in the given cases' own format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from terminal.domain.money import MICRO, Currency
from terminal.domain.promotion.conditions import AmountBasis, Conditions, Requirement
from terminal.domain.promotion.selector import Selector
from tests.cases.adapters.promotions.basket import minor_of
from tests.cases.adapters.promotions.own_taxes import OwnTaxes
from tests.cases.harness.fields import Fields


class OwnConditions(msgspec.Struct, frozen=True, kw_only=True):
    """When the promotion applies, and the groups the customer is in."""

    conditions: Conditions
    groups: frozenset[str] = frozenset()


def read_conditions(
    fields: Fields, family: str, currency: Currency, taxes: OwnTaxes
) -> OwnConditions:
    """Take what limits a promotion to some baskets, customers or days."""
    requires = []
    group = None
    for key, wanted in (fields.take_or("condition") or {}).items():
        if key == "customer_group":
            group = wanted
        elif key.startswith("min_"):
            minor = wanted if taxes.is_in_minor else minor_of(wanted, currency)
            basis = _basis(key, family)
            requires.append(Requirement(amount_min_minor=minor, basis=basis))
        else:
            requires.append(_at_least(key, wanted))
    minimum = fields.take_or("min_spent")
    if minimum is not None:
        requires.append(Requirement(amount_min_minor=minor_of(minimum, currency)))
    quantity = fields.take_or("min_quantity")
    if quantity is not None:
        requires.append(Requirement(quantity_min_micro=quantity * MICRO))
    is_in_group = fields.take_or("customer_in_group", group is not None)
    return OwnConditions(
        conditions=Conditions(
            requires=tuple(requires),
            customer_groups=() if group is None else (group,),
            starts_at_ms=_instant(fields.take_or("starts_at")),
            ends_at_ms=_instant(fields.take_or("ends_at")),
        ),
        groups=frozenset({group} if is_in_group and group is not None else ()),
    )


def _basis(key: str, family: str) -> AmountBasis:
    """Return what `min_order_amount`, `min_amount` or `min_amount_excl_tax` means."""
    found = re.fullmatch(r"min_(order_)?amount(_excl_tax|_incl_tax)?", key)
    assert found is not None, f"condition {key!r} is not translated"
    if found[2] is None:
        return AmountBasis.EXCLUSIVE if family == "vendure" else AmountBasis.INCLUSIVE
    return AmountBasis.EXCLUSIVE if found[2] == "_excl_tax" else AmountBasis.INCLUSIVE


def _at_least(key: str, wanted: Sequence[Any]) -> Requirement:
    """Read `at_least_n_with_tag: [2, "sale"]` and the like for products."""
    message = f"condition {key!r}: {wanted!r} is not translated"
    assert re.search("tag|facet|product|item", key), message
    assert isinstance(wanted, list), message
    count, *rest = wanted
    names: list[str] = []
    for name in rest:
        names += name if isinstance(name, list) else [name]
    assert isinstance(count, int), message
    assert names, message
    return Requirement(
        selects=(
            Selector(tags=tuple(names))
            if re.search("tag|facet", key)
            else Selector(items=tuple(names))
        ),
        quantity_min_micro=count * MICRO,
    )


def _instant(date: str | None) -> int | None:
    if date is None:
        return None
    return int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp()) * 1000

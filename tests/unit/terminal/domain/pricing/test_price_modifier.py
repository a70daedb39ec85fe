"""Modifiers add up with their signs."""

from __future__ import annotations

from terminal.domain.pricing.price_modifier import (
    NO_MODIFIERS,
    ModifierKind,
    PriceModifier,
    sum_of,
)


def modifier(amount_minor: int) -> PriceModifier:
    return PriceModifier(
        kind=ModifierKind.PROMOTION,
        rule_id="p",
        rule_version=1,
        label="Offer",
        amount_minor=amount_minor,
    )


def test_sum_of_no_modifiers_is_nothing() -> None:
    assert sum_of(NO_MODIFIERS) == 0


def test_sum_keeps_signs() -> None:
    assert sum_of([modifier(-30), modifier(5)]) == -25

"""Settings name every choice of the pricer, and the usual ones are its defaults."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import convert
from terminal.domain.money import Rounding
from terminal.domain.pricing.pricing_policy import DEFAULT_POLICY, PricingPolicy
from terminal.domain.pricing.pricing_terms import (
    USUAL_TERMS,
    PricingTerms,
    PromotionTerms,
)
from terminal.domain.promotion.policy import PercentBase, PromotionPolicy
from terminal.domain.tax.tax_policy import TaxRounding
from terminal.domain.tender.cash_rounding import CashRounding, CashRoundingMode


def test_the_usual_terms_are_the_defaults_of_the_pricer() -> None:
    changed = msgspec.structs.replace(USUAL_TERMS, cash_step_minor=5)

    assert USUAL_TERMS.policy() is DEFAULT_POLICY
    assert msgspec.structs.replace(changed.policy(), cash_rounding=None) == (
        DEFAULT_POLICY
    )


def test_each_choice_reaches_the_pricer() -> None:
    terms = convert(
        {
            "tax_rounding": "per_line",
            "tax_step_minor": 5,
            "tax_halves": "half_towards_zero",
            "cash_step_minor": 10,
            "cash_rounding": "down",
            "promotion": {"percent_base": "list"},
        },
        PricingTerms,
    )

    assert terms.policy() == PricingPolicy(
        tax_rounding=TaxRounding.PER_LINE,
        tax_step_minor=5,
        tax_halves=Rounding.HALF_TOWARDS_ZERO,
        cash_rounding=CashRounding(step_minor=10, mode=CashRoundingMode.DOWN),
        promotion=PromotionPolicy(percent_base=PercentBase.LIST),
    )


@pytest.mark.parametrize(
    "terms",
    [
        {"tax_rounding": "never"},
        {"tax_step_minor": 0},
        {"tax_halves": "half"},
        {"cash_step_minor": 0},
        {"cash_rounding": "sideways"},
        {"price_choise": "lowest"},
        {"promotion": {"budget": "endless"}},
    ],
)
def test_what_is_no_choice_is_refused(terms: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        convert(terms, PricingTerms)


def test_every_choice_about_promotions_has_a_name() -> None:
    named = {field.name for field in msgspec.structs.fields(PromotionTerms)}
    choices = {field.name for field in msgspec.structs.fields(PromotionPolicy)}

    # How halves are rounded, and how long a search may last, are the engine's.
    assert choices - named == {"rounding", "node_limit"}

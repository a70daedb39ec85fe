"""Prices in words."""

from __future__ import annotations

import pytest

from terminal.domain.pricing.priced_basket import Why
from terminal.domain.promotion.result import TrialReason
from terminal.ui.support.translation import use_language
from terminal.ui.view_models.why_text import is_near, percent_text, trial_reason


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_every_reason_of_a_trial_has_words_of_its_own(language: str) -> None:
    use_language(language)
    nothing = trial_reason("something new")

    for reason in TrialReason:
        if reason is not TrialReason.APPLIED:
            assert trial_reason(reason.value) != nothing, reason


def test_the_figure_behind_a_reason_is_shown() -> None:
    assert trial_reason("quantity_too_small", "2/3") == "Not enough pieces: 2/3"


@pytest.mark.parametrize(
    ("reason", "near"),
    [("quantity_too_small", True), ("amount_too_small", True), ("taken", False)],
)
def test_only_missing_goods_are_nearly_there(reason: str, near: bool) -> None:
    why = Why(promotion_id="p", version=1, label="P", outcome="refused", reason=reason)

    assert is_near(why) is near


@pytest.mark.parametrize(
    ("rate", "text"),
    [(200_000, "20 %"), (55_000, "5.5 %"), (0, "0 %"), (-10_000, "\u22121 %")],
)
def test_a_rate_has_no_more_decimals_than_it_needs(rate: int, text: str) -> None:
    assert percent_text(rate) == text

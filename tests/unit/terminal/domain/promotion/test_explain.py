"""`why` names every promotion that was tried on a line, and what became of it."""

from __future__ import annotations

from terminal.domain.money import MICRO
from terminal.domain.promotion.promotion import Combination
from terminal.domain.promotion.result import Outcome, PromotionResult, TrialReason
from terminal.domain.promotion.reward import FixedPrice, NForM, NForPrice, PercentOff
from tests.support.promotions import goods, offer, price

PAIR = NForPrice(size_micro=2 * MICRO, price_minor=100)


def reasons(result: PromotionResult, line: int) -> dict[str, tuple[TrialReason, str]]:
    return {
        trial.promotion_id: (trial.reason_code, trial.detail)
        for trial in result.trials[line]
    }


def test_nothing_is_written_down_unless_asked() -> None:
    assert price(offer(PAIR), [goods("a", 100, 2)]).trials == {}


def test_what_applied_shows_its_amount_and_version() -> None:
    result = price(offer(PAIR), [goods("a", 100, 2), goods("b", 90)], explain=True)

    (trial,) = result.trials[1]
    assert trial.outcome is Outcome.APPLIED
    assert (trial.amount_minor, trial.version, trial.label) == (-100, 1, "P")
    assert reasons(result, 2)["p"][0] is TrialReason.LEFT_OVER


def test_who_lost_names_who_won() -> None:
    result = price(
        [
            offer(PercentOff(percent_ppm=100_000), ["a"], "small"),
            offer(FixedPrice(unit_price_micro=100_000), ["a"], "large"),
        ],
        [goods("a", 100)],
        explain=True,
    )

    assert reasons(result, 1) == {
        "large": (TrialReason.APPLIED, "1000000"),
        "small": (TrialReason.TAKEN, "large"),
    }


def test_too_few_units_and_no_gain_are_told_apart() -> None:
    result = price(
        [
            offer(NForM(take=3, pay=2), ["a"], "three", priority=1),
            offer(FixedPrice(unit_price_micro=2_000_000), ["a"], "dear"),
        ],
        [goods("a", 100, 2)],
        explain=True,
    )

    assert reasons(result, 1) == {
        "three": (TrialReason.QUANTITY_TOO_SMALL, "2/3"),
        "dear": (TrialReason.NO_GAIN, ""),
    }


def test_the_loser_of_a_group_names_the_group_s_winner() -> None:
    ten = PercentOff(percent_ppm=100_000)
    result = price(
        [
            offer(ten, ["a"], "a", exclusivity_group="g"),
            offer(ten, ["b"], "b", exclusivity_group="g"),
        ],
        [goods("a", 1_000), goods("b", 2_000)],
        explain=True,
    )

    assert reasons(result, 1) == {"a": (TrialReason.GROUP_USED, "b")}


def test_compounding_losers_of_a_group_are_named_too() -> None:
    result = price(
        [
            offer(
                PercentOff(percent_ppm=ppm),
                promotion_id=name,
                combination=Combination.COMPOUND,
                exclusivity_group="g",
            )
            for name, ppm in (("a", 100_000), ("b", 200_000))
        ],
        [goods("a", 1_000)],
        explain=True,
    )

    assert reasons(result, 1)["a"] == (TrialReason.GROUP_USED, "b")

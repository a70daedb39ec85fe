"""A recorded year comes to the same cents when the till prices it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from terminal.diagnostics.journey import replay as replay_module
from terminal.diagnostics.journey.offers import offers_of
from terminal.diagnostics.journey.replay import describe, replay_recorded
from tests.support.recorded_baskets import JOURNEY, row, write_rows

_SEED: Final = 2017
_needs_data = pytest.mark.skipif(
    not JOURNEY.is_dir(), reason="../shared/data/complete-journey is not here"
)


def test_card_match_and_coupon_come_off_to_the_recorded_value(tmp_path: Path) -> None:
    write_rows(
        tmp_path,
        row("1", "a", "3", "0.75", "0.25"),
        row("1", "a", "1", "0.5", "0.25"),
        row("1", "b", "2", "1.0", "0.3", coupon="0.4", match="0.1"),
        # A coupon above the line: the till gives what the line is worth.
        row("2", "c", "1", "0.2", "0.3", coupon="0.5"),
        row("3", "d", "0", "0.0"),
        row("3", "e", "1", "1.0"),
    )

    report = replay_recorded(tmp_path)

    assert report["differences"] == []
    del report["seconds"]
    assert report == {
        "baskets": 3,
        "lines": 6,
        "equal": 2,
        "differing": 0,
        "not_satisfying": 1,
        "replayed_lines": 4,
        "not_satisfying_ppm": 333_333,
        "causes": {"quantity is zero": {"baskets": 1, "lines": 1}},
        "offers": 5,
        "sums": {
            "shelf_minor": 365,
            "card_minor": 110,
            "match_minor": 10,
            "sales_minor": 245,
            "coupon_minor": 60,
            "cut_coupons": 1,
        },
        "differences": [],
    }


def test_a_price_that_comes_out_otherwise_is_a_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rows(tmp_path, row("1", "a", "1", "0.5", "0.25"))
    monkeypatch.setattr(replay_module, "offers_of", lambda _: offers_of(()))

    report = replay_recorded(tmp_path)

    assert report["differing"] == 1
    assert report["differences"] == [
        "basket 1 line 1: card 0, not 25",
        "basket 1 line 1: sales 75, not 50",
        "basket 1 line 1: paid 75, not 50",
        "basket 1: total 75, not 50",
        "basket 1: discount 0, not -25",
    ]
    assert "basket 1: total 75, not 50" in describe(report)


def test_a_basket_that_the_till_refuses_is_a_difference(tmp_path: Path) -> None:
    write_rows(tmp_path, row("1", "a", "1", "99999999999.0"))

    report = replay_recorded(tmp_path)

    assert report["differing"] == 1
    assert "is refused" in report["differences"][0]


def test_a_limit_and_a_share_take_fewer_baskets(tmp_path: Path) -> None:
    write_rows(tmp_path, *(row(str(n), "a", "1", "0.5") for n in range(200)))

    assert replay_recorded(tmp_path, limit=7)["baskets"] == 7
    shared = replay_recorded(tmp_path, one_in=10, seed=_SEED)["baskets"]
    assert 5 < shared < 50
    assert replay_recorded(tmp_path, one_in=10, seed=_SEED)["baskets"] == shared


@_needs_data
@pytest.mark.slow
def test_one_recorded_basket_in_two_hundred_replays_to_the_cent() -> None:
    report = replay_recorded(JOURNEY, one_in=200, seed=_SEED)

    assert report["differences"] == []
    assert report["differing"] == 0
    assert report["equal"] > 500


@_needs_data
@pytest.mark.campaign
@pytest.mark.timeout(1_800)
def test_the_recorded_year_replays_to_the_cent() -> None:
    report = replay_recorded(JOURNEY)

    assert report["differences"] == []
    assert report["differing"] == 0
    assert report["lines"] == 1_129_953
    assert report["equal"] + report["not_satisfying"] == report["baskets"] == 120_261
    assert set(report["causes"]) == {
        "quantity is zero",
        "shelf price is finer than a millionth",
    }

"""Words for weights."""

from __future__ import annotations

from typing import get_args

from terminal.application.ports.weighing import LiveWeight, WeightTroubleName
from terminal.ui.support.weight_text import format_grams, weight_text


def test_every_trouble_has_words() -> None:
    said = {
        weight_text(LiveWeight(1, trouble=name))
        for name in get_args(WeightTroubleName)
        if name != "none"
    }

    assert len(said) == len(get_args(WeightTroubleName)) - 1
    assert all(said)


def test_a_stable_weight_says_whether_it_is_net() -> None:
    assert weight_text(None) == "Waiting for the scale"
    assert weight_text(LiveWeight(1, 570, is_sellable=True)) == "Stable"
    net = LiveWeight(1, 570, is_sellable=True, is_net=True)
    assert weight_text(net) == "Stable · net"
    assert format_grams(570) == "0.570"

"""The names of what is wrong with a weight are those of the drivers."""

from __future__ import annotations

from typing import get_args

from drivers.scale.codec import WeightTrouble
from terminal.application.ports.weighing import LiveWeight, WeightTroubleName


def test_every_trouble_of_a_scale_has_a_name_here() -> None:
    assert set(get_args(WeightTroubleName)) == {each.value for each in WeightTrouble}
    assert not LiveWeight(1).is_sellable

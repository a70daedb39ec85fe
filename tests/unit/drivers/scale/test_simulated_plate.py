"""A plate with goods on it."""

from __future__ import annotations

import pytest

from drivers.scale.simulated_plate import CAPACITY_GRAMS, Plate
from drivers.simulation.device import StateValue


def loaded(grams: int) -> Plate:
    plate = Plate()
    plate.change({"weight_g": grams})
    return plate


def test_tare_and_zero_are_taken_off() -> None:
    plate = loaded(100)
    assert plate.tare()
    plate.change({"weight_g": 670})
    assert (plate.grams, plate.is_net) == (570, True)
    plate.clear_tare()
    assert (plate.grams, plate.is_net) == (670, False)
    plate.change({"weight_g": 20})
    assert plate.zero()
    assert plate.is_at_zero
    assert not loaded(1000).zero()
    assert not loaded(0).tare()
    assert loaded(500).tare(20)


def test_over_under_and_motion_are_not_valid() -> None:
    assert loaded(570).is_valid
    assert not loaded(CAPACITY_GRAMS + 1).is_valid
    assert loaded(-5).is_under
    plate = loaded(570)
    plate.change({"is_moving": True})
    assert not plate.is_valid
    assert not plate.tare()
    plate.change({"is_moving": False, "is_overloaded": True, "challenge": 0x47})
    assert plate.is_over
    assert plate.state()["challenge"] == 0x47


@pytest.mark.parametrize(
    "values",
    [{"colour": 1}, {"weight_g": "5"}, {"weight_g": True}, {"weight_g": 10**7}],
    ids=["unknown", "text", "bool", "huge"],
)
def test_what_cannot_be_is_refused(values: dict[str, StateValue]) -> None:
    with pytest.raises(ValueError, match=r"there is no|is no value"):
        Plate().change(values)

"""PIN hashes cost what the computer can bear, and no PIN is trivial."""

from __future__ import annotations

import pytest

from terminal.domain.access.pin import WeakPinError
from terminal.persistence.keys.pin_hasher import (
    Argon2PinHasher,
    PinHashCost,
    calibrate,
    measure_ms,
)

_CHEAP = PinHashCost(memory_kib=64, passes=1)


def test_a_hash_knows_its_pin_and_no_other() -> None:
    hasher = Argon2PinHasher(_CHEAP)

    pin_hash = hasher.hash("271828")

    assert pin_hash.startswith("$argon2id$")
    assert hasher.verify(pin_hash, "271828")
    assert not hasher.verify(pin_hash, "271829")
    assert not hasher.verify(pin_hash, "")
    assert hasher.hash("271828") != pin_hash


def test_a_hash_of_another_cost_still_verifies() -> None:
    pin_hash = Argon2PinHasher(_CHEAP).hash("271828")

    assert Argon2PinHasher(PinHashCost(128, 2)).verify(pin_hash, "271828")


@pytest.mark.parametrize("text", ["", "plain", "$argon2id$v=19$", "$argon2id$x$y$z$w"])
def test_what_is_no_hash_verifies_nothing(text: str) -> None:
    assert not Argon2PinHasher(_CHEAP).verify(text, "271828")


def test_a_weak_pin_is_never_hashed() -> None:
    with pytest.raises(WeakPinError):
        Argon2PinHasher(_CHEAP).hash("123456")


@pytest.mark.parametrize("ms_per_mib_pass", [0.05, 0.4, 1.0, 3.0])
def test_calibration_ends_between_50_and_100_ms_wherever_that_is_possible(
    ms_per_mib_pass: float,
) -> None:
    def measure(cost: PinHashCost) -> float:
        return cost.memory_kib / 1_024 * cost.passes * ms_per_mib_pass

    cost = calibrate(measure)

    least = measure(PinHashCost())
    assert 50 <= measure(cost) <= max(100, least)
    assert cost.memory_kib >= 19 * 1_024


def test_calibration_ends_even_where_time_stands_still() -> None:
    cost = calibrate(lambda cost: 0.0)

    assert (cost.memory_kib, cost.passes) == (64 * 1_024, 64)


def test_the_real_thing_can_be_measured() -> None:
    assert 0 < measure_ms(_CHEAP) < 1_000

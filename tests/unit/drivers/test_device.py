"""The life of a device."""

from __future__ import annotations

import pytest

from drivers.device import (
    DISABLED,
    OPENING,
    READY,
    DeviceCondition,
    DeviceLife,
    DeviceState,
)


def test_a_device_begins_absent() -> None:
    assert DeviceLife().condition.state is DeviceState.ABSENT


def test_the_usual_way_is_allowed() -> None:
    life = DeviceLife()

    steps = [
        life.become(condition)
        for condition in (
            OPENING,
            READY,
            DeviceCondition(DeviceState.DEGRADED, "paper low"),
            DeviceCondition(DeviceState.OFFLINE, "paper out"),
            DeviceCondition(DeviceState.LOST),
            OPENING,
            READY,
            DISABLED,
        )
    ]

    assert all(steps)


def test_the_same_condition_again_is_no_change() -> None:
    life = DeviceLife()
    life.become(OPENING)

    assert not life.become(OPENING)


def test_a_new_detail_in_the_same_state_is_a_change() -> None:
    life = DeviceLife()
    life.become(OPENING)
    life.become(DeviceCondition(DeviceState.OFFLINE, "cover open"))

    assert life.become(DeviceCondition(DeviceState.OFFLINE, "paper out"))


def test_a_lost_device_cannot_work_without_being_opened() -> None:
    life = DeviceLife()
    for condition in (OPENING, READY, DeviceCondition(DeviceState.LOST)):
        life.become(condition)

    with pytest.raises(AssertionError, match="lost cannot become ready"):
        life.become(READY)


@pytest.mark.parametrize("state", list(DeviceState))
def test_only_ready_and_degraded_devices_work(state: DeviceState) -> None:
    is_working = DeviceCondition(state).is_working

    assert is_working == (state in {DeviceState.READY, DeviceState.DEGRADED})

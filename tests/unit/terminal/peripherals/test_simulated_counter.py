"""Display, scale and card reader of the demo, asked by the real drivers."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from drivers.nfc.card_session import open_session
from drivers.nfc.nfcpy_field import NfcpyField
from drivers.nfc.shop_card import CardKeys, CardKind, decode_shop_card
from terminal.application.ports.weighing import LiveWeight, WeighedGoods
from terminal.peripherals.device_service import DeviceService
from terminal.peripherals.line_display_handle import TRIAL
from terminal.peripherals.simulated_card import TRAINING_KEY
from terminal.peripherals.simulated_counter import (
    DISPLAY_ID,
    READER_ID,
    SCALE_ID,
    SimulatedCounter,
)

_WAIT_S = 10.0


@pytest.fixture
def counter() -> Iterator[SimulatedCounter]:
    counter = SimulatedCounter()
    yield counter
    counter.close()


def test_the_devices_of_a_till_show_and_weigh(counter: SimulatedCounter) -> None:
    settings = counter.settings()
    devices = DeviceService({key: settings[key] for key in (DISPLAY_ID, SCALE_ID)})
    is_stable = threading.Event()
    read: list[LiveWeight] = []

    def look(weight: LiveWeight) -> None:
        read.append(weight)
        if weight.is_sellable:
            is_stable.set()

    counter.put(570)
    devices.start()
    try:
        assert devices.scale is not None
        devices.scale.begin(WeighedGoods(), look)
        assert is_stable.wait(_WAIT_S)
        devices.displays[0].show_trial()
        pause = threading.Event()
        for _ in range(500):
            if counter.shown() != (" " * 20, " " * 20):
                break
            pause.wait(0.02)
    finally:
        devices.stop()

    assert read[-1].grams == 570
    assert counter.shown()[0].strip() == TRIAL.upper.left


def test_badges_are_held_up_one_after_the_other(counter: SimulatedCounter) -> None:
    address = counter.settings()[READER_ID].address
    field = NfcpyField(address.replace("udp://", "udp:"))
    numbers, owners = [], []
    try:
        for operator_id in ("1", "2", "2"):
            counter.hold_badge(operator_id)
            found = field.look()
            assert found is not None
            content = open_session(field, found).read()
            card = decode_shop_card(
                content.message, content.uid, CardKeys(TRAINING_KEY)
            )
            assert card is not None
            assert card.kind is CardKind.STAFF_BADGE
            assert card.is_genuine
            owners.append(card.card_id)
            numbers.append(content.uid)
        counter.take_badge()
        assert field.look() is None
    finally:
        field.close()

    assert owners == ["1", "2", "2"]
    assert len(set(numbers)) == 3


def test_each_device_can_be_pulled_out_and_put_in_again(
    counter: SimulatedCounter,
) -> None:
    settings = counter.settings()
    devices = DeviceService(dict(settings))
    changed = threading.Event()
    devices.add_listener(lambda _: changed.set())

    def until(device_id: str, *states: str) -> None:
        deadline = time.monotonic() + _WAIT_S
        while time.monotonic() < deadline:
            changed.clear()
            if {s.device_id: s.state for s in devices.statuses()}[device_id] in states:
                return
            # A display never answers: that it is gone shows when it is written to.
            devices.displays[0].show_trial()
            changed.wait(0.1)
        pytest.fail(f"{device_id}: {devices.statuses()}")

    devices.start()
    try:
        for device_id in settings:
            until(device_id, "ready")
        for device_id in settings:
            counter.set_plugged(device_id, is_plugged=False)
            counter.set_plugged(device_id, is_plugged=False)
        for device_id in settings:
            until(device_id, "lost", "absent")
        for device_id in settings:
            counter.set_plugged(device_id, is_plugged=True)
            devices.retry(device_id)
        for device_id in settings:
            until(device_id, "ready")
    finally:
        devices.stop()

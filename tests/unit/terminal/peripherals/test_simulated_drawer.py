"""A drawer that stands alone is found by its address, opened by a till, shut by HTTP."""

from __future__ import annotations

import json
import queue
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from drivers.cash_drawer import trigger_drawer
from drivers.cash_drawer.port import KickOutcome
from drivers.cash_drawer.triggers import ON_PRINTER, PROTOCOLS
from drivers.errors import DeviceConfigurationError
from terminal.application.ports.devices import DeviceStatus
from terminal.commands.simulate import _DRAWER_PROTOCOLS
from terminal.peripherals.device_service import DeviceService
from terminal.peripherals.simulated_drawer import StandAloneDrawer
from terminal.settings.schema import DeviceSettings

_WAIT_S = 10


@pytest.fixture(params=_DRAWER_PROTOCOLS)
def drawer(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StandAloneDrawer]:
    monkeypatch.setattr(trigger_drawer, "LOOK_INTERVAL_S", 0.02)
    drawer = StandAloneDrawer(request.param)
    yield drawer
    drawer.close()


def _service(
    drawer: StandAloneDrawer, on_change: Callable[[DeviceStatus], None] | None = None
) -> DeviceService:
    settings = DeviceSettings(
        kind="cash_drawer", address=drawer.address, options={"left_open_s": 1}
    )
    return DeviceService({"drawer": settings}, on_change)


def _post(drawer: StandAloneDrawer, **state: bool) -> dict[str, object]:
    body = json.dumps(state).encode("ascii")
    url = drawer.control_url + "state"
    with urllib.request.urlopen(url, body, timeout=_WAIT_S) as answer:
        told: dict[str, object] = json.load(answer)["state"]
        return told


def _wait_for(statuses: queue.Queue[DeviceStatus], state: str) -> DeviceStatus:
    while True:
        status = statuses.get(timeout=_WAIT_S)
        if status.state == state:
            return status


def test_the_command_offers_what_the_drivers_have() -> None:
    assert {ON_PRINTER, *_DRAWER_PROTOCOLS} == set(PROTOCOLS)


def test_a_till_opens_it_and_is_told_that_it_is_left_open(
    drawer: StandAloneDrawer,
) -> None:
    statuses: queue.Queue[DeviceStatus] = queue.Queue()
    service = _service(drawer, statuses.put)
    service.start()
    try:
        _wait_for(statuses, "ready")
        assert service.drawer is not None
        result = service.drawer.kick(lambda: True).result(_WAIT_S)
        assert service.figures("drawer").kicks == 1
        if result.outcome is KickOutcome.SENT:
            return  # Nothing more is known of this one.
        assert result.outcome is KickOutcome.OPENED
        assert _post(drawer)["is_open"] is True
        told = _wait_for(statuses, "degraded")
        assert told.remedy.startswith("Close the cash drawer")
        _post(drawer, is_open=False)
        _wait_for(statuses, "ready")
    finally:
        assert service.stop()


def test_a_technician_tries_it_and_there_is_nothing_to_learn(
    drawer: StandAloneDrawer,
) -> None:
    service = _service(drawer)
    service.start()
    try:
        test = service.test("drawer")
        assert test.is_passed
        assert test.evidence[0] in {
            "the drawer opened",
            "it was told to open; look whether it did",
        }
        assert any(">" in line for line in test.bytes_seen)
        with pytest.raises(DeviceConfigurationError, match="could be learnt"):
            service.learn_drawer("drawer")
    finally:
        assert service.stop()

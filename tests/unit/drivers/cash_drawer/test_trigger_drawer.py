"""Drawers on a line of their own, over real connections and the table of faults."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

import pytest
from typing_extensions import override

from drivers.cash_drawer import trigger_drawer
from drivers.cash_drawer.port import KickOutcome
from drivers.cash_drawer.simulator import SimulatedTrigger
from drivers.cash_drawer.trigger_drawer import (
    LOOK_INTERVAL_S,
    MISSES_MAX,
    TriggerDrawer,
    WiredSensor,
)
from drivers.cash_drawer.triggers import CHARACTERS, NUMBERED, Trigger
from drivers.device import READY, DeviceState
from drivers.errors import (
    DeviceUnavailableError,
    TransportGoneError,
    TransportTimeoutError,
)
from drivers.simulation.faults import Fault, FaultKind
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import medium_for
from drivers.transport.address import transport_for
from drivers.transport.port import InputLine

_LATE_S = 0.05


def _trigger(protocol: str) -> Trigger:
    return Trigger() if protocol == CHARACTERS else NUMBERED[protocol](1)


class Bench:
    """A driver and its simulated drawer."""

    def __init__(self, protocol: str, medium: str = "tcp://127.0.0.1:0") -> None:
        self.now_s = 0.0
        self.link = SimulationLink(SimulatedTrigger(protocol), medium_for(medium))
        self.drawer = TriggerDrawer(
            "drawer",
            transport_for(self.link.address),
            _trigger(protocol),
            left_open_s=60,
            clock=lambda: self.now_s,
        )

    def kick_count(self, wanted: int) -> int:
        """Return how often it was kicked, once the bytes have arrived."""
        deadline = time.monotonic() + 5
        while True:
            count = self.link.state()["kick_count"]
            assert isinstance(count, int)
            if count >= wanted or time.monotonic() > deadline:
                return count

    def close(self) -> None:
        self.drawer.close()
        self.link.close()


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trigger_drawer, "REST_S", 0.0)
    # A busy computer is no silent drawer.
    monkeypatch.setattr(trigger_drawer, "ANSWER_TIMEOUT_S", 5.0)


@pytest.fixture(params=[CHARACTERS, *NUMBERED])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    bench = Bench(request.param)
    bench.drawer.open()
    yield bench
    bench.close()


@pytest.fixture(params=list(NUMBERED))
def asked(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Only languages that tell whether the drawer is open."""
    bench = Bench(request.param)
    bench.drawer.open()
    yield bench
    bench.close()


def test_a_kick_opens_it_once(bench: Bench) -> None:
    drawer = bench.drawer
    was_open = drawer.read_is_open()

    result = drawer.kick()

    if drawer.has_sensor:
        assert was_open is False
        assert result.outcome is KickOutcome.OPENED
        assert drawer.read_is_open() is True
        assert drawer.read_is_high() is True
    else:
        assert result.outcome is KickOutcome.SENT
        assert drawer.read_is_open() is None
        assert bench.link.wait_for_received(1, 5)
    assert bench.kick_count(1) == 1
    assert bench.link.state()["is_open"] is True
    assert drawer.condition == READY
    assert drawer.attend_interval_s == LOOK_INTERVAL_S
    assert not drawer.can_learn


def test_nothing_but_kicks_is_sent_where_any_byte_opens_it() -> None:
    bench = Bench(CHARACTERS)
    bench.drawer.open()
    for _ in range(3):
        bench.drawer.attend()
    with pytest.raises(DeviceUnavailableError, match="no sensor"):
        bench.drawer.read_is_high()

    assert bench.link.received == b""
    bench.close()


def test_a_locked_drawer_is_kicked_twice_and_then_told(
    asked: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trigger_drawer, "OPEN_TIMEOUT_S", 0.06)
    asked.link.change({"is_locked": True})

    result = asked.drawer.kick()

    assert result.outcome is KickOutcome.NOT_OPENED
    assert "key" in result.remedy
    assert asked.kick_count(2) == 2


def test_a_drawer_that_looks_open_before_is_not_said_to_have_opened(
    asked: Bench,
) -> None:
    asked.link.change({"is_open": True, "is_locked": True})

    result = asked.drawer.kick()

    assert result.outcome is KickOutcome.SENT
    assert "cable" in result.remedy
    assert asked.kick_count(1) == 1


def test_a_drawer_left_open_is_told_until_it_is_closed(asked: Bench) -> None:
    asked.link.change({"is_open": True})
    asked.drawer.attend()
    asked.now_s += 61
    asked.drawer.attend()
    assert asked.drawer.condition.remedy.startswith("Close the cash drawer")
    asked.link.change({"is_open": False})

    asked.drawer.attend()

    assert asked.drawer.condition == READY


def test_a_silent_sensor_is_told_and_the_drawer_still_opens(
    asked: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trigger_drawer, "ANSWER_TIMEOUT_S", _LATE_S)
    asked.link.change({"is_mute": True})
    while asked.drawer.condition == READY:
        asked.drawer.attend()

    result = asked.drawer.kick()

    assert asked.drawer.condition.state is DeviceState.DEGRADED
    assert "sensor" in asked.drawer.condition.remedy
    assert result.outcome is KickOutcome.SENT
    assert asked.kick_count(1) == 1
    # A box that opens at every byte is not opened by more questions.
    before = asked.link.received_count
    for _ in range(MISSES_MAX):
        asked.drawer.attend()
    assert asked.link.state()["kick_count"] == 1
    assert asked.link.received_count == before
    asked.link.change({"is_mute": False})
    monkeypatch.setattr(trigger_drawer, "ANSWER_TIMEOUT_S", 5.0)
    asked.drawer.close()
    asked.drawer.open()
    assert asked.drawer.condition == READY


@pytest.mark.parametrize("fault", [kind.value for kind in FaultKind])
def test_after_any_fault_the_drawer_says_the_truth_again(
    asked: Bench, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trigger_drawer, "ANSWER_TIMEOUT_S", _LATE_S)
    seconds = _LATE_S * 1.5 if fault == "late" else 0.005
    asked.link.set_fault(Fault(FaultKind(fault), seconds, count=1))
    for _ in range(2):
        try:
            asked.drawer.attend()
        except DeviceUnavailableError:
            asked.drawer.close()
            asked.link.set_fault(Fault())
            asked.drawer.open()

    monkeypatch.setattr(trigger_drawer, "ANSWER_TIMEOUT_S", 5.0)
    asked.link.change({"is_open": True})
    assert asked.drawer.read_is_open() is True
    asked.link.change({"is_open": False})
    assert asked.drawer.read_is_open() is False
    asked.drawer.attend()
    assert asked.drawer.condition == READY


def test_a_line_that_goes_is_told_by_the_next_look(bench: Bench) -> None:
    bench.link.unplug()

    result = bench.drawer.kick()
    with pytest.raises(DeviceUnavailableError, match="Plug the cash drawer's line in"):
        _attend_often(bench.drawer)

    # A TCP connection may take the bytes and learn of the end only afterwards.
    is_known = bench.drawer.has_sensor
    expected = {KickOutcome.NOT_SENT} if is_known else set(KickOutcome)
    assert result.outcome in expected
    bench.drawer.close()
    bench.link.plug()
    bench.drawer.open()
    assert bench.drawer.condition == READY
    assert bench.drawer.kick().outcome in {KickOutcome.OPENED, KickOutcome.SENT}


def _attend_often(drawer: TriggerDrawer) -> None:
    for _ in range(3):
        drawer.attend()


def test_a_kick_that_failed_is_looked_after_at_once() -> None:
    drawer = TriggerDrawer("drawer", _Port(), Trigger())
    drawer.open()
    port = drawer._transport
    assert isinstance(port, _Port)
    port.is_gone = True

    assert drawer.kick().outcome is KickOutcome.UNKNOWN
    assert drawer.attend_interval_s == 0.0
    with pytest.raises(DeviceUnavailableError):
        drawer.attend()


class _Port:
    """A serial port with its lines, which pseudo-terminals do not have."""

    address = "serial:COM7"

    def __init__(self, **levels: bool) -> None:
        self.is_open = False
        self.is_gone = False
        self.levels = levels
        self.written = b""

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        raise TransportTimeoutError(self.address, "nothing")

    def write(self, data: bytes, *, timeout_s: float) -> None:
        if self.is_gone:
            raise TransportGoneError(self.address, "off")
        self.written += data
        self.levels["ri"] = True

    def read_input_line(self, line: InputLine) -> bool:
        if self.is_gone:
            raise TransportGoneError(self.address, "off")
        return self.levels[line]

    def finish_writing(self) -> None:
        """Nothing ends."""

    def interrupt(self) -> None:
        """Nothing blocks."""


def test_noise_without_an_end_keeps_no_kick_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Babbling(_Port):
        reads = 0

        @override
        def read(self, count_max: int, *, timeout_s: float) -> bytes:
            self.reads += 1
            assert self.reads < 10_000, "still listening"
            return b"x"

    seconds = itertools.count(step=0.01)
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds))
    port = Babbling()
    drawer = TriggerDrawer("drawer", port, _trigger("glancetron"))
    drawer.open()

    assert drawer.kick().outcome is KickOutcome.SENT
    assert _trigger("glancetron").kick in port.written


def test_a_sensor_that_stays_silent_is_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trigger_drawer, "ANSWER_TIMEOUT_S", 0.001)
    drawer = TriggerDrawer("drawer", _Port(), _trigger("glancetron"))
    drawer.open()
    conditions = set()
    for _ in range(3 * MISSES_MAX):
        drawer.attend()
        conditions.add(drawer.condition)

    assert len(conditions - {READY}) == 1


def test_a_sensor_on_a_line_of_the_port_confirms_the_kick() -> None:
    port = _Port(ri=False)
    sensor = WiredSensor("ri", "high")
    drawer = TriggerDrawer("drawer", port, Trigger(b"@@@@@"), sensor=sensor)
    drawer.open()

    result = drawer.kick()

    assert result.outcome is KickOutcome.OPENED
    assert port.written == b"@@@@@"
    assert drawer.can_learn
    assert drawer.watch.is_open is True
    port.is_gone = True
    assert drawer.read_is_open() is None
    with pytest.raises(DeviceUnavailableError):
        drawer.attend()


def test_a_sensor_whose_meaning_is_not_known_can_be_learnt() -> None:
    drawer = TriggerDrawer(
        "drawer", _Port(cts=True), Trigger(), sensor=WiredSensor("cts")
    )
    drawer.open()

    assert not drawer.has_sensor
    assert drawer.read_is_high() is True
    assert drawer.kick().outcome is KickOutcome.SENT

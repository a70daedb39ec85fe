"""The driver with every protocol against simulated scales and the table of faults."""

from __future__ import annotations

import itertools
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from drivers.device import DeviceState
from drivers.errors import (
    DeviceNotReadyError,
    DeviceProtocolError,
    DeviceUnavailableError,
    TransportTimeoutError,
)
from drivers.scale.codec import Weigh, WeightTrouble
from drivers.scale.port import WeightReading, WeightRefusedError
from drivers.scale.protocols import PROTOCOLS, codec_for
from drivers.scale.serial_scale import GIBBERISH_MAX, SerialScale
from drivers.scale.simulator import SIMULATED_POLYNOMIAL, SimulatedScale
from drivers.simulation.faults import Fault, FaultKind
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import medium_for
from drivers.transport.address import transport_for

REPLY_TIMEOUT_S = 0.05
GOODS = Weigh(unit_price_minor=1999)
CAN_ZERO = [name for name in PROTOCOLS if codec_for(name).traits.can_zero]


class Bench:
    """A driver, its simulated scale and everything that was read."""

    def __init__(self, protocol: str, medium: str = "tcp://127.0.0.1:0") -> None:
        simulator = SimulatedScale(protocol)
        # Who tells by itself may have to be waited for.
        timeout_s = REPLY_TIMEOUT_S * (4 if simulator.talks_every_s else 1)
        self.link = SimulationLink(simulator, medium_for(medium))
        self.readings: list[WeightReading] = []
        codec = codec_for(protocol, polynomial=SIMULATED_POLYNOMIAL)
        transport = transport_for(self.link.address)
        self.scale = SerialScale(
            "scale", transport, codec, reply_timeout_s=timeout_s, gap_s=0
        )
        self.scale.on_reading = self.readings.append

    def put(self, grams: int, **state: bool) -> None:
        self.link.change({"weight_g": grams, **state})

    def weigh(self, attempts: int = 12) -> WeightReading:
        """Attend, and come back when the cable is, until something may be sold."""
        for _ in range(attempts):
            self.attend()
            if self.scale.reading.is_sellable:
                break
        return self.scale.reading

    def attend(self) -> None:
        try:
            self.scale.attend()
        except DeviceUnavailableError:
            self.scale.close()
            self.link.set_fault(Fault())
            self.scale.open()

    def close(self) -> None:
        self.scale.close()
        self.link.close()


@pytest.fixture(params=PROTOCOLS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    bench = Bench(request.param)
    bench.scale.open()
    bench.scale.begin_weighing(GOODS)
    yield bench
    bench.close()


def test_a_weight_is_read_and_sold_once(bench: Bench) -> None:
    bench.put(570)

    reading = bench.weigh()
    taken = bench.scale.take(reading.sequence)

    assert (taken.grams, taken.is_net) == (570, False)
    assert bench.scale.condition.state is DeviceState.READY
    assert bench.scale.reading_count >= 1
    with pytest.raises(WeightRefusedError) as refused:
        bench.scale.take(reading.sequence)
    assert refused.value.trouble is WeightTrouble.UNCHANGED
    assert not bench.weigh(attempts=4).is_sellable
    bench.put(0)
    bench.attend()
    bench.attend()
    bench.put(570)
    assert bench.weigh().is_sellable


@pytest.mark.parametrize(
    ("state", "trouble"),
    [
        ({"weight_g": 570, "is_moving": True}, {WeightTrouble.MOTION}),
        ({"weight_g": 570, "is_overloaded": True}, {WeightTrouble.OVERLOAD}),
        ({"weight_g": -20}, {WeightTrouble.UNDER_ZERO}),
        ({"weight_g": 0}, {WeightTrouble.EMPTY, WeightTrouble.UNDER_MINIMUM}),
    ],
    ids=["moving", "over", "below", "empty"],
)
def test_what_may_not_be_sold_is_refused_with_a_remedy(
    bench: Bench, state: dict[str, int | bool], trouble: set[WeightTrouble]
) -> None:
    bench.link.change(state)

    reading = bench.weigh(attempts=3)

    assert not reading.is_sellable
    assert reading.remedy
    with pytest.raises(WeightRefusedError):
        bench.scale.take(reading.sequence)
    # Dibal has one status for over and below, and Dialog none for an empty plate.
    if bench.scale.traits.name == "dibal":
        trouble = trouble | {WeightTrouble.UNDER_ZERO}
    assert reading.trouble in trouble


@pytest.mark.parametrize("fault", [kind.value for kind in FaultKind])
def test_no_fault_sells_a_weight_that_does_not_lie_there(
    bench: Bench, fault: str
) -> None:
    bench.put(570)
    seconds = REPLY_TIMEOUT_S * 1.4 if fault == "late" else 0.005
    bench.link.set_fault(Fault(FaultKind(fault), seconds, count=1))
    bench.attend()
    bench.put(900)
    before = len(bench.readings)

    reading = bench.weigh(attempts=5)

    if not reading.is_sellable:
        # It was told once, in an answer that was lost: lift the goods, as asked.
        assert bench.scale.traits.is_one_shot
        bench.put(900)
        reading = bench.weigh()
    if not bench.scale.traits.is_one_shot:
        sellable = [each for each in bench.readings[before:] if each.is_sellable]
        assert {each.grams for each in sellable} == {900}
    assert reading.is_sellable
    taken = bench.scale.take(reading.sequence)
    # A scale that tells once may have told before the goods were changed.
    assert taken.grams == 900 or bench.scale.traits.is_one_shot
    assert taken.grams in {570, 900}


@pytest.mark.parametrize(
    "fault", [FaultKind.MUTE, FaultKind.HALF, FaultKind.GARBLE], ids=lambda f: f.value
)
def test_a_scale_that_stays_ill_is_told_and_sells_nothing_wrong(
    bench: Bench, fault: FaultKind
) -> None:
    bench.put(570)
    bench.link.set_fault(Fault(fault))

    try:
        for _ in range(6):
            bench.attend()
    except DeviceProtocolError as error:
        assert error.remedy  # noqa: PT017 - it is one of two ends
    else:
        is_told = bench.scale.condition.state is DeviceState.OFFLINE
        assert is_told or fault is FaultKind.GARBLE
    wrong = [each for each in bench.readings if each.is_sellable and each.grams != 570]
    assert wrong == []
    if fault is FaultKind.MUTE:
        bench.link.set_fault(Fault())
        assert bench.weigh().grams == 570
        assert bench.scale.condition.state is DeviceState.READY


def test_a_scale_of_another_make_is_a_matter_of_settings(bench: Bench) -> None:
    other = "sma" if bench.scale.traits.name != "sma" else "toledo-8217"
    stranger = SimulatedScale(other)
    bench.link.change({"weight_g": 570})
    # Who was never asked says it unasked.
    talks_every_s = SimulatedScale(bench.scale.traits.name).talks_every_s
    bench.link._device = _Chatter(stranger, talks_every_s)

    for _ in range(4):
        bench.attend()
    with pytest.raises(DeviceProtocolError) as refused:
        bench.attend()

    assert "protocol" in refused.value.remedy


class _Chatter:
    """Answers everything with a reply of another language."""

    def __init__(self, scale: SimulatedScale, talks_every_s: float | None) -> None:
        self._scale = scale
        self.talks_every_s = talks_every_s

    def respond(self, data: bytes) -> list[bytes]:
        return [b"%%%.%%%GRAIN\n"]

    state = property(lambda self: self._scale.state)
    change = property(lambda self: self._scale.change)


@pytest.mark.parametrize("protocol", CAN_ZERO)
def test_zero_and_tare_are_ordered(protocol: str) -> None:
    bench = Bench(protocol)
    bench.scale.open()
    bench.put(20)

    bench.scale.zero()
    bench.put(70)
    if bench.scale.traits.can_tare:
        bench.scale.tare()
        bench.put(570)
        bench.scale.begin_weighing(GOODS)
        assert bench.weigh().grams == 500
    bench.put(900, is_moving=True)
    with pytest.raises(DeviceNotReadyError):
        bench.scale.zero()
    bench.link.set_fault(Fault(FaultKind.MUTE))
    with pytest.raises(DeviceNotReadyError):
        bench.scale.zero()
    bench.close()


@pytest.mark.parametrize("protocol", ["cas", "cas-stream", "dialog", "dibal"])
def test_what_a_protocol_cannot_order_is_done_by_hand(protocol: str) -> None:
    scale = SerialScale(
        "scale", transport_for("tcp://127.0.0.1:1"), codec_for(protocol)
    )

    for order in (scale.zero, scale.tare):
        with pytest.raises(DeviceNotReadyError) as refused:
            order()
        assert "key on the scale" in refused.value.remedy


def test_a_price_that_does_not_fit_is_a_matter_of_the_goods() -> None:
    bench = Bench("dialog")
    bench.scale.open()
    bench.scale.begin_weighing(Weigh())
    bench.put(570)

    bench.attend()

    assert bench.scale.reading.trouble is WeightTrouble.NO_PRICE
    bench.scale.begin_weighing(Weigh(2000, tare_grams=70))
    reading = bench.weigh()
    assert (reading.grams, reading.is_net, reading.amount_minor) == (500, True, 1000)
    bench.close()


def test_the_challenge_of_dialog_06_is_met() -> None:
    bench = Bench("dialog")
    bench.scale.open()
    bench.scale.begin_weighing(GOODS)
    bench.link.change({"weight_g": 570, "challenge": 0x47})

    assert bench.weigh().grams == 570
    bench.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_goods_sold_before_the_cable_was_pulled_are_not_sold_again() -> None:
    bench = Bench("toledo-8217", "pty")
    bench.scale.open()
    bench.scale.begin_weighing(GOODS)
    bench.put(570)
    bench.scale.take(bench.weigh().sequence)

    bench.link.unplug()
    with pytest.raises(DeviceUnavailableError):
        bench.scale.attend()
    bench.scale.close()
    bench.link.plug()
    bench.scale.open()

    assert bench.weigh(attempts=4).trouble is WeightTrouble.UNCHANGED
    bench.put(900)
    assert bench.weigh().grams == 900
    bench.close()


class ScriptedLine:
    """Says one piece for each read, and silence when there is none."""

    address = "script"
    is_open = False

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)
        self.sent: list[bytes] = []

    def say(self, *pieces: bytes) -> None:
        self._pieces += pieces

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        if not self._pieces or timeout_s == 0:
            raise TransportTimeoutError(self.address, "quiet")
        return self._pieces.pop(0)

    def write(self, data: bytes, *, timeout_s: float) -> None:
        self.sent.append(data)

    def finish_writing(self) -> None:
        """Nothing to finish."""

    def interrupt(self) -> None:
        """Nothing blocks."""


_HALF_KILO = b"\n 0.570KG\r\nS00\r\x03"


@pytest.mark.parametrize(
    "glitch",
    [b"\n?\r\x03", _HALF_KILO + b"\n 0.900KG\r\nS00\r\x03"],
    ids=["refused", "two"],
)
def test_a_glitch_does_not_let_the_same_goods_be_sold_again(glitch: bytes) -> None:
    line = ScriptedLine(_HALF_KILO, _HALF_KILO)
    scale = SerialScale("scale", line, codec_for("nci"), gap_s=0)
    scale.open()
    scale.begin_weighing(GOODS)
    scale.attend()
    scale.take(scale.reading.sequence)

    line.say(glitch, _HALF_KILO, _HALF_KILO)
    for _ in range(3):
        scale.attend()

    assert scale.reading.trouble is WeightTrouble.UNCHANGED


def test_a_scale_that_sends_all_the_time_is_a_matter_of_its_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Streaming(ScriptedLine):
        reads = 0

        @override
        def read(self, count_max: int, *, timeout_s: float) -> bytes:
            self.reads += 1
            return b"\x0212.345\r"

    line = Streaming()
    seconds = itertools.count(step=0.1)
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds))
    scale = SerialScale("scale", line, codec_for("toledo-8217"), gap_s=0)
    scale.open()
    for _ in range(GIBBERISH_MAX - 2):
        scale.attend()

    with pytest.raises(DeviceProtocolError, match="without being asked"):
        scale.attend()

    assert line.reads < 100
    assert not scale.reading.is_sellable


def test_what_a_scale_told_while_the_till_stood_still_is_not_sold() -> None:
    class Backlog(ScriptedLine):
        old = 0

        @override
        def read(self, count_max: int, *, timeout_s: float) -> bytes:
            if self.old:
                self.old -= 1
                return b"ST,GS,   0.900kg\r\n"
            return super().read(count_max, timeout_s=timeout_s)

    line = Backlog(*[b"ST,GS,   0.570kg\r\n"] * 9)
    scale = SerialScale("scale", line, codec_for("cas-stream"), gap_s=0)
    scale.open()
    readings: list[WeightReading] = []
    scale.on_reading = readings.append
    line.old = 1000

    scale.attend()
    scale.attend()

    assert {reading.grams for reading in readings} == {570}


def test_a_scale_that_stays_silent_is_told_once() -> None:
    scale = SerialScale("scale", ScriptedLine(), codec_for("toledo-8217"), gap_s=0)
    scale.open()
    conditions = []
    for _ in range(10):
        scale.attend()
        conditions.append(scale.condition)

    assert conditions[-1].state is DeviceState.OFFLINE
    assert len(set(conditions)) == 1


def test_nobody_there_says_what_to_do() -> None:
    bench = Bench("nci")
    bench.link.close()

    with pytest.raises(DeviceUnavailableError) as refused:
        bench.scale.open()

    assert "Plug the scale in" in refused.value.remedy
    bench.close()


def test_a_net_scale_whose_protocol_cannot_say_so_is_believed() -> None:
    link = SimulationLink(SimulatedScale("cas"), medium_for("tcp://127.0.0.1:0"))
    scale = SerialScale(
        "scale", transport_for(link.address), codec_for("cas"), is_always_net=True
    )
    scale.open()
    link.change({"weight_g": 570})
    scale.attend()
    scale.attend()

    assert (scale.reading.is_net, scale.attend_interval_s) == (True, 0.5)
    scale.begin_weighing(GOODS)
    assert scale.attend_interval_s == 0.2
    scale.end_weighing()
    scale.interrupt()
    scale.close()
    link.close()


def test_an_8217_is_left_alone_between_two_commands() -> None:
    link = SimulationLink(
        SimulatedScale("toledo-8217"), medium_for("tcp://127.0.0.1:0")
    )
    scale = SerialScale("scale", transport_for(link.address), codec_for("toledo-8217"))
    scale.open()
    started = time.monotonic()

    scale.attend()

    assert time.monotonic() - started >= 0.19
    scale.close()
    link.close()


def soak(events: int) -> None:
    """Weigh, pull the cable now and then, and count what is left behind."""
    bench = Bench("toledo-8217")
    bench.scale.open()
    bench.scale.begin_weighing(GOODS)
    bench.weigh()
    threads = threading.active_count()
    descriptors = _descriptor_count()
    sold = 0
    for number in range(events):
        if number % 20 == 0:
            bench.put(20 + number % 10_000)
        if number % 500 == 499:
            bench.link.set_fault(Fault(FaultKind.CUT))
        bench.attend()
        if bench.scale.reading.is_sellable:
            bench.scale.take(bench.scale.reading.sequence)
            sold += 1
        bench.readings.clear()

    assert sold >= events // 20 - events // 250 - 2
    assert threading.active_count() == threads
    assert _descriptor_count() <= descriptors + 1
    bench.close()


def _descriptor_count() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts /proc")
def test_a_long_day_leaves_nothing_behind() -> None:
    soak(1_000)


@pytest.mark.campaign
@pytest.mark.timeout(600)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts /proc")
def test_many_long_days_leave_nothing_behind() -> None:
    soak(50_000)

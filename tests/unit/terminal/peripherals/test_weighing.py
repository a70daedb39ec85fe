"""The scale of a till: settings, threads, simulated bytes, and back."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest

from drivers.scale.simulator import SimulatedScale
from drivers.simulation.faults import Fault, FaultKind
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import TcpMedium
from terminal.application.ports.weighing import LiveWeight, WeighedGoods
from terminal.peripherals.device_service import DeviceService
from terminal.peripherals.weighing import ScaleHandle
from terminal.settings.schema import DeviceSettings

WAIT_S = 10.0


class Counter:
    """A till with one simulated scale."""

    def __init__(self, protocol: str) -> None:
        self.link = SimulationLink(SimulatedScale(protocol), TcpMedium())
        address = f"{self.link.address}?protocol={protocol}"
        settings = {"scale": DeviceSettings(kind="scale", address=address)}
        self.service = DeviceService(settings)
        self.service.start()
        self.read: queue.Queue[LiveWeight] = queue.Queue()

    @property
    def scale(self) -> ScaleHandle:
        assert self.service.scale is not None
        return self.service.scale

    def until_sellable(self) -> LiveWeight:
        while True:
            weight = self.read.get(timeout=WAIT_S)
            if weight.is_sellable:
                return weight

    def taken(self, sequence: int) -> LiveWeight:
        answer: queue.Queue[LiveWeight] = queue.Queue()
        self.scale.take(sequence, answer.put)
        return answer.get(timeout=WAIT_S)

    def close(self) -> None:
        self.service.stop()
        self.link.close()


@pytest.fixture(params=["toledo-8217", "dialog"])
def counter(request: pytest.FixtureRequest) -> Iterator[Counter]:
    counter = Counter(request.param)
    yield counter
    counter.close()


def test_a_weight_comes_from_the_scale_and_is_taken_once(counter: Counter) -> None:
    counter.link.change({"weight_g": 570})
    counter.scale.begin(WeighedGoods(1999), counter.read.put)

    weight = counter.until_sellable()
    taken = counter.taken(weight.sequence)
    again = counter.taken(weight.sequence)

    assert (taken.grams, taken.is_sellable) == (570, True)
    assert (again.is_sellable, again.trouble) == (False, "unchanged")
    assert again.remedy
    assert counter.service.statuses()[0].state == "ready"
    assert counter.service.figures("scale").weights == 1
    counter.scale.end()


def test_a_panel_that_fails_does_not_take_the_scale_away(counter: Counter) -> None:
    def broken(weight: LiveWeight) -> None:
        counter.read.put(weight)
        raise ZeroDivisionError

    counter.link.change({"weight_g": 570})
    counter.scale.begin(WeighedGoods(1999), broken)
    weight = counter.until_sellable()
    counter.scale.take(weight.sequence, broken)

    while not counter.read.get(timeout=WAIT_S).is_sellable:
        pass
    counter.link.change({"weight_g": 0})
    counter.scale.begin(WeighedGoods(1999), counter.read.put)
    counter.link.change({"weight_g": 480})

    assert counter.until_sellable().grams == 480
    assert counter.service.statuses()[0].state == "ready"


def test_a_test_tells_what_the_scale_says(counter: Counter) -> None:
    counter.link.change({"weight_g": 570})

    found = counter.service.test("scale")

    assert found.is_passed
    assert found.evidence[0].startswith("speaks ")
    assert found.evidence[1] == "shows 570 g"
    assert counter.scale.device_id == "scale"


def test_a_scale_that_is_away_says_so_and_comes_back() -> None:
    counter = Counter("nci")
    counter.link.set_fault(Fault(FaultKind.CUT))
    counter.scale.begin(WeighedGoods(), counter.read.put)

    while counter.read.get(timeout=WAIT_S).trouble != "silent":
        pass
    assert counter.taken(1).trouble == "silent"
    assert not counter.service.test("scale").is_passed
    counter.link.change({"weight_g": 570})
    counter.link.set_fault(Fault())
    counter.service.retry("scale")
    counter.scale.begin(WeighedGoods(), counter.read.put)

    assert counter.until_sellable().grams == 570
    counter.close()
    counter.scale.begin(WeighedGoods(), counter.read.put)
    while counter.read.get(timeout=WAIT_S).trouble != "silent":
        pass


@pytest.mark.parametrize("protocol", ["sma", "dibal"])
def test_a_silent_scale_fails_its_test(protocol: str) -> None:
    counter = Counter(protocol)
    counter.link.set_fault(Fault(FaultKind.MUTE))

    found = counter.service.test("scale")

    assert not found.is_passed
    assert any("silent" in sentence for sentence in found.evidence)
    counter.close()

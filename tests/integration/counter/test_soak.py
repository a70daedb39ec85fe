"""A day of eight hours in short: every device works, and nothing grows.

At its end the figures of the devices and the support bundle say what happened.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

from drivers.flight_recorder import BYTES_MAX
from structs.decoding import convert
from sync.protocol.events.setting_changed_v1 import SettingChanged
from terminal.application.ports.devices import DeviceFigures
from terminal.bootstrap.change_devices import add_device, devices_figures_path
from terminal.bootstrap.technician import Technician
from terminal.peripherals.device_book import DeviceBook
from terminal.peripherals.device_service import DeviceService
from terminal.persistence.home import Home
from terminal.settings.schema import DeviceSettings
from tests.fakes.new_till import new_till
from tests.integration.counter.day import PULLED, ROUNDS_OF_READER, SCANS, Day
from tests.integration.counter.held import Held, growth, held_now, spread

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="counts /proc"
)

EVENTS = 50_000
THREADS_SPREAD_MAX = 1
DESCRIPTORS_SPREAD_MAX = 3
CHILD_MEMORY_SPREAD_KIB_MAX = 16 * 1024
MEMORY_GROWTH_KIB_MAX = 16 * 1024
"""After the first fifth of the day, in which books and buffers fill."""

MEMORY_KIB_A_THOUSAND_MAX = 48.0
OBJECTS_A_THOUSAND_MAX = 6.0
"""Growth with a thousand events in the second half of the day: a thousand are 14
customers, so that one object that each of them leaves behind would be seen."""

_SHARE_IN_TESTS = 100
_POINTS = 60
_SHOWN_POINTS = 12


class _Counter:
    """The till as the technician's bundle wants it."""

    def __init__(self, devices: DeviceService) -> None:
        self.devices = devices

    def swap_devices(self, settings: Mapping[str, DeviceSettings]) -> None:
        raise NotImplementedError

    def record(self, event: SettingChanged) -> None:
        raise NotImplementedError


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return new_till(tmp_path)


@pytest.fixture
def day(home: Home, elders: frozenset[int]) -> Iterator[Day]:
    day = Day(DeviceBook(devices_figures_path(home.path)))
    yield day
    day.close()


def _soak(
    day: Day, events: int, elders: frozenset[int]
) -> tuple[int, list[tuple[int, Held]]]:
    """Work until so much has happened; return the rounds and what was held."""
    points = [(0, held_now(elders))]
    rounds = 0
    while day.events < events:
        day.work(rounds)
        rounds += 1
        if day.events >= len(points) * events / _POINTS:
            # Not while another process of the card reader begins.
            day.rest()
            points.append((day.events, held_now(elders)))
    day.rest()
    return rounds, points


def _show(day: Day, points: list[tuple[int, Held]]) -> None:
    """Write what was seen, for the log of a campaign."""
    lines = [f"{day.events} events: {dict(day.done)}, pulled {dict(day.pulled)}"]
    for device_id in day.settings:
        figures = msgspec.to_builtins(day.service.figures(device_id))
        lines.append(f"  {device_id}: { {k: v for k, v in figures.items() if v} }")
    step = max(1, len(points) // _SHOWN_POINTS)
    for done, held in [*points[:-1:step], points[-1]]:
        lines.append(f"  {done:6}: {held}")
    sys.stdout.write("\n".join(lines) + "\n")


def _check_flat(points: list[tuple[int, Held]]) -> None:
    # The reader's process and the cables change what is held at the beginning.
    warm = points[len(points) // 5 :]
    first, last = warm[0][1], warm[-1][1]

    assert spread(warm, lambda held: held.threads) <= THREADS_SPREAD_MAX
    assert spread(warm, lambda held: held.descriptors) <= DESCRIPTORS_SPREAD_MAX
    assert {held.children for _, held in warm} == {1}
    assert spread(warm, lambda held: held.child_threads) <= THREADS_SPREAD_MAX
    assert spread(warm, lambda held: held.child_descriptors) <= DESCRIPTORS_SPREAD_MAX
    child_memory = spread(warm, lambda held: held.child_memory_kib)
    assert child_memory <= CHILD_MEMORY_SPREAD_KIB_MAX
    assert last.memory_kib - first.memory_kib <= MEMORY_GROWTH_KIB_MAX


def _check_slope(points: list[tuple[int, Held]]) -> None:
    half = points[len(points) // 2 :]
    memory = growth(half, lambda held: held.memory_kib)
    objects = growth(half, lambda held: held.objects)
    threads = growth(half, lambda held: held.threads)
    descriptors = growth(half, lambda held: held.descriptors)
    sys.stdout.write(
        f"growth with 1000 events in the second half: {memory:.1f} KiB,"
        f" {objects:.2f} objects, {threads:.3f} threads,"
        f" {descriptors:.3f} descriptors\n"
    )
    assert memory <= MEMORY_KIB_A_THOUSAND_MAX
    assert objects <= OBJECTS_A_THOUSAND_MAX


def _check_figures(day: Day, rounds: int) -> None:
    """The figures say what was done to the devices, and the log said it once."""
    figures = {name: day.service.figures(name) for name in day.settings}

    assert figures["scanner"].scans == rounds * SCANS == day.done["scans"]
    assert figures["printer"].papers == rounds
    assert figures["drawer"].kicks == rounds == day.printer.pulse_count
    assert figures["scale"].weights == rounds
    assert figures["badges"].cards == (rounds + 1) // 2 == day.done["cards"]
    for name in (*PULLED, "badges"):
        assert figures[name].errors == day.pulled[name], name
        assert figures[name].reconnects == day.pulled[name], name
        assert figures[name].opened == day.pulled[name] + 1, name
    assert (
        day.pulled["badges"] == (rounds + ROUNDS_OF_READER // 2 - 1) // ROUNDS_OF_READER
    )
    assert day.log.away == day.log.back == day.pulled
    # CR ends each label.
    label_bytes = 14 * figures["scanner"].scans
    assert figures["scanner"].bytes_received == label_bytes
    assert figures["printer"].bytes_sent >= day.printer.received_count > 0


def _check_bundle(day: Day, home: Home) -> None:
    """The support bundle says the same, and no card."""
    for device_id, settings in day.settings.items():
        add_device(Home.load(home.path), device_id, settings)
    technician = Technician(home.path, _Counter(day.service), day.settings)
    path = technician.write_bundle(lambda _: None)
    with zipfile.ZipFile(path) as bundle:
        contents = {name: bundle.read(name) for name in bundle.namelist()}
    devices = json.loads(contents["devices.json"])

    assert devices.keys() == day.settings.keys()
    for device_id, told in devices.items():
        now = day.service.figures(device_id)
        figures = convert(told["figures"], DeviceFigures)
        # A scale is asked all the time, a printer looked at.
        assert _without_bytes(figures) == _without_bytes(now)
        assert figures.bytes_received <= now.bytes_received
        assert told["status"]["state"] == "ready"
    assert json.loads(contents["ledger.json"])["report"]
    assert b"0000000000059" in contents["recorders/scanner.txt"]
    assert b"Goods last" in contents["recorders/pole.txt"]
    assert contents["recorders/badges.txt"].strip() == b""
    for device_id in day.settings:
        kept = day.service.book.entries(device_id)
        assert sum(len(each.data) for each in kept) <= 2 * BYTES_MAX


def _without_bytes(figures: DeviceFigures) -> DeviceFigures:
    return msgspec.structs.replace(figures, bytes_received=0, bytes_sent=0)


def _check_kept(day: Day, home: Home) -> None:
    """What the figures were at the end is there at the next start."""
    assert day.service.stop()
    book = DeviceBook(devices_figures_path(home.path))
    for device_id in day.settings:
        assert book.figures(device_id) == day.service.figures(device_id), device_id


def test_a_hundredth_of_a_day_leaves_nothing_behind(
    day: Day, home: Home, elders: frozenset[int]
) -> None:
    rounds, points = _soak(day, EVENTS // _SHARE_IN_TESTS, elders)

    _check_flat(points)
    _check_figures(day, rounds)
    _check_bundle(day, home)
    _check_kept(day, home)


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_a_whole_day_leaves_nothing_behind(
    day: Day, home: Home, elders: frozenset[int]
) -> None:
    rounds, points = _soak(day, EVENTS, elders)

    _show(day, points)
    _check_flat(points)
    _check_slope(points)
    _check_figures(day, rounds)
    _check_bundle(day, home)
    _check_kept(day, home)

"""A million damaged labels on every way into the till: none becomes another one.

Scanners send no checksum.  What stands against a damaged character is the AIM
identifier, the length it promises and the check digit; this shows that they are
enough for any single fault, in random pieces, on the line, through a window's keys
and through an input device.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from drivers.errors import TransportTimeoutError
from drivers.scanner.aim import Label, is_mod_10_right
from drivers.scanner.evdev_scanner import EvdevScanner
from drivers.scanner.framing import ScanFramer, decode_frame
from drivers.scanner.key_events import EV_SYN, EVENT, SYN_DROPPED
from drivers.scanner.keyboard_wedge import WedgeAction, WedgeDecision
from drivers.scanner.label_reader import Identifiers, LabelReader, LabelSettings
from drivers.scanner.options import ScannerOptions
from drivers.scanner.scan import Scan
from drivers.scanner.wedge_scanner import ADDRESS, WedgeScanner
from tests.support.key_bytes import Stroke, event_bytes, key_bytes, strokes

_SETTINGS = LabelSettings(Identifiers.REQUIRED, same_label_ms=0, same_item_ms=0)
_CAMPAIGN_FRAMES = 1_000_000
"""On each way."""

_LINE_FRAMES = 5_000
_WEDGE_FRAMES = 3_000
_EVDEV_FRAMES = 2_000
"""In every test."""

_FAULTS = ("none", "none", "change", "drop", "insert", "cut", "noise")


def _label(chance: random.Random) -> str:
    digits, aim_id = chance.choice(((12, "]E0"), (7, "]E4")))
    body = "".join(chance.choices("0123456789", k=digits))
    right = next(d for d in "0123456789" if is_mod_10_right(body + d))
    return aim_id + body + right


def _damaged(label: bytes, fault: str, chance: random.Random) -> bytes:
    place = chance.randrange(len(label))
    match fault:
        case "change":
            turned = label[place] ^ (1 << chance.randrange(8))
            return label[:place] + bytes((turned,)) + label[place + 1 :]
        case "drop":
            return label[:place] + label[place + 1 :]
        case "insert":
            return label[:place] + chance.randbytes(1) + label[place:]
        case "cut":
            return label[:place]
        case "noise":
            return chance.randbytes(chance.randint(1, 8)) + label
        case _:
            return label


def _goods(label: Label) -> str:
    return label.data.zfill(14)


def _ride_the_line(frames: int, seed: int) -> int:
    """Send labels over a line; return how many came through."""
    chance = random.Random(seed)
    framer, reader = ScanFramer(), LabelReader(_SETTINGS)
    was_whole = True
    before = ""
    read = 0
    for _ in range(frames):
        label = _label(chance)
        fault = chance.choice(_FAULTS)
        data = _damaged(label.encode() + b"\r", fault, chance)
        cut = chance.randrange(len(data) + 1)
        got = framer.feed(data[:cut]) + framer.feed(data[cut:])
        if fault == "cut" and chance.random() < 0.5:
            framer.discard()  # The line was silent for long enough.
        found = [reader.read(decode_frame(frame), 0.0) for frame in got]
        goods = [_goods(one) for one in found if isinstance(one, Label)]
        allowed = {label[3:].zfill(14), before}
        assert allowed.issuperset(goods), (label, fault, data, goods)
        if fault == "none" and was_whole:
            assert goods == [label[3:].zfill(14)]
        read += len(goods)
        was_whole = not framer.is_mid_frame
        before = label[3:].zfill(14)
    return read


class Window:
    """What becomes of the keys of one burst."""

    def __init__(self, scanner: WedgeScanner) -> None:
        self._scanner = scanner
        self.given = ""
        self.goods: list[str] = []
        self.key_count = 0

    def type(self, text: str, at_ms: float, gaps_ms: Iterator[float]) -> float:
        """Press the keys of *text* and wait; return when all is decided."""
        for character in text:
            self._decide(self._scanner.poll(at_ms), at_ms)
            self._decide(self._scanner.feed(character, at_ms), at_ms)
            at_ms += next(gaps_ms)
        at_ms += 100.0
        self._decide(self._scanner.poll(at_ms), at_ms)
        self._decide(self._scanner.flush(), at_ms)
        return at_ms

    def _decide(self, decisions: list[WedgeDecision], at_ms: float) -> None:
        for decision in decisions:
            self.key_count += decision.key_count
            if decision.action is WedgeAction.RELEASE:
                self.given += decision.text
            elif decision.action is WedgeAction.SCAN:
                found = self._scanner.read(decision.text, at_ms)
                self.goods += [] if found is None else [found]


def _type_into_a_window(frames: int, seed: int) -> int:
    """Scan and type by turns; return how many labels came through."""
    chance = random.Random(seed)
    scanner = WedgeScanner("wedge", ScannerOptions(ADDRESS, _SETTINGS))
    at_ms = 1000.0
    read = 0
    for _ in range(frames):
        window = Window(scanner)
        if chance.random() < 0.2:
            # 60 to 100 ms between two keys is neither a scanner nor a person.
            text = "".join(chance.choices("0123456789abc*\r", k=chance.randint(1, 8)))
            at_ms = window.type(text, at_ms, _gaps(chance, 70.0, 300.0))
            assert (window.given, window.goods) == (text, [])
        else:
            label = _label(chance)
            text = "".join(_lossy(label, chance)) + "\r"
            at_ms = window.type(text, at_ms, _gaps(chance, 0.0, 25.0))
            assert all(one.endswith(label[3:]) for one in window.goods), label
            if text == label + "\r":
                assert window.goods == [label]
        assert window.key_count == len(text)
        read += len(window.goods)
        at_ms += chance.uniform(50.0, 300.0)
    return read


def _gaps(chance: random.Random, least_ms: float, most_ms: float) -> Iterator[float]:
    while True:
        yield chance.uniform(least_ms, most_ms)


def _lossy(label: str, chance: random.Random) -> Iterator[str]:
    """Give the characters of *label*, one of them lost or doubled now and then."""
    fault = chance.choice(("none", "none", "drop", "double"))
    place = chance.randrange(len(label))
    for number, character in enumerate(label):
        if number != place or fault == "none":
            yield character
        elif fault == "double":
            yield from (character, character)


class Pieces:
    """A transport that hands over what it was given, piece by piece."""

    address = "evdev:/dev/input/event0"
    is_open = False

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def open(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing to close."""

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        if not self.waiting:
            raise TransportTimeoutError(self.address, "no key came")
        return self.waiting.pop(0)

    def write(self, data: bytes, *, timeout_s: float) -> None:
        raise NotImplementedError

    def finish_writing(self) -> None:
        """Nothing to finish."""

    def interrupt(self) -> None:
        """Nothing blocks."""


def _press_keys(frames: int, seed: int) -> int:
    """Type labels on an input device; return how many came through."""
    chance = random.Random(seed)
    pieces = Pieces()
    scans: list[Scan] = []
    options = ScannerOptions(pieces.address, _SETTINGS)
    scanner = EvdevScanner("scanner", pieces, scans.append, options)
    scanner.open()
    at_ms = 1000.0
    read = 0
    for _ in range(frames):
        label = _label(chance)
        keys: list[Stroke] = strokes(label + "\r")
        fault = chance.choice(("none", "none", "drop", "lost", "cut", "other"))
        place = chance.randrange(len(keys) - 1)
        gap_ms = chance.choice((0.0, 1.0, 2.0, 16.0))
        if fault == "drop":
            del keys[place]
        elif fault == "cut":
            del keys[place:]
        data = key_bytes(keys, start_ms=at_ms, gap_ms=gap_ms)
        # Two events a change: the key and its report.
        half = 2 * EVENT.size * sum(map(len, keys[:place]))
        if fault == "lost":
            lost = event_bytes(at_ms + place * gap_ms, EV_SYN, SYN_DROPPED, 0)
            data = data[:half] + lost + data[half:]
        elif fault == "other":
            data = data[:half] + event_bytes(at_ms, 4, 4, 458_782) + data[half:]
        cut = chance.randrange(len(data) + 1)
        pieces.waiting = [piece for piece in (data[:cut], data[cut:]) if piece]
        for _ in range(len(pieces.waiting) + 1):
            scanner.attend()
        assert all(scan.data == label[3:] for scan in scans), (label, fault, scans)
        if fault in {"none", "other"}:
            assert len(scans) == 1, (label, fault, gap_ms)
        read += len(scans)
        scans.clear()
        at_ms += len(label) * 16.0 + 500.0
    return read


@pytest.mark.parametrize(
    ("ride", "frames"),
    [
        pytest.param(_ride_the_line, _LINE_FRAMES, id="line"),
        pytest.param(_type_into_a_window, _WEDGE_FRAMES, id="wedge"),
        pytest.param(_press_keys, _EVDEV_FRAMES, id="evdev"),
    ],
)
def test_no_damage_makes_another_label(
    ride: Callable[[int, int], int], frames: int
) -> None:
    assert ride(frames, 7)


@pytest.mark.campaign
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    "ride",
    [
        pytest.param(_ride_the_line, id="line"),
        pytest.param(_type_into_a_window, id="wedge"),
        pytest.param(_press_keys, id="evdev"),
    ],
)
def test_a_million_damaged_labels_make_no_other(
    ride: Callable[[int, int], int],
) -> None:
    assert ride(_CAMPAIGN_FRAMES, 11) > _CAMPAIGN_FRAMES // 10

"""The card reader as a device, with scripted processes and with a real one."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.device import DeviceCondition, DeviceState
from drivers.errors import DeviceConfigurationError, DeviceUnavailableError
from drivers.nfc import card_errors
from drivers.nfc.card_session import FoundCard
from drivers.nfc.messages import (
    CardDone,
    CardFailed,
    CardFailure,
    Looked,
    ReaderFailed,
    ReaderOpened,
    Reply,
)
from drivers.nfc.nfc_reader import NfcReader
from drivers.nfc.port import (
    CardContent,
    CardEvent,
    CardPresented,
    CardRemoved,
    CardTechnology,
)
from drivers.nfc.shop_card import CardKeys, CardKind, encode_shop_card, next_patch
from drivers.nfc.simulator import SimulatedField, new_card
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import UdpMedium
from drivers.supervisor import Supervisor
from tests.fakes.reader_child import scripted

_KEYS = CardKeys(bytes(range(32)))
_UID = bytes.fromhex("04A1B2C3D4E5F6")
_FOUND = FoundCard(CardTechnology.TYPE_2, _UID)
_OPENED = ReaderOpened("x")
_WAIT_S = 20.0
_HAS_PROC = Path("/proc/self/fd").is_dir()


def _content(message: bytes) -> CardContent:
    return CardContent(CardTechnology.TYPE_2, _UID, "NTAG213", message, 142, True)


def _reader(command: list[str], **options: float) -> tuple[NfcReader, list[CardEvent]]:
    events: list[CardEvent] = []
    reader = NfcReader(
        "badges", "usb", events.append, keys=_KEYS, command=command, **options
    )
    return reader, events


def test_a_card_on_the_reader_is_told_with_what_is_on_it() -> None:
    message = encode_shop_card(CardKind.STAFF_BADGE, "0042", _UID, _KEYS)
    command = scripted([[_OPENED, Looked(_FOUND)], CardDone(1, _content(message))])
    reader, events = _reader(command)
    try:
        reader.open()
    finally:
        reader.close()

    assert reader.condition.state is DeviceState.READY
    [presented] = events
    assert isinstance(presented, CardPresented)
    assert presented.shop_card is not None
    assert presented.shop_card.card_id == "0042"
    assert presented.shop_card.is_genuine
    assert (reader.card_count, reader.read_error_count) == (1, 0)


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (CardFailed(1, "gone", "away"), "Hold the card still until the tone."),
        (CardFailed(1, "format", "odd"), "This card cannot be used here."),
        (CardDone(1, _content(b"\xff\xff")), "This card cannot be used here."),
    ],
    ids=["gone", "format", "damaged"],
)
def test_a_card_that_cannot_be_read_is_told_with_what_to_do(
    reply: CardDone | CardFailed, problem: str
) -> None:
    reader, events = _reader(scripted([[_OPENED, Looked(_FOUND)], reply]))
    try:
        reader.open()
    finally:
        reader.close()

    assert [getattr(event, "problem", None) for event in events] == [problem]
    assert reader.read_error_count == 1


def test_a_late_answer_is_not_taken_for_the_next_one() -> None:
    late: list[Reply] = [
        CardDone(0, _content(b"old")),
        Looked(None),
        CardDone(1, _content(b"")),
    ]
    reader, _ = _reader(scripted([[_OPENED, Looked(None)], late]))
    try:
        reader.open()
        assert reader.read().message == b""
    finally:
        reader.close()


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        ("gone", card_errors.CardGoneError),
        ("refused", card_errors.CardRefusedError),
        ("format", card_errors.CardFormatError),
        ("full", card_errors.CardFullError),
    ],
)
def test_what_a_card_cannot_do_is_no_failure_of_the_reader(
    failure: CardFailure, error: type[Exception]
) -> None:
    opened: list[Reply] = [_OPENED, Looked(None)]
    reader, _ = _reader(scripted([opened, CardFailed(1, failure, "why")]))
    try:
        reader.open()
        with pytest.raises(error, match="why"):
            reader.write(_UID, b"x")
    finally:
        reader.close()


@pytest.mark.parametrize(
    ("reply", "seen"),
    [
        (CardFailed(1, "gone", ""), "no card is on it"),
        (CardFailed(1, "format", "odd"), "the card on it cannot be read: odd"),
        (
            CardDone(1, _content(b"12345")),
            "card on it: NTAG213 …E5F6 (7 bytes), 5 of 142 bytes used",
        ),
    ],
    ids=["none", "odd", "card"],
)
def test_a_technician_sees_the_reader_and_its_card(
    reply: CardDone | CardFailed, seen: str
) -> None:
    reader, _ = _reader(scripted([[_OPENED, Looked(None)], reply]))
    try:
        reader.open()
        assert reader.examine() == ("reader: x", seen)
    finally:
        reader.close()


@pytest.mark.parametrize("reason", ["library", "path"])
def test_settings_that_cannot_work_are_not_tried_again(reason: str) -> None:
    failed = ReaderFailed("library" if reason == "library" else "path", "why")
    reader, _ = _reader(scripted([failed]))
    try:
        with pytest.raises(DeviceConfigurationError, match="why"):
            reader.open()
    finally:
        reader.close()


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(scripted([ReaderFailed("busy", "taken")]), id="busy"),
        pytest.param(scripted([b""], then="die"), id="dies"),
        pytest.param(scripted([_OPENED], then="die"), id="dies before a look"),
        pytest.param(scripted([b"\0\0\0\x01?"]), id="nonsense"),
        pytest.param(["/nonesuch/python"], id="cannot be started"),
    ],
)
def test_a_reader_that_does_not_come_up_is_tried_again(command: list[str]) -> None:
    reader, _ = _reader(command)
    try:
        with pytest.raises(DeviceUnavailableError):
            reader.open()
    finally:
        reader.close()


def test_one_that_hangs_is_noticed() -> None:
    command = scripted([[_OPENED, Looked(None)]], then="hang")
    reader, _ = _reader(command, silence_s_max=0.05)
    try:
        reader.open()
        with pytest.raises(DeviceUnavailableError, match="hangs"):
            reader.attend()
    finally:
        reader.close()


def test_a_reader_that_was_closed_refuses_work() -> None:
    reader, _ = _reader(scripted([]))

    with pytest.raises(DeviceUnavailableError, match="away"):
        reader.read()
    reader.interrupt()
    reader.close()


def test_a_till_that_closes_starts_no_process_and_waits_for_none() -> None:
    reader, _ = _reader(scripted([]))
    reader.interrupt()

    with pytest.raises(DeviceUnavailableError, match="closing"):
        reader.open()
    assert reader.child_count == 0


def test_one_that_dies_is_started_anew_and_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "drivers")
    reader, _ = _reader(scripted([b""], then="die"))
    lost = queue.Queue[DeviceCondition]()
    supervisor = Supervisor(reader, lost.put, retry_delays_s=(0.01,))
    supervisor.start()
    try:
        condition = lost.get(timeout=_WAIT_S)
        while condition.state is not DeviceState.ABSENT:
            condition = lost.get(timeout=_WAIT_S)
        with pytest.raises(DeviceUnavailableError):
            supervisor.submit(lambda device: device.read()).result(_WAIT_S)
        assert reader.child_count >= 2
    finally:
        assert supervisor.stop()
    assert caplog.text.count("is away") == 1
    assert "Unplug" in condition.remedy


def test_many_processes_leave_neither_threads_nor_files_behind() -> None:
    reader, _ = _reader(scripted([[_OPENED, Looked(None)]]))
    counts = []
    for _ in range(12):
        reader.open()
        reader.close()
        files = len(list(Path("/proc/self/fd").iterdir())) if _HAS_PROC else 0
        counts.append((threading.active_count(), files))

    assert reader.child_count == 12
    assert set(counts[1:]) == {counts[1]}


def test_many_cards_are_told_once_each() -> None:
    visits = 200
    looks: list[Reply] = [Looked(None), Looked(_FOUND), Looked(_FOUND)]
    first: list[Reply] = [_OPENED, Looked(_FOUND)]
    answers = [[CardFailed(number, "gone", "")] for number in range(1, visits + 1)]
    steps = [first, *[answer + looks for answer in answers]]
    reader, events = _reader(scripted(steps))
    try:
        reader.open()
        while reader.card_count < visits:
            reader.attend()
    finally:
        reader.close()

    came = [isinstance(event, CardPresented) for event in events]
    assert came == ([True, False] * visits)[: len(came)]
    assert len(events) == 2 * visits - 1


class _Counter:
    """A real reader process, and a simulated card on nfcpy's UDP link."""

    def __init__(self, card_type: str) -> None:
        self.card = new_card(card_type)
        self.card_field = SimulatedField(self.card)
        self.link = SimulationLink(self.card_field, UdpMedium())
        self.events = queue.Queue[CardEvent]()
        self.reader = NfcReader(
            "badges",
            self.link.address.replace("udp://", "udp:"),
            self.events.put,
            keys=_KEYS,
        )
        self.supervisor = Supervisor(self.reader, lambda _condition: None)
        self.supervisor.start()

    def next(self) -> CardEvent:
        return self.events.get(timeout=_WAIT_S)

    def close(self) -> None:
        assert self.supervisor.stop()
        self.link.close()


@pytest.fixture(params=["2", "3"], ids=["type2", "type3"])
def counter(request: pytest.FixtureRequest) -> Iterator[_Counter]:
    counter = _Counter(request.param)
    yield counter
    counter.close()


def test_a_card_is_issued_spent_and_taken_away(counter: _Counter) -> None:
    presented = counter.next()
    assert isinstance(presented, CardPresented)
    uid = presented.uid
    assert uid == counter.card.uid
    assert presented.shop_card is None

    def spend(reader: NfcReader) -> CardContent:
        issued = encode_shop_card(CardKind.STORED_VALUE, "SV-1", uid, _KEYS)
        reader.write(uid, issued)
        patch = next_patch(reader.read().message, uid, _KEYS)
        reader.patch(uid, patch.offset, patch.data)
        return reader.read()

    content = counter.supervisor.submit(spend).result(_WAIT_S)
    assert next_patch(content.message, uid, _KEYS).counter == 2
    counter.link.change({"card": "away"})
    assert counter.next() == CardRemoved("badges", uid)
    assert counter.events.empty()

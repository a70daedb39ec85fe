"""The loop of the reader process, with simulated cards and without a process."""

from __future__ import annotations

import queue
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.nfc.card_errors import CardGoneError
from drivers.nfc.card_session import FoundCard
from drivers.nfc.field import CardField, ReaderGoneError, ReaderOpenError
from drivers.nfc.messages import (
    CardDone,
    CardFailed,
    Looked,
    OpenReader,
    PatchCard,
    ReadCard,
    ReaderFailed,
    ReaderOpened,
    Reply,
    Request,
    WriteCard,
)
from drivers.nfc.port import CardTechnology
from drivers.nfc.reader_child import COMMAND, ReaderChild
from drivers.nfc.reader_process import ReaderLoop, open_field
from drivers.nfc.simulated_card import SimulatedCard, TearMode
from drivers.nfc.simulated_felica import SimulatedFelica
from drivers.nfc.simulated_ntag import SimulatedNtag
from tests.fakes.card_link import DirectLink

_WAIT_S = 20.0


class _Field:
    """A reader whose cards come and go between two looks."""

    name = "a field"

    def __init__(self, card: SimulatedCard | None) -> None:
        self.card = card
        self.is_gone = False
        self.is_closed = False

    def look(self) -> FoundCard | None:
        if self.is_gone:
            raise ReaderGoneError("pulled out")
        if self.card is None or self.card.is_torn:
            return None
        DirectLink(self.card)
        return FoundCard(self.card.technology, self.card.uid)

    def exchange(self, command: bytes, timeout_s: float) -> bytes:
        if self.card is None:
            raise CardGoneError("there is no card")
        link = DirectLink.__new__(DirectLink)
        link._card, link.commands, link.silent = self.card, [], 0
        return link.exchange(command, timeout_s)

    def select(self) -> None:
        if self.look() is None:
            raise CardGoneError("there is no card")

    def close(self) -> None:
        self.is_closed = True


def _run(
    field: _Field | ReaderOpenError, *steps: Request | Callable[[], None] | None
) -> list[Reply]:
    """Run the loop; a step is a request, None for none, or something that happens."""
    replies: list[Reply] = []
    waiting = [OpenReader("usb"), *steps]

    def next_request(_timeout_s: float) -> Request:
        while waiting:
            step = waiting.pop(0)
            if step is None:
                raise queue.Empty
            if not callable(step):
                return step
            step()
        raise EOFError

    def open_it(_path: str) -> CardField:
        if isinstance(field, ReaderOpenError):
            raise field
        return field

    ReaderLoop(open_it, next_request, replies.append).run()
    return replies


_UID = SimulatedNtag().uid
_FOUND = FoundCard(CardTechnology.TYPE_2, _UID)


def test_an_empty_reader_gives_signs_of_life() -> None:
    assert _run(_Field(None), None, None) == [
        ReaderOpened("a field"),
        Looked(None),
        Looked(None),
        Looked(None),
    ]


@pytest.mark.parametrize("card", [SimulatedNtag(), SimulatedFelica()], ids=["2", "3"])
def test_a_card_is_written_patched_and_read(card: SimulatedCard) -> None:
    uid = card.uid

    replies = _run(
        _Field(card),
        WriteCard(1, uid, b"hello world"),
        PatchCard(2, uid, 6, b"WORLD"),
        ReadCard(3),
    )

    done = [reply for reply in replies if isinstance(reply, CardDone)]
    assert [reply.request_id for reply in done] == [1, 2, 3]
    assert done[2].content is not None
    assert done[2].content.message == b"hello WORLD"


def test_a_card_is_written_with_its_password() -> None:
    card = SimulatedNtag()

    replies = _run(
        _Field(card), WriteCard(1, _UID, b"hi", (b"1234", b"12")), ReadCard(2, _UID)
    )

    done = [reply for reply in replies if isinstance(reply, CardDone)]
    assert done[1].content is not None
    assert done[1].content.message == b"hi"


def test_a_card_taken_away_is_told_at_the_next_look() -> None:
    field = _Field(SimulatedNtag())

    replies = _run(field, None, lambda: setattr(field, "card", None), None, None)

    assert replies[1:] == [Looked(_FOUND), Looked(_FOUND), Looked(None), Looked(None)]


def test_what_a_card_cannot_do_does_not_end_the_loop() -> None:
    card = SimulatedNtag()

    replies = _run(
        _Field(card),
        ReadCard(1, b"another"),
        WriteCard(2, _UID, bytes(500)),
        lambda: card.tear_at(0, TearMode.BEFORE),
        WriteCard(3, _UID, b"x"),
        ReadCard(4),
        card.insert,
        None,
    )

    failed = [
        (reply.request_id, reply.failure)
        for reply in replies
        if isinstance(reply, CardFailed)
    ]
    assert failed == [(1, "gone"), (2, "full"), (3, "gone"), (4, "gone")]
    assert replies[-1] == Looked(_FOUND)


def test_a_card_without_ndef_is_a_wrong_format() -> None:
    card = SimulatedNtag()
    card.memory[12] = 0

    replies = _run(_Field(card), ReadCard(1))

    assert CardFailed(1, "format", "the card is not prepared for NDEF") in replies


def test_a_locked_card_refuses() -> None:
    card = SimulatedNtag()
    card.memory[15] = 0x0F

    replies = _run(_Field(card), WriteCard(1, _UID, b"x"))

    assert replies[-2] == CardFailed(1, "refused", "the card is locked against writing")


def test_a_reader_that_cannot_be_opened_says_why() -> None:
    assert _run(ReaderOpenError("busy", "taken")) == [ReaderFailed("busy", "taken")]
    assert _run(ReaderOpenError("odd", "x")) == [ReaderFailed("missing", "x")]


def test_a_reader_that_is_pulled_out_says_so_and_is_closed() -> None:
    field = _Field(None)

    replies = _run(field, lambda: setattr(field, "is_gone", True), None)

    assert replies[-1] == ReaderFailed("missing", "pulled out")
    assert field.is_closed


@pytest.mark.parametrize(
    ("path", "reason"), [("pcsc:none such", None), ("tty:NONESUCH9:pn532", "missing")]
)
def test_a_path_leads_to_its_library(path: str, reason: str | None) -> None:
    with pytest.raises(ReaderOpenError) as caught:
        open_field(path)

    assert reason is None or caught.value.reason == reason


def test_the_process_ends_with_its_input() -> None:
    done = subprocess.run(
        COMMAND,
        cwd=Path(__file__).parents[4],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=_WAIT_S,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, b"")


def test_the_process_says_what_it_cannot_open() -> None:
    child = ReaderChild()
    try:
        child.send(OpenReader("udp:127.0.0.1:port"))
        reply = child.receive(_WAIT_S)
    finally:
        child.close()

    assert isinstance(reply, ReaderFailed)
    assert reply.reason == "path"

"""The reader process as the till sees it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from drivers.nfc.messages import Looked, OpenReader, ReaderOpened, encode_frame
from drivers.nfc.reader_child import ChildGoneError, ReaderChild
from tests.fakes.reader_child import scripted

_WAIT_S = 20.0


def test_what_it_says_is_heard_in_order() -> None:
    child = ReaderChild(scripted([[ReaderOpened("x"), Looked(None)]]))
    try:
        child.send(OpenReader("usb"))

        assert child.receive(_WAIT_S) == ReaderOpened("x")
        assert child.receive(_WAIT_S) == Looked(None)
    finally:
        child.close()


def test_nobody_waits_for_a_silent_one() -> None:
    child = ReaderChild(scripted([]))
    try:
        assert child.receive(0.01) is None
        child.wake()
        assert child.receive(_WAIT_S) is None
    finally:
        child.close()


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(b"", id="dies"),
        pytest.param(encode_frame(Looked(None))[:-1], id="dies in a frame"),
        pytest.param(b"\xff\xff\xff\xff", id="too long"),
        pytest.param(b"\0\0\0\x02hi", id="nonsense"),
    ],
)
def test_its_death_is_told_to_everyone_who_asks(last: bytes) -> None:
    child = ReaderChild(scripted([last], then="die"))
    try:
        child.send(OpenReader("usb"))
        for _ in range(2):
            with pytest.raises(ChildGoneError):
                child.receive(_WAIT_S)
    finally:
        child.close()


def test_one_that_hangs_is_ended_by_force() -> None:
    child = ReaderChild(scripted([], then="hang"))

    child.close()
    child.close()

    with pytest.raises(ChildGoneError):
        child.send(OpenReader("usb"))


def test_one_that_talks_too_much_is_not_listened_to_for_ever() -> None:
    child = ReaderChild(scripted([encode_frame(Looked(None)) * 2000]))
    try:
        child.send(OpenReader("usb"))
        child._thread.join(_WAIT_S)

        with pytest.raises(ChildGoneError):
            _hear_for_ever(child)
    finally:
        child.close()


def test_what_cannot_be_started_is_an_error() -> None:
    with pytest.raises(OSError, match="nonesuch"):
        ReaderChild([str(Path(sys.executable).with_name("nonesuch"))])


def _hear_for_ever(child: ReaderChild) -> None:
    while True:
        child.receive(_WAIT_S)

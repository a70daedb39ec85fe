"""One connection to a printer, against a scripted one."""

from __future__ import annotations

import pytest

from drivers.errors import TransportGoneError, TransportTimeoutError
from drivers.receipt_printer.session import PrinterSession


class ScriptedTransport:
    """Answers from a script; None in it is silence."""

    address = "script"

    def __init__(self, *answers: bytes | None) -> None:
        self.is_open = False
        self.sent: list[bytes] = []
        self.was_finished = False
        self._answers = list(answers)

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        if not self._answers:
            raise TransportGoneError(self.address, "closed")
        answer = self._answers.pop(0)
        if answer is None:
            raise TransportTimeoutError(self.address, "silence")
        return answer

    def write(self, data: bytes, *, timeout_s: float) -> None:
        self.sent.append(data)

    def finish_writing(self) -> None:
        self.was_finished = True

    def interrupt(self) -> None:
        """Nothing blocks."""


def test_all_four_questions_are_asked_one_after_the_other() -> None:
    transport = ScriptedTransport(b"\x12", b"\x12", b"\x12", b"\x1e")

    with PrinterSession(transport) as session:
        status = session.read_status()

    assert transport.sent == [bytes((0x10, 4, n)) for n in (1, 2, 3, 4)]
    assert status.is_paper_low
    assert transport.was_finished
    assert not transport.is_open


def test_an_answer_in_single_bytes_among_others_is_found() -> None:
    transport = ScriptedTransport(b"\xff", b"\x10", b"\x00\x00\x00", b"\x16")

    with PrinterSession(transport) as session:
        assert session.ask_real_time(1).is_drawer_high


def test_silence_ends_the_session_without_a_goodbye() -> None:
    transport = ScriptedTransport(None)

    with pytest.raises(TransportTimeoutError), PrinterSession(transport) as session:
        session.ask_real_time(1)

    assert not transport.is_open
    assert not transport.was_finished


def test_nothing_but_noise_is_silence_in_the_end() -> None:
    transport = ScriptedTransport(*[b"\xff"] * 1000)

    with (
        pytest.raises(TransportTimeoutError, match="no answer in time"),
        PrinterSession(transport, answer_timeout_s=0.0001) as session,
    ):
        session.ask_real_time(1)


def test_a_status_answer_is_not_taken_for_the_barrier() -> None:
    transport = ScriptedTransport(None, b"\x16", None, b"\x12", b"\x00")

    with PrinterSession(transport, barrier_timeout_s=60.0) as session:
        session.wait_until_printed()

    assert transport.sent == [b"\x1d\x72\x01", b"\x10\x04\x02", b"\x10\x04\x02"]


def test_the_status_while_waiting_is_kept() -> None:
    transport = ScriptedTransport(None, b"\x32", b"\x00")

    with PrinterSession(transport, barrier_timeout_s=60.0) as session:
        session.wait_until_printed()

        assert session.status.is_paper_out


def test_a_long_job_is_handed_over_in_chunks() -> None:
    transport = ScriptedTransport()

    with PrinterSession(transport) as session:
        session.send(bytes(10_000))

    assert [len(chunk) for chunk in transport.sent] == [4096, 4096, 1808]

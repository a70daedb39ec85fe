"""One connection to a printer, against a scripted one."""

from __future__ import annotations

import pytest
from typing_extensions import override

from drivers.errors import TransportGoneError, TransportTimeoutError
from drivers.receipt_printer import session as session_module
from drivers.receipt_printer.session import GO_ON_MAX, PrinterSession


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


def test_what_has_not_left_when_it_breaks_is_thrown_away() -> None:
    class Abortable(ScriptedTransport):
        was_aborted = False

        def abort(self) -> None:
            self.was_aborted = True
            self.close()

    transport = Abortable(None)
    with pytest.raises(TransportTimeoutError), PrinterSession(transport) as session:
        session.ask_real_time(1)
    calm = Abortable(b"\x12")
    with PrinterSession(calm) as session:
        session.ask_real_time(1)

    assert transport.was_aborted
    assert not transport.is_open
    assert not calm.was_aborted


def test_a_printer_that_never_stops_talking_is_hung_up_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Babbling(ScriptedTransport):
        @override
        def read(self, count_max: int, *, timeout_s: float) -> bytes:
            assert len(self.sent) < 1000, "still listening"
            self.sent.append(b"")
            return b"\x12"

    monkeypatch.setattr(session_module, "_GOODBYE_S_MAX", 0.0001)
    transport = Babbling()

    with PrinterSession(transport) as session:
        session.ask_real_time(1)

    assert not transport.is_open


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

    assert [len(chunk) for chunk in transport.sent] == [1024] * 9 + [784]


def test_a_freed_cutter_is_told_to_go_on_a_few_times() -> None:
    looks = [part for _ in range(5) for part in (None, b"\x52")]
    transport = ScriptedTransport(*looks, b"\x00")

    with PrinterSession(transport) as session:
        session.wait_until_printed()

    assert transport.sent.count(b"\x10\x05\x01") == GO_ON_MAX


def test_a_cutter_under_an_open_cover_is_left_alone() -> None:
    transport = ScriptedTransport(None, b"\x56", b"\x00")

    with PrinterSession(transport) as session:
        session.wait_until_printed()

    assert b"\x10\x05\x01" not in transport.sent


def test_the_number_of_another_job_is_no_barrier() -> None:
    transport = ScriptedTransport(b"\x37\x22xxxx\x00", b"\x37\x22yyyy\x00", b"\x00")

    with (
        PrinterSession(transport) as session,
        pytest.raises(TransportGoneError),
    ):
        session.wait_until_printed(by_process_id=True)


class WiredTransport(ScriptedTransport):
    """A wire: nothing hangs up, and late answers wait in it."""

    is_wire = True


def test_what_is_late_on_a_wire_is_thrown_away() -> None:
    transport = WiredTransport(b"\x16", b"\x12", None, b"\x12")

    with PrinterSession(transport) as session:
        status = session.ask_real_time(1)

    assert not status.is_drawer_high
    assert not transport.is_open


def test_a_wire_that_never_stops_talking_is_no_printer() -> None:
    transport = WiredTransport(*[b"A"] * 100)

    with pytest.raises(TransportGoneError, match="never stops"):
        PrinterSession(transport).__enter__()
    assert not transport.is_open

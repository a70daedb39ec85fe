"""A call is cut off at its deadline, and nothing else is."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from terminal.replication.call_deadline import (
    CallDeadline,
    deadline,
    hold_to_deadline,
)

_LONG_S = 60.0


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(_LONG_S)
        yield ours, theirs


def test_a_reader_finds_the_end_at_the_deadline(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    with deadline(time.monotonic() + 0.05) as call:
        hold_to_deadline(pair[0])
        assert pair[0].recv(1) == b""

    assert call.is_over


def test_a_socket_that_comes_after_the_deadline_is_shut_at_once(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    with deadline(time.monotonic() + _LONG_S) as call:
        call.cut_off()
        hold_to_deadline(pair[0])

        assert pair[0].recv(1) == b""


def test_a_call_that_ended_leaves_its_connection_to_the_next(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    with deadline(time.monotonic() + _LONG_S) as call:
        hold_to_deadline(pair[0])
    call.cut_off()

    pair[1].send(b"x")

    assert pair[0].recv(1) == b"x"
    assert (call.is_ended, call.is_over) == (True, False)


def test_a_closed_socket_and_none_at_all_do_no_harm(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    hold_to_deadline(pair[0])
    pair[0].close()
    with deadline(time.monotonic() + _LONG_S) as call:
        hold_to_deadline(None)
        hold_to_deadline(pair[0])
        call.cut_off()

    assert call.is_over


def test_a_sooner_deadline_is_not_kept_waiting_by_a_later_one(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    later = threading.Thread(target=_wait_long, args=(entered := threading.Event(),))
    later.start()
    entered.wait()
    begun_s = time.monotonic()

    with deadline(begun_s + 0.05) as call:
        hold_to_deadline(pair[0])
        pair[0].recv(1)

    assert call.is_over
    assert time.monotonic() - begun_s < _LONG_S / 2
    later.join()


def _wait_long(entered: threading.Event) -> None:
    with deadline(time.monotonic() + _LONG_S):
        entered.set()


def test_calls_of_several_threads_have_a_deadline_each() -> None:
    seen: dict[str, CallDeadline] = {}
    both = threading.Barrier(2)

    def run(name: str, length_s: float) -> None:
        ours, theirs = socket.socketpair()
        ours.settimeout(_LONG_S)
        with ours, theirs, deadline(time.monotonic() + length_s) as call:
            hold_to_deadline(ours)
            both.wait()
            if name == "short":
                ours.recv(1)
        seen[name] = call

    threads = [
        threading.Thread(target=run, args=given)
        for given in (("short", 0.05), ("long", _LONG_S))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (seen["short"].is_over, seen["long"].is_over) == (True, False)

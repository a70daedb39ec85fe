"""Both inputs keep one promise: bytes, a wake-up or silence, and the end."""

import os
import threading
from collections.abc import Callable, Iterator

import pytest

from terminal.bootstrap.wakeable_input import (
    PosixInput,
    Signal,
    ThreadedInput,
    WakeableInput,
    open_input,
)

Pipe = tuple[int, int]


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    read, write = os.pipe()
    yield read, write
    os.close(read)


@pytest.fixture(params=[PosixInput, ThreadedInput, open_input])
def opened(
    pipe: Pipe, request: pytest.FixtureRequest
) -> Iterator[tuple[WakeableInput, int]]:
    make: Callable[[int], WakeableInput] = request.param
    source = make(pipe[0])
    yield source, pipe[1]
    source.close()


def test_bytes_come_whole_and_the_end_is_empty(
    opened: tuple[WakeableInput, int],
) -> None:
    source, write = opened
    os.write(write, b"one\n")

    assert source.read(5) == b"one\n"

    os.close(write)
    assert source.read(5) == b""


def test_another_thread_wakes_the_reader(opened: tuple[WakeableInput, int]) -> None:
    source, write = opened
    thread = threading.Timer(0.01, source.wake)
    thread.start()

    assert source.read(5) is Signal.WOKEN

    thread.join()
    os.close(write)


def test_silence_is_told_and_ends_nothing(opened: tuple[WakeableInput, int]) -> None:
    source, write = opened

    assert source.read(0.01) is Signal.IDLE

    os.write(write, b"late")
    assert source.read(5) == b"late"
    os.close(write)

"""A process that plays tills for a bench, and speaks with it in lines of JSON.

It is told its order on standard input, answers when everything is made, is told to
begin by one more line, and answers when it is through. What it makes before it begins
costs nothing while the server is measured.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final, Generic, Self, TypeVar

import msgspec

from structs.decoding import decode_json
from terminal.diagnostics.errors import DiagnosticsError

_ROOT: Final = Path(__file__).parents[2]
_STOP_S: Final = 30

_Order = TypeVar("_Order", bound=msgspec.Struct)
_Made = TypeVar("_Made", bound=msgspec.Struct)
_Done = TypeVar("_Done", bound=msgspec.Struct)
_Message = TypeVar("_Message", bound=msgspec.Struct)


class LoadProcess(Generic[_Made, _Done]):
    """One such process, seen by the bench; a context that ends it.

    Args:
        module: What it runs, by `python -m`.
        order: What it is told first.
        made: What it answers when everything is made.
        done: What it answers at the end.
    """

    def __init__(
        self, module: str, order: msgspec.Struct, made: type[_Made], done: type[_Done]
    ) -> None:
        self._made = made
        self._done = done
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
        )
        self._write(msgspec.json.encode(order))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for pipe in (self._stdin, self._stdout):
            pipe.close()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            # The bench failed while it was under way.
            self._process.kill()
            self._process.wait()

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll()

    def made(self) -> _Made:
        """Wait until everything is made.

        Raises:
            DiagnosticsError: It ended before.
        """
        return self._read(self._made)

    def begin(self) -> None:
        """Let it go."""
        self._write(b"go")

    def done(self) -> _Done:
        """Wait until it is through.

        Raises:
            DiagnosticsError: It ended before.
        """
        return self._read(self._done)

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _stdout(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _write(self, line: bytes) -> None:
        self._stdin.write(line + b"\n")
        self._stdin.flush()

    def _read(self, kind: type[_Message]) -> _Message:
        line = self._stdout.readline()
        if not line:
            raise DiagnosticsError("a process that plays tills ended too early")
        return decode_json(line, kind)


def play(
    order: type[_Order],
    make: Callable[[_Order], tuple[Any, msgspec.Struct]],
    go: Callable[[Any], msgspec.Struct],
) -> None:
    """Be such a process: read the order, make, wait for a line, go.

    Args:
        order: What it is told first.
        make: Returns what it made, and what it answers about it.
        go: Is given what was made; returns the last answer.
    """
    made, answer = make(decode_json(sys.stdin.buffer.readline(), order))
    _say(answer)
    if sys.stdin.buffer.readline():
        _say(go(made))


def _say(message: msgspec.Struct) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(message) + b"\n")
    sys.stdout.buffer.flush()

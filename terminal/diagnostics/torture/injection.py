"""Lets one call of a running or starting program fail, as a broken disk would."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

import msgspec

from terminal.diagnostics.torture.recorder import RecorderError, require_strace

CALLS: Final = (
    "pwrite64",
    "write",
    "fsync",
    "fdatasync",
    "ftruncate",
    "openat",
    "rename",
    "unlink",
    "mkdir",
)
"""The calls that change a disk, or its names, in what the till does."""

ERRORS: Final = ("EIO", "ENOSPC", "EDQUOT")

_ATTACH_TIMEOUT_S: Final = 30.0
_ATTACHED: Final = b"attached"
_INJECTED: Final = "(INJECTED)"


class Fault(msgspec.Struct, frozen=True):
    """Which call fails, and how.

    Attributes:
        call: Name of the system call.
        error: Name of the error it returns.
        number: Which of these calls, from 1.
    """

    call: str
    error: str
    number: int


class Injection:
    """One fault, on the files of one till alone.

    strace does it from outside, so the program that meets the error is the shipped
    one, whole.
    """

    def __init__(self, fault: Fault, paths: Sequence[Path], trace: Path) -> None:
        self._trace = trace
        self._words = [
            require_strace(),
            *("-f", "-o", str(trace)),
            *("-e", f"trace={fault.call}"),
            *("-e", f"inject={fault.call}:error={fault.error}:when={fault.number}"),
            *(word for path in paths for word in ("-P", str(path))),
        ]
        self._strace: subprocess.Popen[bytes] | None = None
        trace.unlink(missing_ok=True)

    @property
    def prefix(self) -> tuple[str, ...]:
        """What to put in front of a program to meet the fault from its start."""
        return (*self._words, "-q", "--seccomp-bpf")

    def attach(self, process_id: int) -> Self:
        """Begin with a process that runs already; used as a context.

        Raises:
            RecorderError: strace may not watch it.
        """
        self._strace = subprocess.Popen(
            [*self._words, "-p", str(process_id)],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert self._strace.stderr is not None
        said = b""
        while _ATTACHED not in said:
            readable, _, _ = select.select(
                [self._strace.stderr], [], [], _ATTACH_TIMEOUT_S
            )
            chunk = os.read(self._strace.stderr.fileno(), 4096) if readable else b""
            if not chunk:
                self._end()
                raise RecorderError(f"strace cannot attach: {said.decode().strip()}")
            said += chunk
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @property
    def was_met(self) -> bool:
        """Whether the call was made at all; ask when the program or watch ended."""
        return self._trace.exists() and _INJECTED in self._trace.read_text(
            encoding="utf-8", errors="replace"
        )

    def _end(self) -> None:
        if self._strace is None:
            return
        if self._strace.poll() is None:
            self._strace.send_signal(signal.SIGINT)
        self._strace.wait()
        assert self._strace.stderr is not None
        self._strace.stderr.close()
        self._strace = None

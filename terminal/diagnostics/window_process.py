"""Starts the window that is measured, and reads what its probe reports."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import msgspec

from structs.decoding import json_decoder
from terminal.diagnostics.errors import DiagnosticsError

_ROOT: Final = Path(__file__).parents[2]
_DEADLINE_S: Final = 60.0
_STOP_S: Final = 10.0
_CHUNK_BYTES: Final = 65_536
_PROGRAM: Final = "from terminal.diagnostics.window_child import main; main()"


class WindowError(DiagnosticsError):
    """The window did not show what was waited for."""


class Report(msgspec.Struct, frozen=True):
    """One line of the probe.

    Attributes:
        what: "painted", "names", "pin" or "completed".
        name: The widget that was painted.
        rows: The rows of the list then.
        at_s: The end of it, on the monotonic clock that all processes share.
        began_s: Its beginning, for the check of a PIN and the completion of a sale.
    """

    what: str
    at_s: float
    name: str = ""
    rows: int = 0
    began_s: float = 0.0


def prepare_environment() -> None:
    """Make this process and its children measure what a user would wait for.

    Without a display the window is drawn into memory.  Compiled modules are kept,
    as they are on every machine but those told otherwise: a till that compiled its
    sources at each start would be measured, not the one that is sold.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class WindowProcess:
    """A till with its window, which signs on by itself.

    With *lines_a_sale* each sale is paid by keys once it has as many lines.

    Attributes:
        started_s: When the process was started, on the monotonic clock.
    """

    def __init__(self, home: Path, pin: str, *, lines_a_sale: int = 0) -> None:
        self.started_s = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(home), pin, str(lines_a_sale)],
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        self._output = self._process.stdout.fileno()
        self._pending = b""
        self._reports: list[Report] = []
        self._decode = json_decoder(Report).decode

    def wait_for(self, what: str, name: str = "", rows: int = 0) -> Report:
        """Return the next report of *what*; for a list once it has *rows*.

        Raises:
            WindowError: The process ended, or a minute went by.
        """
        deadline = time.monotonic() + _DEADLINE_S
        while True:
            while self._reports:
                report = self._reports.pop(0)
                if report.what == what and report.name == name and report.rows >= rows:
                    return report
            if not self._read(deadline - time.monotonic()):
                wanted = f"{what} {name}".strip()
                raise WindowError(f"the window did not report {wanted!r} in time")

    def rest(self, seconds: float) -> None:
        """Let the window come to rest; forget what it reports meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)
        self._reports.clear()

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _read(self, timeout_s: float) -> bool:
        readable, _, _ = select.select([self._output], [], [], max(0.0, timeout_s))
        if not readable:
            return False
        data = os.read(self._output, _CHUNK_BYTES)
        if not data:
            code = self._process.wait()
            raise WindowError(f"the window ended with exit code {code}")
        *lines, self._pending = (self._pending + data).split(b"\n")
        self._reports += [
            self._decode(line) for line in lines if line.startswith(b'{"what"')
        ]
        return True

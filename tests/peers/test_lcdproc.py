"""LCDproc's LCDd as the host of our simulated displays, through a pseudo-terminal.

Debian's LCDd 0.5.9 knows AEDEX and Logic Controls; its CD5220 came later.  Its
Logic Controls and Epson hosts send a cursor position as two digits and NUL, which
its later sources corrected to one byte; the test corrects it on the way.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.line_display.languages import DECODERS
from drivers.line_display.simulator import SimulatedLineDisplay
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import PtyMedium

_DEADLINE_S = 15.0
_SCREEN = (
    "hello",
    "screen_add sale",
    "screen_set sale -heartbeat off -priority alert",
    "widget_add sale upper string",
    "widget_add sale lower string",
)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _driver_folder() -> Path:
    (plugin,) = Path("/usr/lib").glob("**/lcdproc/serialPOS.so")
    return plugin.parent


class _Host:
    """A running LCDd and a client of it."""

    def __init__(self, device: str, kind: str, folder: Path) -> None:
        port = _free_port()
        config = folder / "LCDd.conf"
        config.write_text(
            f"[server]\nDriverPath={_driver_folder()}/\nDriver=serialPOS\n"
            f"Bind=127.0.0.1\nPort={port}\nReportLevel=2\nReportToSyslog=no\n"
            "Foreground=yes\nServerScreen=no\nUser=root\n"
            f"[serialPOS]\nDevice={device}\nSize=20x2\nType={kind}\nSpeed=9600\n"
        )
        program = shutil.which("LCDd", path="/usr/sbin:/usr/bin")
        assert program is not None, "run make peers"
        self._process = subprocess.Popen(
            [program, "-c", str(config), "-f"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._client = self._connect(port)

    def _connect(self, port: int) -> socket.socket:
        deadline = time.monotonic() + _DEADLINE_S
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=5)
            except OSError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    self.close()
                    raise

    def say(self, *lines: str) -> None:
        """Send commands of LCDproc's protocol."""
        for line in lines:
            self._client.sendall(f"{line}\n".encode())

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)


@pytest.fixture
def link() -> Iterator[SimulationLink]:
    link = SimulationLink(SimulatedLineDisplay("aedex"), PtyMedium())
    yield link
    link.close()


def _wait_for_lines(link: SimulationLink, upper: str, lower: str) -> None:
    deadline = time.monotonic() + _DEADLINE_S
    while True:
        state = link.state()
        if (state["upper"], state["lower"]) == (upper, lower):
            return
        assert time.monotonic() < deadline, (state, link.received)


@pytest.mark.peers
def test_our_display_shows_what_lcdd_writes(
    link: SimulationLink, tmp_path: Path
) -> None:
    device = link.address.removeprefix("serial:")
    host = _Host(device, "AEDEX", tmp_path)
    try:
        host.say(
            *_SCREEN,
            "widget_set sale upper 1 1 {TOTAL           5.70}",
            "widget_set sale lower 1 2 {CHANGE          4.30}",
        )
        _wait_for_lines(link, "TOTAL           5.70", "CHANGE          4.30")

        host.say("widget_set sale lower 1 2 {THANK YOU}")
        _wait_for_lines(link, "TOTAL           5.70", "THANK YOU           ")
    finally:
        host.close()
    # LCDd says goodbye: its last words are two whole lines too.
    _wait_for_lines(link, "  Thanks for using  ", "  LCDproc & Linux!  ")


def _corrected(data: bytes) -> bytes:
    return re.sub(rb"\x10(\d\d)\x00", lambda found: bytes((0x10, int(found[1]))), data)


@pytest.mark.peers
def test_our_display_shows_what_lcdd_writes_for_logic_controls(
    link: SimulationLink, tmp_path: Path
) -> None:
    device = link.address.removeprefix("serial:")
    host = _Host(device, "LogicControls", tmp_path)
    shown: tuple[str, str] = ("", "")
    try:
        host.say(
            *_SCREEN,
            "widget_set sale upper 1 1 {TOTAL           5.70}",
            "widget_set sale lower 1 2 {CHANGE          4.30}",
        )
        deadline = time.monotonic() + _DEADLINE_S
        while shown != ("TOTAL           5.70", "CHANGE          4.30"):
            assert time.monotonic() < deadline, (shown, link.received)
            decoder = DECODERS["logic-controls"]()
            decoder.feed(_corrected(link.received))
            shown = (decoder.glass.line(0), decoder.glass.line(1))
    finally:
        host.close()

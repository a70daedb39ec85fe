"""The display of `main.py simulate line-display`, in this process."""

from __future__ import annotations

import json
import os
import socket
import urllib.request

from drivers.transport.address import parse_tcp
from terminal.peripherals.simulated_display import StandAloneDisplay


def test_its_control_port_shows_both_lines_and_changes_come_one_by_one() -> None:
    display = StandAloneDisplay("cd5220", listen="tcp://127.0.0.1:0")
    reading, writing = os.pipe()
    try:
        with (
            os.fdopen(reading, encoding="ascii") as until,
            socket.create_connection(parse_tcp(display.address), 5) as wire,
        ):
            changes = display.changes(until)
            wire.sendall(b"\x1bQAHello\r")
            assert next(changes) == ("Hello".ljust(20), " " * 20)
            with urllib.request.urlopen(display.control_url) as answer:
                report = json.load(answer)
            os.close(writing)
            assert list(changes) == []
    finally:
        display.close()

    assert report["kind"] == "line_display"
    assert report["state"]["upper"] == "Hello".ljust(20)

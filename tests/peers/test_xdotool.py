"""xdotool types labels into the real window under Xvfb, at 0 ms a key.

Not one label may be lost, and not one character may reach a field; what a person
types in between must.  The keys go through the X server, Xlib and Qt like those of
a scanner; only the USB cable is missing.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal.diagnostics.sample_home import PIN, make_sample_home, open_for_sales
from terminal.diagnostics.sample_items import SampleItem
from terminal.settings.schema import DeviceSettings

pytestmark = [
    pytest.mark.peers,
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        shutil.which("xdotool") is None or shutil.which("Xvfb") is None,
        reason="xdotool and Xvfb are not installed",
    ),
]

_ROOT = Path(__file__).parents[2]
_LABELS = 60
_WAIT_S = 30.0
# xdotool takes half of it from key to key.
_PERSON_MS = "260"
# A scanner and the kernel's clock are not slowed down by a busy computer; the
# programs in their place are, and would pause in the middle of a label.
_FIRST = ["nice", "-n", "-15"] if hasattr(os, "geteuid") and not os.geteuid() else []
_KEY_NAMES = {"\x1d": "ctrl+bracketright", "\n": "Return", "]": "bracketright"}


def _ean(number: int) -> str:
    body = f"400638{number:06d}"
    odd_even = sum(int(d) * (3 if place % 2 else 1) for place, d in enumerate(body))
    return body + str(-odd_even % 10)


ITEMS = [SampleItem(_ean(number), f"Item {number}", 100) for number in range(_LABELS)]


class Display:
    """An X server of our own."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            [
                *_FIRST,
                "Xvfb",
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                "1366x768x24",
            ],
            pass_fds=(writing,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            self.name = f":{told.readline().strip()}"
        self.environment = {
            **os.environ,
            "DISPLAY": self.name,
            "QT_QPA_PLATFORM": "xcb",
        }

    def run(self, *command: str) -> str:
        """Run a program on this display."""
        return subprocess.run(
            [*_FIRST, *command],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout

    def close(self) -> None:
        """End the server."""
        self._server.terminate()
        self._server.wait()


class Till:
    """The till's process on a display."""

    def __init__(self, display: Display, home: Path) -> None:
        self._display = display
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.wedge_window", str(home)],
            cwd=_ROOT,
            env=display.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._states: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.state: dict[str, Any] = {}

    def wait_for(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the window shows what is *wanted*."""
        deadline = time.monotonic() + _WAIT_S
        while not (self.state and wanted(self.state)):
            try:
                self.state = self._states.get(timeout=deadline - time.monotonic())
            except (queue.Empty, ValueError):
                pytest.fail(f"the window shows {self.state}")
        return self.state

    def tell(self, word: str) -> None:
        """Have the focus moved; see wedge_window."""
        assert self._process.stdin is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()

    def sign_on(self) -> None:
        """Take the focus and key the PIN as slowly as a person."""
        self.wait_for(lambda s: s["operators"] > 0)
        window = self._display.run(
            "xdotool", "search", "--sync", "--onlyvisible", "--pid",
            str(self._process.pid),
        ).split()[-1]  # fmt: skip
        self._display.run("xdotool", "windowfocus", "--sync", window)
        # A person reads the names first.
        self._display.run("xdotool", "sleep", "1.5", "type", "--delay", _PERSON_MS, PIN)
        self.wait_for(lambda s: s["screen"] == "saleScreen")

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._process.wait()
        self._reader.join(5)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with contextlib.suppress(ValueError):
                self._states.put(json.loads(line))


@pytest.fixture
def display() -> Iterator[Display]:
    display = Display()
    yield display
    display.close()


def _till(display: Display, tmp_path: Path, **options: str | int) -> Till:
    wedge = DeviceSettings(kind="scanner", address="wedge:", options=dict(options))
    home = make_sample_home(tmp_path / "home", ITEMS, {"wedge": wedge})
    with open_for_sales(home):
        pass
    return Till(display, tmp_path / "home")


def _scan(display: Display, text: str) -> None:
    display.run("xdotool", "type", "--delay", "0", text)


def test_no_label_is_lost_and_none_leaks_into_a_field(
    display: Display, tmp_path: Path
) -> None:
    till = _till(display, tmp_path)
    try:
        till.sign_on()
        _scan(display, "".join(f"]E0{item.scan_code}\n" for item in ITEMS))
        shown = till.wait_for(lambda s: len(s["lines"]) == _LABELS)

        assert shown["lines"] == [item.description for item in ITEMS]
        assert shown["fields"] == []
    finally:
        till.close()


def test_a_scan_in_the_middle_of_typing_leaves_the_typing_alone(
    display: Display, tmp_path: Path
) -> None:
    till = _till(display, tmp_path)
    try:
        till.sign_on()
        till.tell("search")
        till.wait_for(lambda s: "scan" in s["focus"].lower())
        display.run("xdotool", "type", "--delay", _PERSON_MS, "mil")
        till.wait_for(lambda s: s["fields"] == ["mil"])
        for item in ITEMS[:20]:
            _scan(display, f"{item.scan_code}\n")
        shown = till.wait_for(lambda s: len(s["lines"]) == 20)
        assert shown["fields"] == ["mil"]
        display.run("xdotool", "type", "--delay", _PERSON_MS, "k")
        till.wait_for(lambda s: s["fields"] == ["milk"])

        assert till.state["lines"] == [item.description for item in ITEMS[:20]]
    finally:
        till.close()


def test_a_separator_typed_as_control_and_bracket_parts_gs1_data(
    display: Display, tmp_path: Path
) -> None:
    till = _till(display, tmp_path)
    try:
        till.sign_on()
        for item in ITEMS[:5]:
            label = f"]d2010{item.scan_code}10LOT\x1d17271231\n"
            keys = [_KEY_NAMES.get(character, character) for character in label]
            display.run("xdotool", "key", "--delay", "0", *keys)
        shown = till.wait_for(lambda s: len(s["lines"]) == 5)

        assert shown["lines"] == [item.description for item in ITEMS[:5]]
        assert shown["fields"] == []
    finally:
        till.close()


@pytest.mark.parametrize("layout", ["fr", "de"])
def test_a_us_scanner_is_read_on_a_host_of_another_layout(
    display: Display, tmp_path: Path, layout: str
) -> None:
    till = _till(display, tmp_path, layout="us")
    try:
        till.sign_on()
        display.run("setxkbmap", layout)
        # By key code, as a scanner sends: the server's codes are eight more than
        # the kernel's, and digits 1 to 9 and 0 begin at 2 there.
        codes = {digit: str(10 + place) for place, digit in enumerate("1234567890")}
        for item in ITEMS[:5]:
            keys = [codes[digit] for digit in item.scan_code]
            display.run("xdotool", "key", "--delay", "0", *keys, "36")
        shown = till.wait_for(lambda s: len(s["lines"]) == 5)

        assert shown["lines"] == [item.description for item in ITEMS[:5]]
        assert shown["fields"] == []
    finally:
        till.close()


@pytest.mark.parametrize(
    ("options", "separator"),
    [
        ({"gs": "f8"}, ["key", "--delay", "0", "F8"]),
        # The way of Windows, as X11 brings it: digits of the keypad under Alt.
        (
            {},
            ["keydown", "Alt_L", "key", "--delay", "0", "90", "88", "81",
             "keyup", "Alt_L"],
        ),
    ],
    ids=["f8", "alt-029"],
)  # fmt: skip
def test_a_separator_comes_as_the_scanner_is_set(
    display: Display,
    tmp_path: Path,
    options: dict[str, str | int],
    separator: list[str],
) -> None:
    till = _till(display, tmp_path, **options)
    try:
        till.sign_on()
        for item in ITEMS[:5]:
            before = [_KEY_NAMES.get(c, c) for c in f"]d2010{item.scan_code}10LOT"]
            after = [*"17271231", "Return"]
            display.run(
                "xdotool", "key", "--delay", "0", *before, *separator,
                "key", "--delay", "0", *after,
            )  # fmt: skip
        shown = till.wait_for(lambda s: len(s["lines"]) == 5)

        assert shown["lines"] == [item.description for item in ITEMS[:5]]
        assert shown["fields"] == []
    finally:
        till.close()


def test_caps_lock_spoils_no_label(display: Display, tmp_path: Path) -> None:
    till = _till(display, tmp_path, identifiers="required")
    try:
        till.sign_on()
        display.run("xdotool", "key", "Caps_Lock")
        shift_e = [
            "keydown",
            "Shift_L",
            "key",
            "--delay",
            "0",
            "26",
            "keyup",
            "Shift_L",
        ]
        for item in ITEMS[:5]:
            display.run(
                "xdotool", "key", "--delay", "0", "bracketright", *shift_e,
                "key", "--delay", "0", "0", *item.scan_code, "Return",
            )  # fmt: skip
        shown = till.wait_for(lambda s: len(s["lines"]) == 5)

        assert shown["fields"] == []
    finally:
        till.close()

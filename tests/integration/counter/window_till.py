"""A till with its window in a process of its own, and devices that outlive it."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

from drivers.scanner.simulator import SimulatedScanner
from terminal.persistence.home import Home
from terminal.settings.schema import DeviceSettings
from tests.integration.counter.shop import (
    BREAD,
    BREAD_MINOR,
    MILK,
    MILK_MINOR,
    OPEN_LEVEL,
    new_card_reader,
    new_home,
    new_pole,
    new_printer,
    new_scale,
    new_scanner,
)

WAIT_S = 30.0
TOTAL = MILK_MINOR + BREAD_MINOR
"""Of the two lines that `ring` rings up."""

_ROOT = Path(__file__).parents[3]


class OutlivingCounter:
    """The devices, which outlive the till, and its home."""

    def __init__(self, folder: Path) -> None:
        self.scanner, scanner = new_scanner()
        self.printer, printer = new_printer()
        _, pole = new_pole("cd5220")
        _, scale = new_scale("toledo-8217")
        _, badges = new_card_reader()
        self._units = {
            "scanner": scanner,
            "printer": printer,
            "pole": pole,
            "scale": scale,
            "badges": badges,
        }
        settings = {name: unit.settings for name, unit in self._units.items()}
        settings["drawer"] = DeviceSettings(
            kind="cash_drawer",
            options={"printer": "printer", "open_level": OPEN_LEVEL},
        )
        self.home = new_home(folder, settings)

    def close(self) -> None:
        for unit in self._units.values():
            unit.close()


class WindowTill:
    """One run of the till."""

    def __init__(
        self, home: Home, scanner: SimulatedScanner, *, platform: str = "offscreen"
    ) -> None:
        self._scanner = scanner
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.integration.counter.window_process",
                str(home.path),
            ],
            cwd=_ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": platform},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.open_lines = int(self.until("ready"))

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(line.strip())
        self._said.put("gone")

    def until(self, word: str) -> str:
        """Wait until it says *word*; return what it says with it."""
        while True:
            said, _, rest = self._said.get(timeout=WAIT_S).partition(" ")
            assert said == word or said != "gone", f"gone before {word}"
            if said == word:
                return rest

    def ring(self) -> None:
        """Scan what a sale of two lines still lacks."""
        for count, code in enumerate((MILK, BREAD), 1):
            if count > self.open_lines:
                self._scanner.scan(code)
                assert self.until("lines") == str(count)
        self.open_lines = 0

    def tell(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()

    def pay(self) -> int:
        """Pay, and return what was paid."""
        self.tell("pay")
        return int(self.until("paid"))

    def kill(self, after_s: float) -> bool:
        """Kill it that long after it was told to pay; return whether it had paid."""
        self.tell("pay")
        self.until("paying")
        threading.Event().wait(after_s)
        self._process.kill()
        self._end()
        said = []
        while not self._said.empty():
            said.append(self._said.get())
        return f"paid {TOTAL}" in said

    def close(self) -> None:
        self.tell("close")
        self.until("closed")
        self._end()
        assert self._process.returncode == 0

    def _end(self) -> None:
        self._process.wait(WAIT_S)
        self._listener.join(WAIT_S)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

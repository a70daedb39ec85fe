"""The till with its window, telling once in a while what it shows.

Run as a process: ``python -m tests.support.wedge_window HOME``.  One JSON line to
standard output at each change: the screen, the lines of the basket, the text of
every field, and which widget has the focus.  A line "search" to standard input
puts the focus into the search field, and "rest" takes it away.
"""

from __future__ import annotations

import functools
import json
import runpy
import sys
import threading
from pathlib import Path
from typing import Any

_MAIN = Path(__file__).parents[2] / "main.py"
_LOOK_MS = 50


def _state(window: Any) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication, QLineEdit

    flows = window.flows
    focus = QApplication.focusWidget()
    current = window.stack.currentWidget()
    return {
        "screen": current.objectName() if current is not None else "",
        "operators": len(window.sign_on.operators) if window.sign_on else 0,
        "lines": [line.name for line in flows.sale.lines()] if flows else [],
        "fields": [f.text() for f in window.findChildren(QLineEdit) if f.text()],
        "focus": focus.objectName() if focus is not None else "",
    }


def main() -> None:
    """Run the till of the home in the first argument."""
    from terminal.bootstrap.window import program

    def watch(shown: Any) -> None:
        from PySide6.QtCore import QObject, Qt, QTimer, Signal

        class Ear(QObject):
            heard = Signal(str)

        ear = Ear(shown)
        said = [""]

        def look() -> None:
            text = json.dumps(_state(shown), sort_keys=True)
            if text != said[0]:
                said[0] = text
                sys.stdout.write(text + "\n")
                sys.stdout.flush()

        def do(word: str) -> None:
            screen = shown.sale_screen
            if word == "search":
                screen.top_bar.scan_field.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                screen.top_bar.scan_field.clear()
                screen.setFocus(Qt.FocusReason.OtherFocusReason)

        def listen() -> None:
            for line in sys.stdin:
                ear.heard.emit(line.strip())

        ear.heard.connect(do)
        timer = QTimer(shown)
        timer.timeout.connect(look)
        timer.start(_LOOK_MS)
        threading.Thread(target=listen, daemon=True).start()

    watched = functools.partial(program.run_window, on_window=watch)
    setattr(program, "run_window", watched)  # noqa: B010 - a module's function
    sys.argv = [str(_MAIN), "till", "--home", sys.argv[1]]
    runpy.run_path(str(_MAIN), run_name="__main__")


if __name__ == "__main__":
    main()

"""A training till that somebody operates from sign-on to the end of the lesson.

Run as a process: ``python -m tests.support.training_window HOME OPERATOR PIN CODE``.
It runs ``main.py till --training`` as it is.  One JSON line to standard output says
what was seen: titles and words, the colours around each screen, what was sold.
"""

from __future__ import annotations

import functools
import json
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

_MAIN: Final = Path(__file__).parents[2] / "main.py"
_LOOK_MS: Final = 20


def _around(window: Any) -> list[str]:
    """Return the colours in the middles of the four sides, two pixels in."""
    picture = window.grab().toImage()
    right, bottom = picture.width() - 3, picture.height() - 3
    places = (
        (2, bottom // 2),
        (right, bottom // 2),
        (right // 2, 2),
        (right // 2, bottom),
    )
    return sorted({picture.pixelColor(x, y).name() for x, y in places})


def _lesson(window: Any, operator: str, pin: str, code: str) -> Iterator[Any]:
    """Yield what to wait for; does the next step when it is so."""
    seen: dict[str, Any] = {"title": window.windowTitle(), "around": {}}
    yield lambda: window.sign_on.operators
    seen["word"] = window.sign_on_screen.store.text()
    seen["around"]["sign-on"] = _around(window)
    window.sign_on.choose(operator)
    for digit in pin:
        window.sign_on.type_digit(digit)
    yield lambda: window.flows is not None and window.till.state is not None
    yield lambda: window.till.state.session is not None
    window.till.open(10_000)
    yield lambda: window.till.is_open
    flows = window.flows
    flows.take_scan(code)
    yield lambda: flows.sale.item_count == 1
    seen["around"]["sale"] = _around(window)
    flows.payment.pay_exact()
    yield lambda: flows.sale.last_completed is not None
    done = flows.sale.last_completed
    seen["sold"] = [done.series, done.number, done.gross_minor]
    flows.payment.show_last_receipt()
    yield lambda: flows.screen.panel.objectName() == "receiptPanel"
    seen["around"]["receipt"] = _around(window)
    window.sign_on.sign_off()
    yield lambda: window.stack.currentWidget() is window.sign_on_screen
    window.sign_on_screen.training_key.click()
    sys.stdout.write(json.dumps(seen) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run the training till of the home in the first argument."""
    from terminal.bootstrap.window import program

    home, *arguments = sys.argv[1:]

    def watch(shown: Any) -> None:
        from PySide6.QtCore import QTimer

        steps = _lesson(shown, *arguments)
        condition = [next(steps)]

        def look() -> None:
            if condition[0]():
                condition[0] = next(steps, lambda: False)

        timer = QTimer(shown)
        timer.timeout.connect(look)
        timer.start(_LOOK_MS)

    watched = functools.partial(program.run_window, on_window=watch)
    setattr(program, "run_window", watched)  # noqa: B010 - a module's function
    options = ["--training", "--with-input", "--home", home]
    sys.argv = [str(_MAIN), "till", *options]
    runpy.run_path(str(_MAIN), run_name="__main__")


if __name__ == "__main__":
    main()

"""The process whose window is measured: the till itself, with a probe inside.

Runs `main.py till` as it is and writes one JSON line to standard output for each
paint of a widget that matters, and for the check of the PIN.
"""

from __future__ import annotations

import functools
import json
import runpy
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_MAIN: Final = Path(__file__).parents[2] / "main.py"

SIGN_ON: Final = "signOnScreen"
SALE: Final = "saleScreen"
BASKET: Final = "basketList"
# After the names of the operators are there; a person is slower.
_READING_MS: Final = 1_000
# Tender, more than any sample sale costs, and the change is given.
_PAY: Final = "+99999\n\n"


def main() -> None:
    """Run the till of the home in the first argument; type the PIN in the second.

    A third one is a number of lines after which each sale is paid by keys.
    """
    home, pin, *more = sys.argv[1:]
    lines_a_sale = int(more[0]) if more else 0
    from terminal.bootstrap.window import program

    has_names = False
    is_paying = False
    opened: list[Any] = []

    def report(probe: Any, name: str, rows: int, at_s: float) -> None:
        nonlocal has_names, is_paying
        _say(what="painted", name=name, rows=rows, at_s=at_s)
        if name == SIGN_ON and not has_names and opened[0].sign_on.operators:
            has_names = True
            _say(what="names", at_s=at_s)
            # Not earlier: what it imports is not the window's to load before, and
            # digits that come before the names are nobody's.
            _time_pin_checks()
            if lines_a_sale:
                _time_completions()
            probe.type_keys(pin, after_ms=_READING_MS)
        elif name == BASKET and rows > 0:
            probe.narrow_to(BASKET)
            if rows == lines_a_sale and not is_paying:
                is_paying = True
                probe.type_keys(_PAY)
        elif name == BASKET:
            is_paying = False

    watch_paints = program.watch_paints(frozenset({SIGN_ON, SALE, BASKET}), report)

    def watch(shown: Any) -> None:
        opened.append(shown)
        watch_paints(shown)

    watched = functools.partial(program.run_window, on_window=watch)
    setattr(program, "run_window", watched)  # noqa: B010 - a module's function

    sys.argv = [str(_MAIN), "till", "--home", home]
    runpy.run_path(str(_MAIN), run_name="__main__")


def _time_pin_checks() -> None:
    """Report how long argon2 took: it is slow on purpose and no one's delay."""
    from terminal.persistence.keys import pin_hasher

    verify: Callable[..., bool] = pin_hasher.Argon2PinHasher.verify

    def timed(*arguments: str) -> bool:
        began_s = time.monotonic()
        is_right = verify(*arguments)
        _say(what="pin", began_s=began_s, at_s=time.monotonic(), is_right=is_right)
        return is_right

    setattr(pin_hasher.Argon2PinHasher, "verify", timed)  # noqa: B010 - a method


def _time_completions() -> None:
    """Report how long each sale took to be on disk, as its use case sees it."""
    from terminal.application.tendering import complete_sale

    call: Callable[..., object] = complete_sale.CompleteSaleHandler.__call__

    def timed(*arguments: object) -> object:
        began_s = time.monotonic()
        completed = call(*arguments)
        _say(what="completed", began_s=began_s, at_s=time.monotonic())
        return completed

    setattr(complete_sale.CompleteSaleHandler, "__call__", timed)  # noqa: B010 - as above


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()

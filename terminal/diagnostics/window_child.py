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
# Until the names of the operators are there; a person is slower.
_READING_MS: Final = 1_000


def main() -> None:
    """Run the till of the home in the first argument; type the PIN in the second."""
    home, pin = sys.argv[1:3]
    from terminal.bootstrap import window

    has_typed = False
    has_names = False
    opened: list[Any] = []

    def report(probe: Any, name: str, rows: int, at_s: float) -> None:
        nonlocal has_typed, has_names
        _say(what="painted", name=name, rows=rows, at_s=at_s)
        if name == SIGN_ON and not has_names and opened[0].sign_on.operators:
            has_names = True
            _say(what="names", at_s=at_s)
        if name == SIGN_ON and not has_typed:
            has_typed = True
            # Not earlier: what it imports is not the window's to load before.
            _time_pin_checks()
            probe.type_keys(pin, after_ms=_READING_MS)
        elif name == BASKET and rows > 0:
            probe.narrow_to(BASKET)

    watch_paints = window.watch_paints(frozenset({SIGN_ON, SALE, BASKET}), report)

    def watch(shown: Any) -> None:
        opened.append(shown)
        watch_paints(shown)

    watched = functools.partial(window.run_window, on_window=watch)
    setattr(window, "run_window", watched)  # noqa: B010 - a module's function

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


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()

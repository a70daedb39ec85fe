"""How a drawer is opened once, whatever it hangs on."""

import threading
import time
from collections.abc import Callable
from typing import Final

from drivers.cash_drawer.port import KickOutcome, KickResult

OPEN_TIMEOUT_S: Final = 1.0
"""A drawer that has not opened by then is locked or stuck."""

KICKS_MAX: Final = 2
"""The second one only when the sensor says that the first did nothing."""

_OPEN_BEFORE: Final = "the sensor said open before the pulse"
_LOOK: Final = "Close the cash drawer; if it is closed, see whether its cable is in."
_LOOK_INTERVAL_S: Final = 0.05


class Kicker:
    """Kicks, looks, and lets the magnet rest.  On one thread."""

    def __init__(self, rest_s: float) -> None:
        """Prepare; *rest_s* from one kick to the next, or the magnet overheats."""
        self._rest_s = rest_s
        self._pause = threading.Event()
        self._rested_at = 0.0

    def rest(self) -> None:
        """Wait until it may be kicked."""
        rest_s = self._rested_at - time.monotonic()
        if rest_s > 0:
            self._pause.wait(rest_s)

    def kick(
        self,
        send: Callable[[], None],
        is_open: Callable[[], bool | None] | None,
        *,
        was_open: bool = False,
        open_timeout_s: float = OPEN_TIMEOUT_S,
    ) -> KickResult:
        """Open the drawer once; what *send* and *is_open* raise passes through.

        Args:
            send: Sends one pulse; rest() was called before.
            is_open: Looks at the sensor, None when it says nothing; None without one.
            was_open: What the sensor said before: that it opened cannot be seen then.
            open_timeout_s: How long the drawer may take; the magnet rests meanwhile.
        """
        for _ in range(KICKS_MAX):
            send()
            self._rested_at = time.monotonic() + self._rest_s
            if is_open is None:
                return KickResult(KickOutcome.SENT)
            if was_open:
                # A drawer whose cable is out looks open as well, if its contact
                # is closed while it is shut.
                return KickResult(KickOutcome.SENT, _OPEN_BEFORE, _LOOK)
            has_opened = self._wait_until_open(is_open, open_timeout_s)
            if has_opened is None:
                return KickResult(KickOutcome.SENT, "its sensor says nothing")
            if has_opened:
                return KickResult(KickOutcome.OPENED)
        return KickResult(
            KickOutcome.NOT_OPENED,
            "the sensor saw no movement",
            "See whether the drawer is locked or its cable is out; open it with its"
            " key.",
        )

    def _wait_until_open(
        self, is_open: Callable[[], bool | None], open_timeout_s: float
    ) -> bool | None:
        deadline = time.monotonic() + open_timeout_s
        while time.monotonic() < deadline:
            seen = is_open()
            if seen is not False:
                return seen
            self._pause.wait(_LOOK_INTERVAL_S)
        return False

"""Brings each scan to the one who asked for scans last.

A sale screen claims the scanner; a member look-up on top of it claims it and
gives it back.  Rule: a scan goes to exactly one place, and one that nobody
wanted is counted, so that it can be seen that it was dropped.
"""

import threading
from collections.abc import Callable

from terminal.application.ports.devices import Scan

ScanHandler = Callable[[Scan], None]


class _Claim:
    """One entry of the router's pile."""

    def __init__(self, router: "ScanRouter", owner: str, on_scan: ScanHandler) -> None:
        self._router = router
        self.owner = owner
        self.on_scan = on_scan

    def release(self) -> None:
        """Give the scans back; harmless when repeated."""
        self._router.drop(self)


class ScanRouter:
    """A pile of claims; the top one gets the scans.  For any thread.

    Attributes:
        dropped_count: Scans that came while nobody claimed them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._claims: list[_Claim] = []
        self.dropped_count = 0

    @property
    def owner(self) -> str:
        """Who gets the scans now; empty for nobody."""
        with self._lock:
            return self._claims[-1].owner if self._claims else ""

    def claim(self, owner: str, on_scan: ScanHandler) -> _Claim:
        """Get all scans from now on; *on_scan* runs on the scanner's thread.

        The claim below gets them again when this one is released.
        """
        claim = _Claim(self, owner, on_scan)
        with self._lock:
            self._claims.append(claim)
        return claim

    def deliver(self, scan: Scan) -> None:
        """Bring one scan to whoever claimed them; called by scanners."""
        with self._lock:
            handler = self._claims[-1].on_scan if self._claims else None
            if handler is None:
                self.dropped_count += 1
        # Outside the lock: the handler may claim or release.
        if handler is not None:
            handler(scan)

    def drop(self, claim: _Claim) -> None:
        """Take *claim* off the pile, wherever it lies."""
        with self._lock:
            if claim in self._claims:
                self._claims.remove(claim)

"""Keeps up, seldom and cheaply, with what the center put aside and why."""

from __future__ import annotations

from typing import Final

import msgspec

from sync.protocol.held_events import HeldEvent, HeldEvents

LISTED_MAX: Final = 20
"""How many are asked for; the count tells of the others."""

PAUSE_MS_MIN: Final = 60_000
"""The reasons are asked for at most this often, whatever the center says meanwhile."""

REFRESH_MS: Final = 10 * 60_000
"""And this often while anything is held, because a reason may change."""


class HeldHeard(msgspec.Struct, frozen=True):
    """The center's list; None: it could not be had."""

    report: HeldEvents | None


class HeldWatch:
    """Decides when to ask for the reasons; one thread."""

    def __init__(self) -> None:
        self._count: int | None = None
        self._items: tuple[HeldEvent, ...] = ()
        self._listed: int | None = None
        self._asked_ms: int | None = None

    @property
    def count(self) -> int | None:
        """How many are held; None before the center said so."""
        return self._count

    @property
    def items(self) -> tuple[HeldEvent, ...]:
        """The oldest of them with their reasons, as last heard."""
        return self._items

    def told(self, count: int) -> None:
        """Take the number of a greeting's answer."""
        self._count = count
        if count == 0:
            self._items = ()
            self._listed = 0

    def suspected(self) -> None:
        """Ask soon: a push was answered with an event that has no effect."""
        self._listed = None
        if not self._count:
            self._count = 1

    def is_due(self, now_ms: int) -> bool:
        """Tell whether to ask now; monotonic ms."""
        if not self._count:
            return False
        if self._asked_ms is None:
            return True
        since_ms = now_ms - self._asked_ms
        is_news = self._count != self._listed
        return since_ms >= (PAUSE_MS_MIN if is_news else REFRESH_MS)

    def asked(self, now_ms: int) -> None:
        """Note that the question is on its way."""
        self._asked_ms = now_ms

    def heard(self, said: HeldHeard) -> None:
        """Take the answer."""
        if said.report is not None:
            self._count = self._listed = said.report.count
            self._items = said.report.items[:LISTED_MAX]

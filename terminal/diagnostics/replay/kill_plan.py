"""When to kill the till, and what a kill hit.

A kill is drawn about once per so many scanned lines.  Half of them fall at a
moment drawn uniformly from the usual duration of a line's or a sale's command.
The other half aim at the window that was hit least so far, by watching the page
on which the till notes its phase: the commit of a line lasts tens of
microseconds and would else be hit once in a hundred kills.  What a kill hit is
told by the page of the dead till, never by the aim.
"""

import random
import statistics
from collections import deque
from typing import Final

import msgspec

from terminal.bootstrap import phase_page as phase

LINE: Final = "line"
SALE: Final = "sale"
SETTLEMENT: Final = "settlement"

BETWEEN_LINES: Final = "between_lines"
IN_LINE: Final = "in_line"
IN_LINE_COMMIT: Final = "in_line_commit"
IN_SALE: Final = "in_sale"
IN_SALE_COMMIT: Final = "in_sale_commit"
AFTER_COMMIT: Final = "after_commit_before_acknowledgement"
BETWEEN_COMMANDS: Final = "between_commands"
IN_SETTLEMENT: Final = "in_settlement"

_WANTED: Final = {
    BETWEEN_LINES: (LINE, phase.IDLE),
    IN_LINE_COMMIT: (LINE, phase.DRAFT_COMMIT),
    IN_SALE_COMMIT: (SALE, phase.FINAL_COMMIT),
    AFTER_COMMIT: (SALE, phase.COMMITTED),
}
_HITS_WANTED_MIN: Final = 5
_AIMED_SHARE: Final = 0.5
_SETTLEMENT_SHARE: Final = 8
_DURATIONS_KEPT: Final = 64
# Until a kind was measured: one millisecond.
_FIRST_GUESS_S: Final = 0.001


class Kill(msgspec.Struct, frozen=True):
    """One kill to carry out.

    ``after_s`` is counted from the sending of the command.  With an ``aim`` the
    kill comes when the till enters that phase; for the idle phase, when it has
    answered.
    """

    after_s: float
    aim: int | None = None


class KillPlan:
    """Draws kills and counts what they hit; used by the parent's only thread.

    Attributes:
        hits: How often each window was hit; every kill is in exactly one.
    """

    def __init__(self, lines_per_kill: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._lines_per_kill = lines_per_kill
        self._lines_until_next = self._draw_distance()
        self._drawn: tuple[str, int | None] | None = None
        self._durations: dict[str, deque[float]] = {}
        self.hits: dict[str, int] = dict.fromkeys(
            (
                BETWEEN_LINES,
                IN_LINE,
                IN_LINE_COMMIT,
                IN_SALE,
                IN_SALE_COMMIT,
                AFTER_COMMIT,
                BETWEEN_COMMANDS,
                IN_SETTLEMENT,
            ),
            0,
        )

    @property
    def kills(self) -> int:
        """How many kills were carried out."""
        return sum(self.hits.values())

    def note(self, kind: str, seconds: float) -> None:
        """Learn how long a command of a kind takes."""
        kept = self._durations.get(kind)
        if kept is None:
            kept = self._durations[kind] = deque(maxlen=_DURATIONS_KEPT)
        kept.append(seconds)

    def draw(self, kind: str) -> Kill | None:
        """Return the kill that is due during this command, or None.

        Called once before each command of a kind.
        """
        if kind == SETTLEMENT:
            due = self.hits[IN_SETTLEMENT] < max(
                _HITS_WANTED_MIN, self.kills // _SETTLEMENT_SHARE
            )
            return Kill(self._moment(kind)) if due else None
        if kind == LINE:
            self._lines_until_next -= 1
            if self._lines_until_next <= 0 and self._drawn is None:
                self._drawn = self._choose()
        if self._drawn is None or self._drawn[0] != kind:
            return None
        aim = self._drawn[1]
        self._drawn = None
        self._lines_until_next = self._draw_distance()
        return Kill(self._moment(kind), aim)

    def count(self, kind: str, page: int, *, answered: bool) -> str:
        """Record a kill and return the window it hit.

        ``page`` is what the dead till wrote last; ``answered`` says that the
        answer had reached the parent before the kill.
        """
        if answered:
            window = BETWEEN_LINES if kind == LINE else BETWEEN_COMMANDS
        elif kind == SETTLEMENT:
            window = IN_SETTLEMENT
        elif kind == SALE:
            window = {
                phase.FINAL_COMMIT: IN_SALE_COMMIT,
                phase.COMMITTED: AFTER_COMMIT,
            }.get(page, IN_SALE)
        else:
            window = IN_LINE_COMMIT if page == phase.DRAFT_COMMIT else IN_LINE
        self.hits[window] += 1
        return window

    def _choose(self) -> tuple[str, int | None]:
        if self._random.random() < _AIMED_SHARE:
            return _WANTED[min(_WANTED, key=lambda window: self.hits[window])]
        return self._random.choice((LINE, SALE)), None

    def _draw_distance(self) -> int:
        return self._random.randint(1, 2 * self._lines_per_kill - 1)

    def _moment(self, kind: str) -> float:
        kept = self._durations.get(kind)
        usual = statistics.median(kept) if kept else _FIRST_GUESS_S
        # A little beyond the usual end, so that "just answered" is hit too.
        return self._random.uniform(0.0, 1.15 * usual)

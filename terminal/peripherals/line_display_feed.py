"""The sale on displays of two lines: what was rung up, total, change, a greeting.

The words are English: a display of two lines has no letters for most others, and
``plain`` is what a display shows when it cannot show the name of the goods.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from drivers.line_display.port import DisplayContent, DisplayLine
from terminal.application.selling.customer_view import CustomerView
from terminal.application.selling.sale_view import LineView, TotalsView

_ONE_MICRO: Final = 1_000_000
_PIECES: Final = frozenset({"", "each", "piece", "pcs", "ea"})
_MICRO_DIGITS: Final = 6


class Shown(Protocol):
    """Where contents go."""

    def show(self, content: DisplayContent) -> None:
        """Have *content* shown; never waits."""


class LineDisplayFeed:
    """Turns what the customer sees into two lines; for the thread that calls show()."""

    def __init__(
        self,
        displays: Callable[[], Sequence[Shown]],
        *,
        idle_upper: str,
        idle_lower: str = "",
    ) -> None:
        """Prepare.

        Args:
            displays: Those that are there now.
            idle_upper: First line while nobody is served.
            idle_lower: Second line then.
        """
        self._displays = displays
        self._idle = DisplayContent(
            DisplayLine(idle_upper, plain="WELCOME"), DisplayLine(idle_lower)
        )

    def show(self, view: CustomerView) -> None:
        """Show *view*."""
        content = self.content(view)
        for display in self._displays():
            display.show(content)

    def content(self, view: CustomerView) -> DisplayContent:
        """Return the two lines of *view*."""
        totals = view.totals
        if view.phase == "idle" or totals is None:
            return self._idle
        if view.phase == "done":
            return _farewell(view, totals)
        total = DisplayLine("TOTAL", amount_text(totals.total_minor, totals.exponent))
        if view.phase == "tender":
            due = amount_text(totals.due_minor, totals.exponent)
            return DisplayContent(total, DisplayLine("DUE", due))
        last = view.last
        return DisplayContent(
            _goods(last, totals.exponent) if last else DisplayLine(), total
        )


def amount_text(amount_minor: int, exponent: int) -> str:
    """Return an amount in characters that every display has."""
    sign = "-" if amount_minor < 0 else ""
    whole, part = divmod(abs(amount_minor), 10**exponent)
    return f"{sign}{whole}.{part:0{exponent}d}" if exponent else f"{sign}{whole}"


def _goods(line: LineView, exponent: int) -> DisplayLine:
    quantity = "" if line.quantity_micro == _ONE_MICRO else _quantity_text(line)
    words = f"{quantity} {line.description}".strip()
    return DisplayLine(words, amount_text(line.amount_minor, exponent), plain=quantity)


def _quantity_text(line: LineView) -> str:
    sign = "-" if line.quantity_micro < 0 else ""
    whole, part = divmod(abs(line.quantity_micro), _ONE_MICRO)
    decimals = f"{part:0{_MICRO_DIGITS}d}".rstrip("0")
    number = f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"
    return f"{number}x" if line.unit.lower() in _PIECES else f"{number}{line.unit}"


def _farewell(view: CustomerView, totals: TotalsView) -> DisplayContent:
    exponent = totals.exponent
    if totals.total_minor < 0:
        refund = amount_text(-totals.total_minor, exponent)
        return DisplayContent(DisplayLine("REFUND", refund), DisplayLine("THANK YOU"))
    total = DisplayLine("TOTAL", amount_text(totals.total_minor, exponent))
    if view.change_minor > 0:
        change = amount_text(view.change_minor, exponent)
        return DisplayContent(total, DisplayLine("CHANGE", change))
    return DisplayContent(total, DisplayLine("THANK YOU"))

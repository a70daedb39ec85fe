"""What a customer is shown of a sale, on a screen or on two lines of twenty.

Only this crosses to what the customer sees: nothing of the operator, of stock or of
the till's money is in it.
"""

from typing import Literal

import msgspec

from terminal.application.selling.sale_view import LineView, TotalsView

CustomerPhase = Literal["idle", "sale", "tender", "done"]


class CustomerView(msgspec.Struct, frozen=True, kw_only=True):
    """One moment of a sale as the customer sees it.

    Attributes:
        phase: ``idle``: nobody is served; ``sale``: goods are rung up; ``tender``:
            something is paid; ``done``: paid, with the change.
        lines: The lines that count, in their order.
        last_sequence: The line that was rung up or changed last; 0 for none.
        totals: None while idle.
        given_minor: What the customer gave, before change.
    """

    phase: CustomerPhase = "idle"
    lines: tuple[LineView, ...] = ()
    last_sequence: int = 0
    totals: TotalsView | None = None
    given_minor: int = 0

    @property
    def last(self) -> LineView | None:
        """The line that was rung up or changed last, else the last one there is."""
        for line in self.lines:
            if line.sequence == self.last_sequence:
                return line
        return self.lines[-1] if self.lines else None

    @property
    def saved_minor(self) -> int:
        """What was given off in all; 0 or more."""
        return max(0, -self.totals.discount_minor) if self.totals is not None else 0

    @property
    def change_minor(self) -> int:
        """What goes back to the customer."""
        return self.totals.change_minor if self.totals is not None else 0


NOBODY = CustomerView()

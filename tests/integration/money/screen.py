"""What a cashier sees: put together from the answers of commands, one by one."""

from __future__ import annotations

from terminal.application.selling.sale_view import (
    LineChange,
    LineView,
    SaleView,
    TenderChange,
    TotalsView,
)
from terminal.domain.tender.tender_line_item import TenderLineItem


class Screen:
    """Never asks; shows what it was told."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Show no transaction."""
        self._lines: dict[int, LineView] = {}
        self._tenders: tuple[TenderLineItem, ...] = ()
        self._totals: TotalsView | None = None

    @property
    def is_open(self) -> bool:
        """Whether a transaction is shown."""
        return self._totals is not None

    @property
    def has_tenders(self) -> bool:
        """Whether something lies on the counter."""
        return bool(self._tenders)

    def show(self, answer: object) -> None:
        """Take over what a command answered."""
        if isinstance(answer, SaleView):
            self._lines = {line.sequence: line for line in answer.lines}
            self._tenders = answer.tenders
            self._totals = answer.totals
        elif isinstance(answer, LineChange):
            for line in (answer.line, *answer.changed):
                self._lines[line.sequence] = line
            self._totals = answer.totals
        elif isinstance(answer, TenderChange):
            for line in answer.changed:
                self._lines[line.sequence] = line
            self._tenders = answer.tenders
            self._totals = answer.totals
        else:
            self.clear()

    def assert_shows(self, sale: SaleView | None) -> None:
        """Fail when something else is stored than is shown."""
        if sale is None:
            assert self._totals is None
            return
        shown = tuple(self._lines[sequence] for sequence in sorted(self._lines))
        assert shown == sale.lines
        assert self._tenders == sale.tenders
        assert self._totals == sale.totals

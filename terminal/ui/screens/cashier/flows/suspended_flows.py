"""Putting a sale aside, taking it up again, giving it up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from terminal.application.selling.sale_view import SuspendedView
from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.time_text import clock_text
from terminal.ui.support.translation import tr


class SuspendedFlows(QObject):
    """Sales that wait, and the one that is given up."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter
        self._sale = counter.sale
        self._suspended: Sequence[SuspendedView] = ()
        self._list = 0
        self._sale.suspended_listed.connect(self._list_suspended)

    def suspend(self) -> None:
        """Put the open sale aside, or list those that are."""
        if self._sale.has_sale and self._sale.last_completed is None:
            self._sale.suspend()
            self._counter.till.load()
        else:
            self.show_suspended()

    def show_suspended(self) -> None:
        """List the suspended sales."""

        def choose(place: int) -> None:
            self._counter.close()
            self._sale.retrieve(self._suspended[place].transaction_id)
            self._counter.till.load()

        self._counter.ask_list(tr("Suspended sales"), choose)
        self._list = self._counter.list_number
        self._sale.list_suspended()

    @Slot(object)
    def _list_suspended(self, views: Sequence[SuspendedView]) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        if not self._counter.is_listing(self._list):
            return
        self._suspended = views
        rows = [
            ListRow(
                name=tr("%n items", view.line_count),
                detail=tr("Suspended {time}", time=clock_text(view.suspended_at_ms)),
                amount=format_minor(view.total_minor, self._counter.exponent),
                icon="suspend",
            )
            for view in views
        ]
        self._counter.show_rows(rows, tr("No sale is suspended."))

    def ask_cancel(self) -> None:
        """Ask why the open sale is given up."""
        reasons = (
            tr("Customer left"),
            tr("Rung up wrongly"),
            tr("Cannot pay"),
            tr("Training"),
        )
        title = tr("Cancel the sale")
        self._counter.ask_reason(title, title, reasons, self._sale.cancel)

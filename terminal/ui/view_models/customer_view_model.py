"""The sale as the customer sees it, made from what the sale screen's model tells."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from terminal.application.selling.customer_view import NOBODY, CustomerView
from terminal.ui.view_models.basket_line import BasketLine
from terminal.ui.view_models.sale_view_model import SaleViewModel

GOODBYE_MS: Final = 15_000
"""How long change and thanks stay when nobody follows."""


class CustomerViewModel(QObject):
    """What to show the customer.

    Signals:
        changed: Another CustomerView.
    """

    changed = Signal(object)

    def __init__(
        self,
        sale: SaleViewModel,
        parent: QObject | None = None,
        *,
        goodbye_ms: int = GOODBYE_MS,
    ) -> None:
        super().__init__(parent)
        self._sale = sale
        self._last_sequence = 0
        self._given_minor = 0
        self.view = NOBODY
        # After the cashier's own row is painted: that one is waited for.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._goodbye = QTimer(self)
        self._goodbye.setSingleShot(True)
        self._goodbye.setInterval(goodbye_ms)
        self._goodbye.timeout.connect(self._say_goodbye)
        sale.line_changed.connect(self._take_line)
        sale.totals_changed.connect(self._soon.start)
        sale.basket_replaced.connect(self._soon.start)
        sale.completed.connect(self._complete)

    @Slot()
    def refresh(self) -> None:
        """Look at the sale now."""
        view = self._look()
        if view is not None:
            self._show(view)

    @Slot(object)
    def _take_line(self, line: BasketLine) -> None:
        self._last_sequence = line.sequence
        self._soon.start()

    @Slot(object)
    def _complete(self, _: object) -> None:
        self._given_minor = self._sale.last_given_minor
        self._soon.start()

    @Slot()
    def _say_goodbye(self) -> None:
        if self.view.phase == "done":
            self._show(NOBODY)

    def _look(self) -> CustomerView | None:
        """Return what to show; None to leave what is shown."""
        sale = self._sale
        totals = sale.totals
        completed = sale.last_completed
        if completed is not None:
            if self.view.phase == "idle":
                return None  # The goodbye is over.
            change = completed.change_minor
            gross = completed.gross_minor
            return CustomerView(
                phase="done",
                lines=sale.counting_lines(),
                totals=completed.totals,
                given_minor=max(self._given_minor, gross + change),
            )
        lines = sale.counting_lines()
        if totals is None or not lines:
            # The thanks stay, also when the cashier has gone on.
            return None if self.view.phase == "done" else NOBODY
        return CustomerView(
            phase="tender" if sale.is_tendering else "sale",
            lines=lines,
            last_sequence=self._last_sequence,
            totals=totals,
            given_minor=sum(tender.given_minor for tender in sale.tenders),
        )

    def _show(self, view: CustomerView) -> None:
        if view == self.view:
            return
        before, self.view = self.view, view
        if view.phase != "done":
            self._goodbye.stop()
        elif before.phase != "done":
            self._goodbye.start()
        self.changed.emit(view)

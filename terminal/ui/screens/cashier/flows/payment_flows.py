"""Taking payment, the change, and the receipt of the finished sale."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from terminal.application.selling.sale_view import CompletedView
from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.screens.cashier.flows.saving_flows import SavingFlows
from terminal.ui.support.translation import tr


class PaymentFlows(QObject):
    """From the pay key to the next sale."""

    def __init__(self, counter: Counter, saving: SavingFlows) -> None:
        super().__init__(counter)
        self._counter = counter
        self._screen = counter.screen
        self._sale = counter.sale
        self._saving = saving
        self._sale.completed.connect(self._show_completed)
        counter.till.document_made.connect(self._show_copy)

    def begin(self) -> None:
        """Open the payment beside the basket."""
        totals = self._sale.totals
        if totals is None or not self._sale.has_sale:
            return
        from terminal.ui.screens.cashier.panels.tender_panel import TenderPanel

        panel = self._screen.panel_of(TenderPanel)
        if not panel.property("connected"):
            panel.setProperty("connected", "yes")
            panel.cash_given.connect(self._sale.tender_cash)
            panel.tender_removed.connect(self._sale.remove_tender)
        panel.begin(totals, self._sale.tenders, self._counter.symbol)
        self._counter.open(TenderPanel)
        self._screen.basket.set_total_asked(asked=False)

    def pay_exact(self) -> None:
        """Take exactly what is due in cash."""
        self._sale.pay_exact()

    def show_due(self) -> None:
        """Show what is still to pay, if that is asked for now."""
        from terminal.ui.screens.cashier.panels.tender_panel import TenderPanel

        panel = self._screen.panel
        if isinstance(panel, TenderPanel) and self._sale.totals is not None:
            totals, tenders = self._sale.totals, self._sale.tenders
            panel.show_due(totals, tenders, self._counter.symbol)

    @Slot(object)
    def _show_completed(self, view: CompletedView) -> None:
        from terminal.ui.screens.cashier.panels.change_panel import ChangePanel

        panel = self._screen.panel_of(ChangePanel)
        if not panel.property("connected"):
            panel.setProperty("connected", "yes")
            panel.next_chosen.connect(self.next_sale)
            panel.receipt_chosen.connect(self.show_last_receipt)
            panel.copy_chosen.connect(self._print_copy)
        panel.show_sale(view, self._sale.last_given_minor, self._counter.symbol)
        self._screen.basket.show_finished(view, self._counter.wall_ms())
        self._screen.basket.set_total_asked(asked=False)
        self._counter.open(ChangePanel)

    @Slot()
    def next_sale(self) -> None:
        """Clear the finished sale off the screen."""
        self._counter.close()

    @Slot()
    def show_last_receipt(self) -> None:
        """Show the receipt of the sale that was just completed."""
        view = self._sale.last_completed
        if view is not None:
            self._counter.show_paper(
                tr("Receipt"),
                view.document,
                tr("Next sale"),
                self.next_sale,
                save=lambda: self._saving.ask(view.series, view.number),
            )

    @Slot()
    def _print_copy(self) -> None:
        view = self._sale.last_completed
        if view is not None:
            self._counter.till.reprint(view.series, view.number)

    @Slot(object)
    def _show_copy(self, document: object) -> None:
        from terminal.application.receipts.document import ReceiptDocument

        if isinstance(document, ReceiptDocument):
            self._counter.show_paper(
                tr("Copy of a receipt"), document, tr("Done"), self._counter.close
            )

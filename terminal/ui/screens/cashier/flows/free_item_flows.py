"""Goods that a promotion adds to the basket, free or reduced."""

from __future__ import annotations

from PySide6.QtCore import QObject

from terminal.application.selling.sale_view import ProposalView
from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.translation import tr
from terminal.ui.widgets.notice import NoticeText


class FreeItemFlows(QObject):
    """Says what may be added, and takes it by its own code.

    The goods are scanned, not chosen: what is handed over is what is recorded.
    """

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter
        self._sale = counter.sale

    def tell(self) -> None:
        """Say under the scan field which promotion adds an item."""
        label = self._sale.proposals[0].label

        def write() -> NoticeText:
            return NoticeText("info", "gift", label, "", tr("Add free item"))

        self._counter.screen.show_notice(write, "freeItem")

    def begin(self) -> None:
        """Wait for the scan of the item; ask for which promotion if there are more."""
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        proposals = self._sale.proposals
        if len(proposals) == 1:
            self._wait(proposals[0])
        elif proposals:
            rows = [
                ListRow(
                    each.label, ", ".join(filter(None, each.item_names)), "", "gift"
                )
                for each in proposals
            ]
            panel = self._counter.ask_list(
                tr("Add free item"), lambda place: self._wait(proposals[place])
            )
            panel.show_rows(rows, "")

    def _wait(self, proposal: ProposalView) -> None:
        def take(scan_code: str) -> None:
            self._counter.close()
            self._sale.add_free_item(scan_code, proposal.promotion_id)

        self._counter.wait_for_scan(
            proposal.label, tr("Scan the item that comes with it."), take
        )

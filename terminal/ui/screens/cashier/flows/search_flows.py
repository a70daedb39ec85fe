"""Finding goods without a scan: search, open items, departments, price check."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot

from terminal.application.selling.sale_view import ItemView
from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.translation import tr
from terminal.ui.view_models.tiles import price_text
from terminal.ui.widgets.notice import NoticeText


class SearchFlows(QObject):
    """Lists of items, and the price that is only told."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter
        self._sale = counter.sale
        self._found: Sequence[ItemView] = ()
        self._list = 0
        self._sale.items_found.connect(self._show_found)
        self._sale.price_found.connect(self._show_price)

    def show_search(self) -> None:
        """Search by name while typing."""
        self._begin(tr("Search"), self._sale.search)

    def show_open_items(self) -> None:
        """List the departments and items whose price is keyed."""
        self._begin(tr("Open item"), self._search_open)
        self._search_open("")

    def _search_open(self, text: str) -> None:
        self._sale.search(text, keyed_price_only=True)

    def check_price(self) -> None:
        """Tell the price of the next scan without selling."""
        self._counter.wait_for_scan(
            tr("Price check"),
            tr("Scan the item, or type its code."),
            self._sale.check_price,
        )

    def _begin(self, title: str, search: Callable[[str], None]) -> None:
        def choose(place: int) -> None:
            item = self._found[place]
            self._counter.close()
            self._sale.sell(item)

        self._counter.ask_list(
            title, choose, typed=search, hint=tr("Name, PLU or code")
        )
        self._list = self._counter.list_number

    @Slot(object)
    def _show_found(self, items: Sequence[ItemView]) -> None:
        from terminal.ui.screens.cashier.panels.items_panel import ItemsPanel
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        if isinstance(self._counter.screen.panel, ItemsPanel):
            # The words were typed where items are scanned.
            self.show_search()
        elif not self._counter.is_listing(self._list):
            return
        self._found = items
        rows = [
            ListRow(
                name=item.description,
                detail=item.plu or item.scan_code,
                amount=price_text(item),
            )
            for item in items
        ]
        self._counter.show_rows(rows, tr("Nothing found. Try another word."))

    @Slot(object)
    def _show_price(self, item: ItemView) -> None:
        def write() -> NoticeText:
            title = f"{price_text(item)}  {item.description}"
            return NoticeText("info", "tag", title, item.scan_code)

        self._counter.say(write)

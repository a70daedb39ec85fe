"""Tiles to touch by category, the one-touch tenders and the pay key."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import EDGE, HEADER_HEIGHT, Panel
from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.view_models.tiles import TileGroup
from terminal.ui.widgets.key import Key, PayKey, Tile
from terminal.ui.widgets.notice import Notice
from terminal.ui.widgets.painting import mark

_TENDERS: Final = (
    ("cashExact", "cash", "F9"),
    ("card", "card", "F10"),
    ("qr", "qr", "F11"),
)
_TABS_NARROW: Final = 4
_TABS_WIDE: Final = 6


class ItemsPanel(Panel):
    """What can be sold by touch, and the way to payment.

    Signals:
        item_chosen: The scan code of a tile.
        tender_chosen: ``cashExact``, ``card`` or ``qr``.
        pay_chosen: Payment is to begin.
        search_chosen: The search is to open.
    """

    item_chosen = Signal(str)
    tender_chosen = Signal(str)
    pay_chosen = Signal()
    search_chosen = Signal()

    def __init__(self) -> None:
        super().__init__("itemsPanel")
        self._groups: tuple[TileGroup, ...] = ()
        self._group = 0
        self._page = 0
        self._tiles: list[Tile] = []
        self._has_notice = False
        self._add_tabs()
        self._body = QWidget()
        mark(self._body, ground="canvas")
        column = QVBoxLayout(self._body)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(EDGE)
        self.notice = Notice("panelNotice")
        self.grid = QGridLayout()
        self.grid.setSpacing(8)
        column.addWidget(self.notice)
        column.addLayout(self.grid, 1)
        self.column.addWidget(self._body, 1)
        self._add_pay_block()
        self.retranslate()

    def _add_tabs(self) -> None:
        header = QFrame()
        mark(header, ground="surface", line="bottom")
        header.setFixedHeight(HEADER_HEIGHT)
        self.tab_row = QHBoxLayout(header)
        self.tab_row.setContentsMargins(6, 0, 6, 0)
        self.tab_row.setSpacing(2)
        self.tabs: list[Key] = []
        self.tab_row.addStretch(1)
        self.search_key = Key("ghost", "searchKey", icon="search")
        self.search_key.setFixedSize(HEADER_HEIGHT, HEADER_HEIGHT)
        self.search_key.tone = "text_muted"
        self.search_key.chosen.connect(self.search_chosen)
        self.tab_row.addWidget(self.search_key)
        self.column.addWidget(header)

    def _add_pay_block(self) -> None:
        self.pay_block = QFrame()
        mark(self.pay_block, ground="surface", line="top")
        column = QVBoxLayout(self.pay_block)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.tender_keys: list[Key] = []
        for name, icon, cap in _TENDERS:
            key = Key("secondary", f"{name}Key", icon=icon, cap=cap)
            key.padding = 6
            key.setProperty("tender", name)
            key.chosen.connect(self._choose_tender)
            self.tender_keys.append(key)
            row.addWidget(self.say_why(key), 1)
        column.addLayout(row)
        self.pay_key = PayKey("pay", "payKey", "F12")
        self.pay_key.chosen.connect(self.pay_chosen)
        column.addWidget(self.say_why(self.pay_key), 1)
        self.column.addWidget(self.pay_block)
        self.take_density()

    def show_groups(self, groups: tuple[TileGroup, ...]) -> None:
        """Show the tabs of *groups* and the tiles of the first one."""
        self._groups = groups
        self._group = min(self._group, max(0, len(groups) - 1))
        self._page = 0
        self._show_tabs()
        self._show_tiles()

    def show_notice(self, *, shown: bool) -> None:
        """Make room for a notice above the tiles, one row fewer of them."""
        if shown != self._has_notice:
            self._has_notice = shown
            self._show_tiles()

    def set_can_pay(self, reason: str) -> None:
        """Let the pay keys apply, or say why not."""
        self.pay_key.allow(reason)
        self.tender_keys[0].allow(reason)

    @override
    def retranslate(self) -> None:
        exact, card, qr = self.tender_keys
        exact.label(tr("Cash exact"))
        card.label(tr("Card"))
        qr.label(tr("QR pay"))
        card.allow(tr("{way} is not set up on this till.", way=tr("Card")))
        qr.allow(tr("{way} is not set up on this till.", way=tr("QR pay")))
        self.pay_key.label(tr("Pay"))
        self.search_key.label("", accessible=tr("Search"))

    @override
    def take_density(self) -> None:
        """Take the measures of the density in force."""
        density = APPEARANCE.density
        self.pay_block.setFixedHeight(density.totals + density.action_bar)
        narrow = density.tile_columns == 3  # noqa: PLR2004 - the narrow density
        for key, (_, icon, cap) in zip(self.tender_keys, _TENDERS, strict=True):
            key.icon_name = "" if narrow else icon
            key.cap = "" if narrow else cap
            key.setFixedHeight(APPEARANCE.scaled(56))
            key.refresh()
        self._show_tabs()
        self._show_tiles()

    def _show_tabs(self) -> None:
        narrow = APPEARANCE.density.tile_columns == 3  # noqa: PLR2004 - narrow density
        most = _TABS_NARROW if narrow else _TABS_WIDE
        shown = self._groups[:most]
        while len(self.tabs) < len(shown):
            tab = Key("tab", f"tab{len(self.tabs)}")
            tab.setCheckable(True)
            tab.padding = 10
            tab.setProperty("place", len(self.tabs))
            tab.chosen.connect(self._choose_tab)
            self.tab_row.insertWidget(len(self.tabs), tab)
            self.tabs.append(tab)
        for place, tab in enumerate(self.tabs):
            tab.setVisible(place < len(shown))
            if place < len(shown):
                tab.label(shown[place].name)
                tab.setChecked(place == self._group)
                tab.tone = "" if place == self._group else "text_muted"

    def _show_tiles(self) -> None:
        density = APPEARANCE.density
        rows = density.tile_rows - (1 if self._has_notice else 0)
        wanted = density.tile_columns * rows
        items = self._groups[self._group].items if self._groups else ()
        has_more = len(items) > wanted
        capacity = wanted - 1 if has_more else wanted
        page = items[self._page * capacity : (self._page + 1) * capacity]
        for place in range(max(wanted, len(self._tiles))):
            if place >= len(self._tiles):
                self._make_tile(place)
            tile = self._tiles[place]
            self.grid.removeWidget(tile)
            if place >= wanted:
                tile.hide()
                continue
            at = divmod(place, density.tile_columns)
            self.grid.addWidget(tile, at[0], at[1])
            if has_more and place == wanted - 1:
                tile.setProperty("scanCode", "")
                tile.show_item(tr("More"), "", "more")
                tile.show()
            elif place < len(page):
                item = page[place]
                tile.setProperty("scanCode", item.scan_code)
                tile.show_item(item.description, item.price, item.icon)
                tile.show()
            else:
                tile.hide()
        for row in range(density.tile_rows):
            self.grid.setRowStretch(row, 1 if row < rows else 0)
        for column in range(6):
            self.grid.setColumnStretch(column, int(column < density.tile_columns))

    def _make_tile(self, place: int) -> None:
        tile = Tile(f"tile{place}")
        tile.setParent(self._body)
        policy = tile.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        policy.setHorizontalPolicy(policy.Policy.Ignored)
        policy.setVerticalPolicy(policy.Policy.Ignored)
        tile.setSizePolicy(policy)
        tile.chosen.connect(self._choose_tile)
        self._tiles.append(tile)

    @Slot()
    def _choose_tab(self) -> None:
        self._group = int(self.sender().property("place"))
        self._page = 0
        self._show_tabs()
        self._show_tiles()

    @Slot()
    def _choose_tile(self) -> None:
        code = str(self.sender().property("scanCode"))
        if code:
            self.item_chosen.emit(code)
            return
        items = self._groups[self._group].items
        density = APPEARANCE.density
        rows = density.tile_rows - (1 if self._has_notice else 0)
        capacity = density.tile_columns * rows - 1
        pages = -(-len(items) // capacity)
        self._page = (self._page + 1) % pages
        self._show_tiles()

    @Slot()
    def _choose_tender(self) -> None:
        self.tender_chosen.emit(str(self.sender().property("tender")))

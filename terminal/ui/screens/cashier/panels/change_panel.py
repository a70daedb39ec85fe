"""The change to hand out, until the next scan."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.application.selling.sale_view import CompletedView
from terminal.ui.screens.cashier.panels.panel import MARGIN, Panel, is_enter
from terminal.ui.support.cash_keys import hand_out
from terminal.ui.support.money_text import TIMES, format_minor
from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.amount_display import AmountDisplay
from terminal.ui.widgets.key import Key, PayKey
from terminal.ui.widgets.painting import Text, mark
from terminal.ui.widgets.stat import Stat, Tag

_COIN_WIDTH: Final = 96


class ChangePanel(Panel):
    """A completed sale.

    Signals:
        next_chosen: The next sale begins.
        receipt_chosen: The receipt is to be shown.
        copy_chosen: A marked copy is to be printed.
    """

    scan_closes = True
    next_chosen = Signal()
    receipt_chosen = Signal()
    copy_chosen = Signal()

    def __init__(self) -> None:
        super().__init__("changePanel")
        self._view: CompletedView | None = None
        self._symbol = ""
        self._given_minor = 0
        mark(self, ground="surface")
        self.add_header()
        self.back_key.hide()
        self.paid_tag = Tag("positive", "check", tr("Paid"))
        self.header_row.addWidget(self.paid_tag)
        self.header_row.addSpacing(12)
        self._add_figures()
        self._add_receipt_block()
        self.main_key = PayKey("primary", "nextSale", "F12")
        self.main_key.chosen.connect(self.next_chosen)
        self.add_main_key(self.main_key)
        self.retranslate()

    def show_sale(self, view: CompletedView, given_minor: int, symbol: str) -> None:
        """Show the change of *view*."""
        self._view, self._given_minor, self._symbol = view, given_minor, symbol
        self._show()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("Sale complete"))
        self.paid_tag.show_text(tr("Paid"))
        self.receipt_caption.setText(tr("Receipt"))
        self.copy_key.label(tr("Print copy"))
        self.mail_key.label(tr("Email"))
        self.mail_key.allow(tr("Receipts by mail are not set up on this till."))
        self.show_key.label(tr("Show"))
        self.main_key.hint = tr("or just scan")
        self.main_key.label(tr("Next sale"))
        self._show()

    @override
    def take_density(self) -> None:
        narrow = APPEARANCE.density.from_width == 0
        keys = (self.copy_key, self.mail_key, self.show_key)
        for key, icon in zip(keys, ("printer", "mail", "receipt"), strict=True):
            key.icon_name = "" if narrow else icon
            key.refresh()
        self._show()

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        keys = {
            Qt.Key.Key_F9: self.copy_key,
            Qt.Key.Key_F10: self.mail_key,
            Qt.Key.Key_F11: self.show_key,
            Qt.Key.Key_F12: self.main_key,
            Qt.Key.Key_Escape: self.main_key,
        }
        key = self.main_key if is_enter(event) else keys.get(Qt.Key(event.key()))
        if key is None:
            return False
        key.click()
        return True

    def _add_figures(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(8)
        self.caption = Text("lead", "muted")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.amount = AmountDisplay("change", "changeAmount")
        self.amount.alignment = Qt.AlignmentFlag.AlignHCenter
        stats = QHBoxLayout()
        stats.setSpacing(48)
        self.total_stat, self.given_stat = Stat("saleTotal"), Stat("cashGiven")
        stats.addStretch(1)
        stats.addWidget(self.total_stat)
        stats.addWidget(self.given_stat)
        stats.addStretch(1)
        self.coins = QWidget()
        self.coin_rows = QVBoxLayout(self.coins)
        self.coin_rows.setContentsMargins(0, 0, 0, 0)
        self.coin_rows.setSpacing(8)
        self.drawer_text = Text("body", "muted", name="drawerText")
        self.drawer_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
        column.addWidget(self.caption)
        column.addWidget(self.amount)
        column.addSpacing(16)
        column.addLayout(stats)
        column.addStretch(2)
        column.addWidget(self.coins)
        column.addSpacing(8)
        column.addWidget(self.drawer_text)
        column.addStretch(1)
        self.column.addWidget(body, 1)

    def _add_receipt_block(self) -> None:
        block = QFrame()
        mark(block, ground="surface", line="top")
        block.setFixedHeight(119)
        column = QVBoxLayout(block)
        column.setContentsMargins(MARGIN, 12, MARGIN, MARGIN)
        column.setSpacing(8)
        self.receipt_caption = Text("label_strong", "muted")
        row = QHBoxLayout()
        row.setSpacing(8)
        self.copy_key = Key("secondary", "copyKey", icon="printer", cap="F9")
        self.mail_key = Key("secondary", "mailKey", icon="mail", cap="F10")
        self.show_key = Key("secondary", "showReceiptKey", icon="receipt", cap="F11")
        self.copy_key.chosen.connect(self.copy_chosen)
        self.show_key.chosen.connect(self.receipt_chosen)
        for key in (self.copy_key, self.mail_key, self.show_key):
            key.padding = 8
            row.addWidget(self.say_why(key), 1)
        column.addWidget(self.receipt_caption)
        column.addLayout(row, 1)
        self.column.addWidget(block)

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        totals = view.totals
        exponent = totals.exponent
        refund = view.gross_minor < 0
        shown = -view.gross_minor if refund else view.change_minor
        caption = tr("Give back") if refund else tr("Change")
        self.caption.setText(caption)
        self.amount.show_amount(self._symbol, format_minor(shown, exponent), caption)
        self.total_stat.show_value(
            tr("Total"), format_minor(view.gross_minor, exponent)
        )
        given = format_minor(self._given_minor, exponent)
        self.given_stat.show_value(tr("Cash given"), given)
        self.given_stat.setVisible(not refund)
        self._show_coins(hand_out(shown, totals.currency, exponent), exponent)
        self.drawer_text.setText(tr("The drawer opens with the receipt"))

    def _show_coins(self, parts: list[tuple[int, int]], exponent: int) -> None:
        while (item := self.coin_rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        # What does not fit beside each other goes into a second row.
        parent = self.parentWidget()
        room = self.width() if parent is None else parent.width()
        per_row = max(1, (room - 2 * MARGIN) // _COIN_WIDTH)
        for start in range(0, len(parts), per_row):
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addStretch(1)
            for count, value in parts[start : start + per_row]:
                row.addWidget(_coin(count, value, exponent))
            row.addStretch(1)
            self.coin_rows.addWidget(line)


def _coin(count: int, value: int, exponent: int) -> QWidget:
    """Return one well that says how many of which note or coin."""
    well = QFrame()
    mark(well, card="well")
    well.setFixedHeight(40)
    row = QHBoxLayout(well)
    row.setContentsMargins(12, 0, 12, 0)
    row.setSpacing(8)
    number, amount = Text("strong"), Text("body", "muted")
    number.setText(f"{count} {TIMES}")
    whole = value % 10**exponent == 0
    amount.setText(
        str(value // 10**exponent) if whole else format_minor(value, exponent)
    )
    row.addWidget(number)
    row.addWidget(amount)
    return well

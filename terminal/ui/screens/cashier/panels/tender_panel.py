"""Taking payment: what is still to pay, cash keys, what is paid so far."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from terminal.application.selling.sale_view import TotalsView
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.ui.screens.cashier.panels.digit_entry import DigitEntry
from terminal.ui.screens.cashier.panels.panel import (
    MARGIN,
    Panel,
    digit_of,
    is_enter,
)
from terminal.ui.support.cash_keys import notes_for
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.amount_display import AmountDisplay
from terminal.ui.widgets.key import AmountKey, Key
from terminal.ui.widgets.keypad import AmountField, Keypad
from terminal.ui.widgets.painting import Text, mark
from terminal.ui.widgets.stat import Stat, Tag

_CASH_KEYS: Final = 4
_BLOCK_HEIGHT: Final = 130
_CARDS_MAX: Final = 3
_OTHER_TENDERS: Final = (
    ("card", "card", "F10"),
    ("qr", "qr", "F11"),
    ("giftCard", "gift", ""),
    ("points", "points", ""),
    ("voucher", "voucher", ""),
    ("account", "receipt", ""),
)


class TenderCard(QFrame):
    """One payment so far: what, how much, and the key that removes it.

    Signals:
        removed: The sequence of the payment that is to go.
    """

    removed = Signal(int)

    def __init__(self, tender: TenderLineItem, exponent: int) -> None:
        super().__init__()
        self._sequence = tender.sequence
        mark(self, card="true")
        self.setFixedHeight(64)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, 8, 0)
        row.setSpacing(12)
        names = QVBoxLayout()
        names.setSpacing(0)
        name, detail = Text("strong"), Text("label", "muted")
        name.setText(tr("Cash"))
        given = format_minor(tender.given_minor, exponent)
        detail.setText(tr("Given {amount}", amount=given))
        names.addStretch(1)
        names.addWidget(name)
        names.addWidget(detail)
        names.addStretch(1)
        amount = Text("lead")
        amount.setText(format_minor(tender.amount_minor, exponent))
        amount.setAlignment(
            Qt.AlignmentFlag.AlignRight
            | Qt.AlignmentFlag.AlignVCenter
            | Qt.AlignmentFlag.AlignAbsolute
        )
        remove = Key("ghost", f"removeTender{tender.sequence}", icon="close")
        remove.label("", accessible=tr("Remove this payment"))
        remove.chosen.connect(self._remove)
        row.addLayout(names)
        row.addStretch(1)
        if APPEARANCE.density.from_width:
            row.addWidget(Tag("positive", "check", tr("Paid")))
        row.addWidget(amount)
        row.addWidget(remove)

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self._sequence)


class TenderPanel(Panel):
    """Payment of the open sale.

    Signals:
        cash_given: Cash of this many minor units lies on the counter.
        tender_removed: The sequence of a payment that is to go.
    """

    cash_given = Signal(int)
    tender_removed = Signal(int)

    def __init__(self) -> None:
        super().__init__("tenderPanel")
        self._totals: TotalsView | None = None
        self._tenders: tuple[TenderLineItem, ...] = ()
        self._symbol = ""
        self._entry = DigitEntry(2)
        self.add_header()
        self._add_amount_block()
        body = QWidget()
        mark(body, ground="canvas")
        self._body = QHBoxLayout(body)
        self._body.setContentsMargins(MARGIN, 13, MARGIN, 29)
        self._body.setSpacing(20)
        self._add_left()
        self._add_keypad()
        self.column.addWidget(body, 1)
        self.main_key = AmountKey("takeCash", "pay")
        self.main_key.cap = "F12"
        self.main_key.amount_px = 28
        self.main_key.chosen.connect(self._take)
        self.add_main_key(self.say_why(self.main_key))
        self.retranslate()

    def begin(
        self, totals: TotalsView, tenders: tuple[TenderLineItem, ...], symbol: str
    ) -> None:
        """Begin a payment; what was typed at the last one and not taken is gone."""
        self._totals = None
        self.show_due(totals, tenders, symbol)

    def show_due(
        self, totals: TotalsView, tenders: tuple[TenderLineItem, ...], symbol: str
    ) -> None:
        """Show what is still to pay."""
        changed = self._totals is None or totals.due_minor != self._totals.due_minor
        self._totals, self._tenders, self._symbol = totals, tenders, symbol
        if changed:
            # What cash is rounded to; the same as what is due where it is not.
            self._entry.reset(totals.exponent, abs(totals.cash_due_minor))
        self._show()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("Payment"))
        self.cash_caption.setText(tr("Cash given"))
        self.other_caption.setText(tr("Other ways to pay"))
        self.paid_caption.setText(tr("Paid so far"))
        names = (
            tr("Card"),
            tr("QR pay"),
            tr("Gift card"),
            tr("Points"),
            tr("Voucher"),
            tr("Account"),
        )
        for key, name in zip(self.other_keys, names, strict=True):
            key.label(name)
            key.allow(tr("{way} is not set up on this till.", way=name))
        self.keypad.retranslate()
        self._show()

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        if digit := digit_of(event):
            self.type_digits(digit)
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif event.key() == Qt.Key.Key_F9:
            self.cash_keys[0].click()
        elif event.key() == Qt.Key.Key_F10:
            self.other_keys[0].click()
        elif event.key() == Qt.Key.Key_F11:
            self.other_keys[1].click()
        elif is_enter(event) or event.key() == Qt.Key.Key_F12:
            self.main_key.click()
        else:
            return False
        return True

    @Slot(str)
    def type_digits(self, digits: str) -> None:
        """Take a digit of the amount given."""
        self._entry.type(digits)
        self._show_entry()

    @Slot()
    def erase(self) -> None:
        """Take the last digit away."""
        self._entry.erase()
        self._show_entry()

    @override
    def take_density(self) -> None:
        narrow = APPEARANCE.density.from_width == 0
        for key, (_, icon, cap) in zip(self.other_keys, _OTHER_TENDERS, strict=True):
            key.icon_name = "" if narrow else icon
            key.cap = "" if narrow else cap
            key.refresh()
        self.field.caption.setVisible(not narrow)

    def _add_amount_block(self) -> None:
        block = QFrame()
        mark(block, ground="surface")
        block.setFixedHeight(_BLOCK_HEIGHT)
        row = QHBoxLayout(block)
        row.setContentsMargins(MARGIN, 12, MARGIN, 13)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.due_caption = Text("strong", "muted")
        self.due = AmountDisplay("due_tender", "dueAmount")
        self.due.alignment = Qt.AlignmentFlag.AlignLeft
        column.addWidget(self.due_caption)
        column.addWidget(self.due)
        row.addLayout(column, 1)
        self.stats = QWidget()
        stats = QVBoxLayout(self.stats)
        stats.setContentsMargins(0, 0, 0, 0)
        stats.setSpacing(8)
        self.total_stat = Stat("tenderTotal", at_end=True)
        self.paid_stat = Stat("tenderPaid", at_end=True)
        self.paid_stat.set_tone("positive")
        stats.addWidget(self.total_stat)
        stats.addWidget(self.paid_stat)
        row.addWidget(self.stats)
        self.column.addWidget(block)

    def _add_left(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        self.cash_caption = Text("label_strong", "muted")
        cash = QGridLayout()
        cash.setSpacing(8)
        self.cash_keys = [AmountKey(f"cashKey{n}") for n in range(_CASH_KEYS)]
        self._amounts = [0] * _CASH_KEYS
        for number, key in enumerate(self.cash_keys):
            key.setFixedHeight(64)
            key.chosen.connect(self._take_cash_key)
            cash.addWidget(self.say_why(key), number // 2, number % 2)
        self.other_caption = Text("label_strong", "muted")
        others = QGridLayout()
        others.setSpacing(8)
        self.other_keys: list[Key] = []
        for number, (name, icon, cap) in enumerate(_OTHER_TENDERS):
            other = Key("secondary", f"{name}Key", icon=icon, cap=cap)
            other.padding = 8
            other.setFixedHeight(56)
            self.other_keys.append(other)
            others.addWidget(self.say_why(other), number // 2, number % 2)
        for layout in (cash, others):
            layout.setColumnStretch(0, 1)
            layout.setColumnStretch(1, 1)
        left.addWidget(self.cash_caption)
        left.addLayout(cash)
        left.addSpacing(8)
        # What is paid stands where the other ways were, so that no key moves.
        self.paid_caption = Text("label_strong", "muted")
        self.paid_list = QVBoxLayout()
        self.paid_list.setSpacing(8)
        left.addWidget(self.paid_caption)
        left.addLayout(self.paid_list)
        left.addWidget(self.other_caption)
        left.addLayout(others)
        left.addStretch(1)
        self._body.addLayout(left, 302)

    def _add_keypad(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        self.field = AmountField("amountField")
        self.keypad = Keypad("tenderKeypad")
        self.keypad.setMaximumHeight(420)
        self.keypad.typed.connect(self.type_digits)
        self.keypad.erased.connect(self.erase)
        right.addWidget(self.field)
        right.addWidget(self.keypad, 1)
        self._body.addLayout(right, 252)

    def _show(self) -> None:
        totals = self._totals
        if totals is None:
            return
        refund = totals.due_minor < 0
        paid = bool(self._tenders)
        caption = (
            tr("To give back")
            if refund
            else tr("Still to pay")
            if paid
            else tr("To pay")
        )
        self.due_caption.setText(caption)
        exponent = totals.exponent
        due = abs(totals.due_minor)
        in_cash = abs(totals.cash_due_minor) if totals.due_minor else 0
        if in_cash != due:
            cash = f"{self._symbol}{format_minor(in_cash, exponent)}"
            rounded = tr("rounded in cash: {amount}", amount=cash)
            self.due_caption.setText(f"{caption} · {rounded}")
        self.due.show_amount(self._symbol, format_minor(due, exponent), caption)
        self.stats.setVisible(paid)
        self.total_stat.show_value(
            tr("Total"), format_minor(totals.total_minor, exponent)
        )
        self.paid_stat.show_value(
            tr("Paid"), format_minor(totals.tendered_minor, exponent)
        )
        self._show_cash_keys(in_cash, exponent, refund=refund)
        self._show_paid(exponent)
        self._show_entry()

    def _show_cash_keys(self, due: int, exponent: int, *, refund: bool) -> None:
        assert self._totals is not None
        others = notes_for(due, self._totals.currency, exponent)
        self._amounts = [due, *others][:_CASH_KEYS]
        for number, key in enumerate(self.cash_keys):
            has = number < len(self._amounts) and not (refund and number)
            amount = self._amounts[number] if has else 0
            caption = tr("Exact") if number == 0 else ""
            text = format_minor(amount, exponent) if has else "–"
            key.show_amount(self._symbol if has else "", text, caption)
            key.allow("" if has else tr("No larger note is needed."))

    def _show_paid(self, exponent: int) -> None:
        _clear(self.paid_list)
        self.paid_caption.setVisible(bool(self._tenders))
        for tender in self._tenders[-_CARDS_MAX:]:
            card = TenderCard(tender, exponent)
            card.removed.connect(self.tender_removed)
            self.paid_list.addWidget(card)
        crowded = bool(self._tenders)
        self.other_caption.setVisible(not crowded)
        for key in self.other_keys:
            key.setVisible(not crowded)

    def _show_entry(self) -> None:
        totals = self._totals
        if totals is None:
            return
        text = format_minor(self._entry.value, totals.exponent)
        self.field.show_amount(tr("Amount"), self._symbol, text)
        refund = totals.due_minor < 0
        if totals.due_minor == 0:
            # The program ended between the last tender and the end of the sale.
            self.main_key.lead_text = tr("Complete the sale")
        else:
            self.main_key.lead_text = tr("Give cash") if refund else tr("Take cash")
        self.main_key.show_amount(self._symbol, text)
        empty = self._entry.value == 0 and totals.due_minor != 0
        self.main_key.allow(tr("Type the amount that was given.") if empty else "")

    @Slot()
    def _take(self) -> None:
        self.cash_given.emit(self._entry.value)

    @Slot()
    def _take_cash_key(self) -> None:
        key = self.sender()
        assert isinstance(key, AmountKey)
        self.cash_given.emit(self._amounts[self.cash_keys.index(key)])


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()

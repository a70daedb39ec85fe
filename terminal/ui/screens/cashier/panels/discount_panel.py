"""How much is taken off by hand: of a line or of the basket, percent or amount."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from terminal.ui.screens.cashier.panels.digit_entry import DigitEntry
from terminal.ui.screens.cashier.panels.panel import (
    Panel,
    digit_of,
    is_enter,
)
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.translation import tr
from terminal.ui.widgets.amount_display import AmountDisplay
from terminal.ui.widgets.key import Key, PayKey
from terminal.ui.widgets.keypad import Keypad

_KEY_HEIGHT: Final = 48
_BLOCK_HEIGHT: Final = 104
_PPM_PER_PERCENT: Final = 10_000
_PERCENT_MAX: Final = 100


class DiscountQuestion(msgspec.Struct, frozen=True):
    """What a discount can be taken of.

    Attributes:
        line_name: The selected line; empty when none is.
        line_has_discount: A manual discount lies on it that can be taken back.
    """

    line_name: str
    exponent: int
    symbol: str
    line_has_discount: bool = False


class DiscountEntry(msgspec.Struct, frozen=True):
    """What was keyed; exactly one of rate and amount is given."""

    is_line: bool
    rate_ppm: int | None = None
    amount_minor: int | None = None


class DiscountPanel(Panel):
    """Two choices and a number; the reason is asked for next."""

    def __init__(self) -> None:
        super().__init__("discountPanel")
        self._question = DiscountQuestion("", 2, "")
        self._answer: Callable[[DiscountEntry], None] | None = None
        self._remove: Callable[[bool], None] | None = None
        self.is_line = True
        self.is_percent = True
        self._entry = DigitEntry(0)
        self.add_header()
        self.amount = AmountDisplay("due", "discountAmountShown")
        self.add_amount(self.amount, height=_BLOCK_HEIGHT, name="discountCaption")
        body = self.add_body()
        self.line_key = Key("key", "discountLine")
        self.basket_key = Key("key", "discountBasket", icon="receipt")
        self.percent_key = Key("key", "discountPercent", icon="percent")
        self.amount_key = Key("key", "discountAmount", icon="cash")
        for first, second in (
            (self.line_key, self.basket_key),
            (self.percent_key, self.amount_key),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            for key in (first, second):
                key.setCheckable(True)
                key.padding = 8
                key.setFixedHeight(_KEY_HEIGHT)
                row.addWidget(self.say_why(key), 1)
            body.addLayout(row)
        self.line_key.chosen.connect(self._take_line)
        self.basket_key.chosen.connect(self._take_basket)
        self.percent_key.chosen.connect(self._take_percent)
        self.amount_key.chosen.connect(self._take_amount)
        self.keypad = Keypad("discountKeypad")
        self.keypad.setMaximumWidth(420)
        self.keypad.typed.connect(self.type_digits)
        self.keypad.erased.connect(self.erase)
        self.remove_key = Key("ghost", "discountRemove", icon="close")
        self.remove_key.tone = "text_muted"
        self.remove_key.setFixedHeight(_KEY_HEIGHT)
        self.remove_key.chosen.connect(self._take_back)
        body.addWidget(self.keypad, 1)
        body.addWidget(self.say_why(self.remove_key))
        self.main_key = PayKey("primary", "discountConfirm", "Enter")
        self.main_key.chosen.connect(self.confirm)
        self.add_main_key(self.say_why(self.main_key))
        self.retranslate()

    def ask(
        self,
        question: DiscountQuestion,
        answer: Callable[[DiscountEntry], None],
        remove: Callable[[bool], None],
    ) -> None:
        """Ask for a discount.

        Args:
            question: What it can be taken of.
            answer: Gets what was keyed.
            remove: Takes back what was given: True for the line's.
        """
        self._question, self._answer, self._remove = question, answer, remove
        self.is_line = bool(question.line_name)
        self.line_key.allow("" if self.is_line else tr("Choose a line first."))
        self._begin_entry()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("Discount"))
        self.line_key.label(tr("This line"))
        self.basket_key.label(tr("Whole basket"))
        self.percent_key.label(tr("Percent"))
        self.amount_key.label(tr("Amount"))
        self.remove_key.label(tr("Take a discount back"))
        self.main_key.label(tr("Go on"))
        self.keypad.retranslate()
        self._show()

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        if digit := digit_of(event):
            self.type_digits(digit)
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Asterisk}:
            (self.amount_key if self.is_percent else self.percent_key).click()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Slash}:
            (self.basket_key if self.is_line else self.line_key).click()
        elif is_enter(event) or event.key() == Qt.Key.Key_F12:
            self.main_key.click()
        else:
            return False
        return True

    @Slot(str)
    def type_digits(self, digits: str) -> None:
        """Take a digit."""
        self._entry.type(digits)
        self._show()

    @Slot()
    def erase(self) -> None:
        """Take the last digit away."""
        self._entry.erase()
        self._show()

    @Slot()
    def confirm(self) -> None:
        """Give what was keyed to who asked."""
        answer, self._answer = self._answer, None
        if answer is None:
            return
        value = self._entry.value
        if self.is_percent:
            rate = value * _PPM_PER_PERCENT
            answer(DiscountEntry(self.is_line, rate_ppm=rate))
        else:
            answer(DiscountEntry(self.is_line, amount_minor=value))

    @Slot()
    def _take_line(self) -> None:
        self.is_line = True
        self._show()

    @Slot()
    def _take_basket(self) -> None:
        self.is_line = False
        self._show()

    @Slot()
    def _take_percent(self) -> None:
        self.is_percent = True
        self._begin_entry()

    @Slot()
    def _take_amount(self) -> None:
        self.is_percent = False
        self._begin_entry()

    @Slot()
    def _take_back(self) -> None:
        remove, self._remove = self._remove, None
        if remove is not None:
            remove(self.is_line)

    def _begin_entry(self) -> None:
        self._entry.reset(0 if self.is_percent else self._question.exponent)
        self._show()

    def _show(self) -> None:
        question = self._question
        self.line_key.setChecked(self.is_line)
        self.basket_key.setChecked(not self.is_line)
        self.percent_key.setChecked(self.is_percent)
        self.amount_key.setChecked(not self.is_percent)
        caption = question.line_name if self.is_line else tr("Whole basket")
        self.caption.setText(caption)
        value = self._entry.value
        if self.is_percent:
            self.amount.show_amount("%", str(value), caption)
        else:
            text = format_minor(value, question.exponent)
            self.amount.show_amount(question.symbol, text, caption)
        too_much = self.is_percent and value > _PERCENT_MAX
        missing = tr("Key how much is taken off.") if value == 0 else ""
        self.main_key.allow(tr("At most 100 percent.") if too_much else missing)
        nothing = self.is_line and not question.line_has_discount
        self.remove_key.allow(
            tr("Nothing was taken off this line by hand.") if nothing else ""
        )

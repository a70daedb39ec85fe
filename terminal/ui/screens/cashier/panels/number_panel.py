"""Asks for one number: a quantity, a price, a loan, a count."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
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
from terminal.ui.widgets.painting import Text


class NumberQuestion(msgspec.Struct, frozen=True):
    """What is asked; every text is translated.

    Attributes:
        decimals: Digits after the decimal sign.
        symbol: Currency sign, or empty for quantities.
        minimum: The smallest value that may be confirmed.
        can_go_back: False when nothing can be done before it is answered.
        confirm: What the main key says; OK when empty.
        other: What a second key says that leads elsewhere; empty for none.
    """

    title: str
    caption: str
    decimals: int
    confirm: str = ""
    symbol: str = ""
    proposal: int = 0
    minimum: int = 0
    hint: str = ""
    can_go_back: bool = True
    other: str = ""


class NumberPanel(Panel):
    """One question at a time; the answer goes to who asked."""

    def __init__(self) -> None:
        super().__init__("numberPanel")
        self._question: NumberQuestion | None = None
        self._answer: Callable[[int], None] | None = None
        self._asked: Callable[[int], None] | None = None
        self._other: Callable[[], None] | None = None
        self._entry = DigitEntry(0)
        self.add_header()
        self.amount = AmountDisplay("due_tender", "numberAmount")
        self.add_amount(self.amount, height=130, above=12)
        body = self.add_body()
        self.hint = Text("body", "muted")
        self.hint.setWordWrap(True)
        self.other_key = Key("secondary", "numberOther", cap="*")
        self.other_key.setFixedHeight(48)
        self.other_key.setMaximumWidth(420)
        self.other_key.chosen.connect(self._go_elsewhere)
        body.addWidget(self.hint)
        body.addWidget(self.other_key)
        self.keypad = Keypad("numberKeypad")
        self.keypad.setMaximumWidth(420)
        self.keypad.typed.connect(self.type_digits)
        self.keypad.erased.connect(self.erase)
        body.addWidget(self.keypad, 1)
        self.main_key = PayKey("primary", "numberConfirm", "Enter")
        self.main_key.chosen.connect(self.confirm)
        self.add_main_key(self.say_why(self.main_key))

    def ask(
        self,
        question: NumberQuestion,
        answer: Callable[[int], None],
        other: Callable[[], None] | None = None,
    ) -> None:
        """Ask *question*; *answer* gets the number in units of its last decimal.

        *other* is called when the second key is chosen.
        """
        self._question = question
        self._other = other
        self._answer = self._asked = answer
        self._entry.reset(question.decimals, question.proposal)
        self.retranslate()
        self._show()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        if self._question is not None:
            self.title.setText(self._question.title)
            self.caption.setText(self._question.caption)
            self.main_key.label(self._question.confirm or tr("OK"))
            self.other_key.label(self._question.other)
            self.other_key.setVisible(bool(self._question.other))
            self.hint.setText(self._question.hint)
            self.hint.setVisible(bool(self._question.hint))
            self.back_key.setVisible(self._question.can_go_back)
        self.keypad.retranslate()

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        if digit := digit_of(event):
            self.type_digits(digit)
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif is_enter(event) or event.key() == Qt.Key.Key_F12:
            self.main_key.click()
        elif event.key() == Qt.Key.Key_Asterisk and self.other_key.isVisible():
            self.other_key.click()
        else:
            return False
        return True

    @Slot()
    def _go_elsewhere(self) -> None:
        if self._other is not None:
            self._other()

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

    @override
    def ask_again(self) -> None:
        self._answer = self._asked

    @Slot()
    def confirm(self) -> None:
        """Give the number to who asked."""
        answer, self._answer = self._answer, None
        if answer is not None:
            answer(self._entry.value)

    def _show(self) -> None:
        question = self._question
        assert question is not None
        text = format_minor(self._entry.value, question.decimals)
        self.amount.show_amount(question.symbol, text, question.caption)
        too_small = self._entry.value < question.minimum
        self.main_key.allow(question.caption if too_small else "")

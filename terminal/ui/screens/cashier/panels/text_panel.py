"""Asks for a code or a few words: a serial number, a card, a certificate."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import Panel, is_enter
from terminal.ui.support.translation import tr
from terminal.ui.widgets.key import PayKey
from terminal.ui.widgets.keypad import Keypad
from terminal.ui.widgets.painting import Text
from terminal.ui.widgets.scan_field import ScanField


class TextQuestion(msgspec.Struct, frozen=True):
    """What is asked; every text is translated.

    Attributes:
        is_optional: An empty answer is one too.
    """

    title: str
    caption: str
    confirm: str
    hint: str = ""
    length_max: int = 80
    is_optional: bool = False


class TextPanel(Panel):
    """One question at a time; the answer goes to who asked."""

    def __init__(self) -> None:
        super().__init__("textPanel")
        self._question: TextQuestion | None = None
        self._answer: Callable[[str], None] | None = None
        self._asked: Callable[[str], None] | None = None
        self.add_header()
        body = self.add_body()
        self.hint = Text("body", "muted")
        self.hint.setWordWrap(True)
        self.caption = Text("label_strong", "muted")
        self.field = ScanField("textField", icon="scan")
        self.field.textChanged.connect(self._show)
        self.field.returnPressed.connect(self.confirm)
        self.keypad = Keypad("textKeypad")
        self.keypad.setMaximumSize(420, 320)
        self.keypad.typed.connect(self._type)
        self.keypad.erased.connect(self.field.backspace)
        body.addWidget(self.hint)
        body.addWidget(self.caption)
        body.addWidget(self.field)
        body.addSpacing(8)
        body.addWidget(self.keypad, 1)
        body.addStretch(0)
        self.main_key = PayKey("primary", "textConfirm", "Enter")
        self.main_key.chosen.connect(self.confirm)
        self.add_main_key(self.say_why(self.main_key))
        self.retranslate()

    def ask(self, question: TextQuestion, answer: Callable[[str], None]) -> None:
        """Ask *question*; *answer* gets the text without white space around it."""
        self._question = question
        self._answer = self._asked = answer
        self.title.setText(question.title)
        self.hint.setText(question.hint)
        self.hint.setVisible(bool(question.hint))
        self.caption.setText(question.caption)
        self.field.set_hint(question.caption)
        self.field.setMaxLength(question.length_max)
        self.main_key.label(question.confirm)
        self.field.clear()
        self._show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_scan(self, text: str) -> None:
        """Take what was scanned for the answer."""
        self.field.setText(text)
        self.confirm()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.keypad.retranslate()

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        if is_enter(event) or event.key() == Qt.Key.Key_F12:
            self.main_key.click()
        elif event.key() == Qt.Key.Key_Backspace:
            self.field.backspace()
        elif event.text() and event.text().isprintable():
            self.field.insert(event.text())
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    @override
    def ask_again(self) -> None:
        self._answer = self._asked

    @Slot()
    def confirm(self) -> None:
        """Give the text to who asked."""
        text = self.field.text().strip()
        question = self._question
        if question is None or self._answer is None:
            return
        if text or question.is_optional:
            answer, self._answer = self._answer, None
            answer(text)

    @Slot(str)
    def _type(self, digits: str) -> None:
        self.field.insert(digits)

    @Slot()
    def _show(self) -> None:
        question = self._question
        missing = not self.field.text().strip()
        needed = question is not None and not question.is_optional
        self.main_key.allow(tr("Type or scan it first.") if missing and needed else "")

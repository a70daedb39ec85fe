"""Asks what is to happen: one statement, a few large keys."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import Panel, digit_of, is_enter
from terminal.ui.widgets.key import PayKey
from terminal.ui.widgets.notice import Notice, NoticeText
from terminal.ui.widgets.painting import Text

_CHOICES_MAX = 4
_KEY_HEIGHT = 64


class Choice(msgspec.Struct, frozen=True):
    """One way to go on.

    Attributes:
        kind: ``primary``, ``secondary`` or ``danger``; Enter takes the primary one.
    """

    text: str
    kind: str


class ChoiceQuestion(msgspec.Struct, frozen=True):
    """What is asked; every text is translated.

    Attributes:
        cause: What is, as a notice.
        statement: What the operator must see first, in large letters.
        tone: Kind of the notice.
    """

    title: str
    cause: str
    statement: str
    hint: str
    tone: str
    icon: str
    choices: tuple[Choice, ...]


class ChoicePanel(Panel):
    """One question at a time; the place of the choice goes to who asked."""

    def __init__(self) -> None:
        super().__init__("choicePanel")
        self._answer: Callable[[int], None] | None = None
        self._question: ChoiceQuestion | None = None
        self.add_header()
        body = self.add_body()
        self.notice = Notice("choiceNotice")
        self.statement = Text("title", name="choiceStatement")
        self.statement.setWordWrap(True)
        self.hint = Text("body", "muted", name="choiceHint")
        self.hint.setWordWrap(True)
        self.keys_column = QVBoxLayout()
        self.keys_column.setSpacing(8)
        self.keys: list[PayKey] = []
        for place in range(_CHOICES_MAX):
            key = PayKey("secondary", f"choice{place}", str(place + 1))
            key.role = "lead"
            key.setFixedHeight(_KEY_HEIGHT)
            key.setProperty("place", place)
            key.chosen.connect(self._choose)
            self.keys.append(key)
            self.keys_column.addWidget(key)
        body.addWidget(self.notice)
        body.addSpacing(16)
        body.addWidget(self.statement)
        body.addWidget(self.hint)
        body.addStretch(1)
        body.addLayout(self.keys_column)
        self.retranslate()

    def ask(self, question: ChoiceQuestion, answer: Callable[[int], None]) -> None:
        """Ask *question*; *answer* gets the place of what was chosen."""
        self._question, self._answer = question, answer
        self.title.setText(question.title)
        self.notice.show_text(NoticeText(question.tone, question.icon, question.cause))
        self.statement.setText(question.statement)
        self.statement.setVisible(bool(question.statement))
        self.hint.setText(question.hint)
        for place, key in enumerate(self.keys):
            shown = place < len(question.choices)
            key.setVisible(shown)
            if shown:
                choice = question.choices[place]
                key.set_kind(choice.kind)
                key.cap = "Enter" if choice.kind == "primary" else str(place + 1)
                key.label(choice.text)

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        question = self._question
        if question is None:
            return False
        digit = digit_of(event)
        if is_enter(event) or event.key() == Qt.Key.Key_F12:
            for place, choice in enumerate(question.choices):
                if choice.kind == "primary":
                    self.keys[place].click()
                    break
        elif digit and 0 < int(digit) <= len(question.choices):
            self.keys[int(digit) - 1].click()
        else:
            return bool(digit)
        return True

    @Slot()
    def _choose(self) -> None:
        answer, self._answer = self._answer, None
        if answer is not None:
            answer(int(self.sender().property("place")))

"""One clear message when the till cannot be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from terminal.ui.support.translation import tr
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import Text, mark

_CARD_WIDTH = 640


class FailureScreen(QWidget):
    """What happened, what is kept, what to do; and the way out.

    Signals:
        closed: The program is to end.
    """

    closed = Signal()

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.setObjectName("failureScreen")
        mark(self, ground="canvas")
        card = QFrame()
        mark(card, card="true")
        card.setFixedWidth(_CARD_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        title = Text("title", name="failureTitle")
        title.setText(tr("The till cannot be opened"))
        text = Text("body", name="failureText")
        text.setWordWrap(True)
        text.setText(sentence)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        close = Key("primary", "failureClose")
        close.label(tr("Close"))
        close.setFixedHeight(56)
        close.chosen.connect(self.closed)
        column.addWidget(title)
        column.addWidget(text)
        column.addWidget(close)
        rows = QVBoxLayout(self)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(card)
        line.addStretch(1)
        rows.addStretch(1)
        rows.addLayout(line)
        rows.addStretch(1)

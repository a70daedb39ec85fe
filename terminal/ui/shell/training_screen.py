"""What the till shows while somebody trains on the training till beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.support.translation import tr
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import Text, mark

_CARD_WIDTH = 640


class TrainingScreen(QWidget):
    """The till waits; or it says that training came to a bad end.

    Signals:
        left: The till is wanted again.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trainingScreen")
        mark(self, ground="canvas")
        self._failure: str | None = None
        card = QFrame()
        mark(card, card="true")
        card.setFixedWidth(_CARD_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        self.title = Text("title", name="trainingTitle")
        self.text = Text("body", name="trainingText")
        self.text.setWordWrap(True)
        self.key = Key("primary", "trainingEnd")
        self.key.setFixedHeight(56)
        self.key.chosen.connect(self.left)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addWidget(self.key)
        rows = QVBoxLayout(self)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(card)
        line.addStretch(1)
        rows.addStretch(1)
        rows.addLayout(line)
        rows.addStretch(1)
        self.retranslate()

    def begin(self) -> None:
        """Wait for a training that begins now."""
        self._failure = None
        self.retranslate()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_failure(self, sentence: str = "") -> None:
        """Say that training could not begin or broke off, and why if it is known."""
        self._failure = sentence
        self.retranslate()

    @property
    def has_failed(self) -> bool:
        """Whether it shows how training came to a bad end."""
        return self._failure is not None

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        if self._failure is not None:
            self.title.setText(tr("Training ended with an error"))
            self.text.setText(
                self._failure or tr("The training till ended unexpectedly.")
            )
            self.key.label(tr("Back to the till"))
            return
        self.title.setText(tr("Training is running"))
        self.text.setText(
            tr(
                "It has a window of its own with a border. This till waits; nothing of"
                " the training reaches it, its drawer or its reports."
            )
        )
        self.key.label(tr("End the training"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

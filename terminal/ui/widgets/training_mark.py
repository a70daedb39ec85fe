"""What shows that a window is of a training till: a border, and the word."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QFrame, QLabel, QWidget
from typing_extensions import override

from terminal.ui.support.translation import tr
from terminal.ui.widgets.painting import restyle

BORDER_PX: Final = 6
"""As the style sheet draws it."""


class TrainingBorder(QFrame):
    """A border on all four sides of one window, over every screen in it.

    It lies on what is below and takes no room of it, so a lesson shows each screen
    as the till does; nothing that is pressed or read stands so near to the edge.
    Only the thin bar beside the selected line does, whose ground says the same.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("trainingBorder")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        self._cover(window)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and event.type() in {
            QEvent.Type.Resize,
            QEvent.Type.Show,
        }:
            self._cover(watched)
        return False

    def _cover(self, window: QWidget) -> None:
        whole = window.rect()
        self.setGeometry(whole)
        # The middle is left out: nothing there is painted twice.
        middle = whole.adjusted(BORDER_PX, BORDER_PX, -BORDER_PX, -BORDER_PX)
        self.setMask(QRegion(whole).subtracted(QRegion(middle)))
        self.raise_()


def show_word(label: QLabel) -> None:
    """Let *label* say TRAINING where the name of the store stands otherwise."""
    label.setText(tr("TRAINING"))
    if label.property("training") != "true":
        label.setProperty("training", "true")
        restyle(label)
        # A frame looks for the room that the style sheet leaves in it only then.
        QCoreApplication.sendEvent(label, QEvent(QEvent.Type.StyleChange))

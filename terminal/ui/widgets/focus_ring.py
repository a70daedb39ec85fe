"""The ring around what has the keyboard's focus.

It shows after a key, not after a touch, and lies in the gap between controls.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.tokens import load_tokens
from terminal.ui.widgets.key import Key

_OFFSET: Final = 4
_WIDTH: Final = 2


class FocusRing(QWidget):
    """Follows the focus from key to key inside one window.

    A widget of its own and not a QFocusFrame, because that takes its margins from
    the style, where a style sheet cannot change them.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show}:
            self._place()
        elif kind in {QEvent.Type.Hide, QEvent.Type.MouseButtonPress}:
            self.hide()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(APPEARANCE.colour("focus"), _WIDTH))
        radius = load_tokens().radius["control"] + _OFFSET
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, radius, radius)
        painter.end()

    @Slot(QWidget, QWidget)
    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = now if isinstance(now, Key) else None
        # Keys take the focus by Tab alone, so whoever has it came by keyboard.
        if self._target is None or self._target.window() is not self.window():
            self._target = None
            self.hide()
            return
        self._target.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.hide()
            return
        at = target.mapTo(self.window(), QPoint(0, 0))
        box = target.rect().translated(at)
        self.setGeometry(box.adjusted(-_OFFSET, -_OFFSET, _OFFSET, _OFFSET))
        self.raise_()
        self.show()

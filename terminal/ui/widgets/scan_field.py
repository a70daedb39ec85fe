"""The field for searching, with the scan icon before and its key after the text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.widgets.painting import (
    KEY_CAP_HEIGHT,
    draw_key_cap,
    draw_text,
    key_cap_width,
    restyle,
    text_width,
)

_ICON_LEFT: Final = 13
_TEXT_LEFT: Final = 41
_HEIGHT: Final = 40


class ScanField(QLineEdit):
    """A line of text that looks the same empty and filled.

    The hint is painted, not a placeholder: Qt would elide it against the key cap.
    """

    def __init__(self, name: str, cap: str = "", icon: str = "scan") -> None:
        super().__init__()
        self.setObjectName(name)
        self.cap = cap
        self.icon_name = icon
        self._hint = ""
        self._hint_short = ""
        self.setFixedHeight(_HEIGHT)
        self._set_margins()
        self.refresh()

    def set_hint(self, hint: str, short: str = "") -> None:
        """Set what the field says while it is empty; *short* where room is scarce."""
        self._hint, self._hint_short = hint, short or hint
        self.setAccessibleName(hint)
        self.update()

    def set_refused(self, *, refused: bool) -> None:
        """Outline the field as the place where something was refused."""
        value = "true" if refused else "false"
        if self.property("refused") != value:
            self.setProperty("refused", value)
            restyle(self)

    def refresh(self) -> None:
        """Take the font of the look in force."""
        self.setFont(APPEARANCE.font("body"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, _HEIGHT)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            # QLineEdit lets Enter go on to its parents, where it would confirm
            # what this Enter has just brought up.
            event.accept()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        mirrored = self.isRightToLeft()
        x = self.width() - _ICON_LEFT - 20 if mirrored else _ICON_LEFT
        refused = self.property("refused") == "true"
        token = "danger_text" if refused else "text_muted"
        draw_icon(painter, self.icon_name, token, 20, QPointF(x, 10))
        cap_width = key_cap_width(self.cap)
        if self.cap:
            left = 8.0 if mirrored else self.width() - 8 - cap_width
            cap = QRectF(round(left), 9, cap_width, KEY_CAP_HEIGHT)
            draw_key_cap(painter, cap, self.cap, on_fill=False, disabled=False)
        if not self.text():
            room = self.width() - _TEXT_LEFT - cap_width - 16
            font = APPEARANCE.font("body")
            muted = APPEARANCE.colour("text_muted")
            hint = self._hint
            if text_width(font, hint) > room:
                hint = self._hint_short
            box = QRectF(_TEXT_LEFT, 0, room, self.height())
            draw_text(painter, box, hint, font, muted, elide=True)
        painter.end()

    def _set_margins(self) -> None:
        end = round(key_cap_width(self.cap)) + 4 if self.cap else 0
        self.setTextMargins(_TEXT_LEFT - 14, 0, end, 0)

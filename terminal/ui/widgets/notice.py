"""A notice: what is, what to do, one action.  Never over a line of the basket."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import draw_text, restyle

HEIGHT: Final = 56
_TEXT_LEFT: Final = 49
_TONES: Final = {
    "info": ("accent", "accent"),
    "attention": ("warning_text", "warning_text"),
    "failure": ("danger_text", "danger_text"),
    "neutral": ("text_muted", "accent"),
}


class NoticeText(msgspec.Struct, frozen=True):
    """What a notice says; every text is translated.

    Attributes:
        kind: ``info``, ``attention``, ``failure`` or ``neutral``.
        title: What is.
        detail: What to do.
        action: The one thing to do from here; empty when there is none.
    """

    kind: str
    icon: str
    title: str
    detail: str = ""
    action: str = ""


class Notice(QFrame):
    """A notice of fixed height.

    Signals:
        acted: Its action was chosen.
    """

    acted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._text = NoticeText("info", "info", "")
        self.setProperty("notice", "info")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.action_key = Key("ghost", f"{name}Action")
        self.action_key.padding = 8
        self.action_key.chosen.connect(self.acted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 6, 2)
        layout.addStretch(1)
        layout.addWidget(self.action_key)
        self.hide()

    @property
    def text(self) -> NoticeText:
        """What is shown."""
        return self._text

    def show_text(self, text: NoticeText) -> None:
        """Show *text* until clear() is called."""
        if self.property("notice") != text.kind:
            self.setProperty("notice", text.kind)
            restyle(self)
        self._text = text
        self.setAccessibleName(f"{text.title}. {text.detail}")
        self.action_key.tone = _TONES[text.kind][1]
        self.action_key.label(text.action)
        self.action_key.setVisible(bool(text.action))
        self.show()
        self.update()

    def clear(self) -> None:
        """Take the notice away, because its cause is gone."""
        self.hide()

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        token = _TONES[self._text.kind][0]
        middle = self.height() / 2
        draw_icon(painter, self._text.icon, token, 24, QPointF(13, middle - 12))
        room = self.width() - _TEXT_LEFT - 8
        if self.action_key.isVisibleTo(self):
            room -= self.action_key.width() + 4
        title_top = middle - 19 if self._text.detail else middle - 10
        strong = self._text.kind == "attention"
        draw_text(
            painter,
            QRectF(_TEXT_LEFT, title_top, room, 20),
            self._text.title,
            APPEARANCE.font("control"),
            APPEARANCE.colour(token if strong else "text"),
            elide=True,
        )
        draw_text(
            painter,
            QRectF(_TEXT_LEFT, middle + 1, room, 18),
            self._text.detail,
            APPEARANCE.font("label"),
            APPEARANCE.colour("text_muted"),
            elide=True,
        )
        painter.end()

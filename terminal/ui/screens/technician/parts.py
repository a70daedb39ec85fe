"""What the pages of the technician are made of."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.theme.tokens import load_tokens
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import END, START, Text, draw_text, mark

MARGIN: Final = 24
MARGIN_NARROW: Final = 16
_MONO_PX: Final = 13
_ICON_PX: Final = 24


def page(name: str) -> tuple[QWidget, QVBoxLayout]:
    """Return an empty page and its column."""
    widget = QWidget()
    widget.setObjectName(name)
    mark(widget, ground="canvas")
    column = QVBoxLayout(widget)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.setSpacing(16)
    return widget, column


def card() -> tuple[QFrame, QVBoxLayout]:
    """Return an empty card and its column."""
    frame = QFrame()
    mark(frame, card="true")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(12)
    return frame, column


def mono_font() -> QFont:
    """Return the font of bytes."""
    font = QFont()
    font.setFamilies(load_tokens().families["mono"])
    font.setPixelSize(max(_MONO_PX, APPEARANCE.scaled(_MONO_PX)))
    return font


class ElidedText(Text):
    """A label of one line that gives way: what has no room ends with an ellipsis.

    Attributes:
        whole: The text without an ellipsis.
    """

    def __init__(self, role: str, tone: str = "", name: str = "") -> None:
        self.whole = ""
        super().__init__(role, tone, name)
        self.setMinimumWidth(0)

    @override
    def setText(self, text: str) -> None:
        self.whole = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    @override
    def refresh(self) -> None:
        super().refresh()
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.whole) + 2, metrics.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        right = Qt.TextElideMode.ElideRight
        shown = QFontMetrics(self.font()).elidedText(self.whole, right, self.width())
        super().setText(shown)
        self.setToolTip(self.whole if shown != self.whole else "")


class Heading(QWidget):
    """The title of a page, what it amounts to, and its keys."""

    def __init__(self, name: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        self.title = Text("title", name=f"{name}Title")
        self.detail = ElidedText("body", "muted", name=f"{name}Detail")
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        row.addLayout(texts, 1)
        self.row = row

    def add_key(self, key: Key) -> Key:
        """Put a key at the end."""
        key.setFixedHeight(48)
        self.row.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
        return key


class Facts(QWidget):
    """Names and values in two columns."""

    def __init__(self, name: str, *, name_width: int = 112) -> None:
        super().__init__()
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, name_width)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[Text, Text]] = []

    def show_facts(self, facts: list[tuple[str, str]]) -> None:
        """Show other names and values; the labels stay, so that nothing flickers."""
        while len(self._labels) < len(facts):
            caption, told = Text("label", "muted"), Text("label")
            told.setWordWrap(True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            place = len(self._labels)
            self._grid.addWidget(caption, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(told, place, 1)
            self._labels.append((caption, told))
        for place, (caption, told) in enumerate(self._labels):
            name, value = facts[place] if place < len(facts) else ("", "")
            caption.setText(name)
            told.setText(value)
            caption.setVisible(bool(name))
            told.setVisible(bool(name))


class Picture(QWidget):
    """An icon that cannot be pressed."""

    def __init__(self, icon: str, token: str) -> None:
        super().__init__()
        self._icon = icon
        self._token = token
        self.setFixedSize(_ICON_PX, _ICON_PX)

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        draw_icon(painter, self._icon, self._token, _ICON_PX, QPointF(0, 0))
        painter.end()


class NavigationKey(Key):
    """One page of the sidebar: icon, name and how much needs attention."""

    def __init__(self, name: str, icon: str) -> None:
        super().__init__("nav", f"nav-{name}", icon=icon)
        self.page_name = name
        self.badge = 0
        self.setCheckable(True)
        self.setFixedHeight(48)

    def show_badge(self, count: int) -> None:
        """Show how much needs attention; 0 shows nothing."""
        if count != self.badge:
            self.badge = count
            self.changed()

    @override
    def sizeHint(self) -> QSize:
        return QSize(224, 48)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, 48)

    @override
    def paint_content(self, painter: QPainter) -> None:
        mirrored = self.isRightToLeft()
        token = "accent" if self.isChecked() else "text_muted"
        icon_x = self.width() - 34.0 if mirrored else 14.0
        draw_icon(painter, self.icon_name, token, 20, QPointF(icon_x, 14))
        colour = APPEARANCE.colour("text" if self.isChecked() else "text_muted")
        room = self.width() - 48 - (40 if self.badge else 8)
        box = QRectF(8 if mirrored else 48, 0, room, self.height())
        draw_text(
            painter,
            box,
            self.text(),
            self.content_font(),
            colour,
            align=END if mirrored else START,
            elide=True,
        )
        if self.badge:
            mark_box = QRectF(12 if mirrored else self.width() - 34, 13, 22, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(APPEARANCE.colour("warning_soft"))
            painter.drawRoundedRect(mark_box, 4, 4)
            draw_text(
                painter,
                mark_box,
                str(self.badge),
                APPEARANCE.font("label_strong"),
                APPEARANCE.colour("warning_text"),
                align=Qt.AlignmentFlag.AlignCenter,
            )

"""Why a line or the basket costs what it does; nothing to be answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import (
    MARGIN,
    Panel,
    is_enter,
    remove_rows,
    scrolled_rows,
)
from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon
from terminal.ui.view_models.why_text import Explained, WhyRow
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import END, Text, draw_text, mark, text_width
from terminal.ui.widgets.stat import Stat

_ROW_HEIGHT: Final = 48
_FIGURES_MAX: Final = 4
_ICONS: Final = {
    "applied": ("check", "accent"),
    "near": ("plus", "warning_text"),
    "refused": ("minus", "text_muted"),
    "plain": ("tag", "text_muted"),
}


class WhyLine(QWidget):
    """One row: icon, what and why, amount."""

    def __init__(self, row: WhyRow) -> None:
        super().__init__()
        self.row = row
        self.setFixedHeight(_ROW_HEIGHT)
        self.setAccessibleName(f"{row.name}, {row.detail} {row.amount}".strip())

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, _ROW_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icon, token = _ICONS[self.row.tone]
        draw_icon(painter, icon, token, 20, QPointF(12, 14))
        right = self.width() - 12.0
        quiet = self.row.tone == "refused"
        colour = APPEARANCE.colour("text_muted" if quiet else "text")
        if self.row.amount:
            font = APPEARANCE.font("strong")
            width = text_width(font, self.row.amount) + 1
            box = QRectF(right - width, 0, width, self.height())
            tone = "accent" if self.row.tone == "applied" else "text"
            draw_text(
                painter, box, self.row.amount, font, APPEARANCE.colour(tone), align=END
            )
            right -= width + 12
        room = right - 44
        top = 6 if self.row.detail else 14
        font = APPEARANCE.font("body_medium" if quiet else "control")
        draw_text(
            painter, QRectF(44, top, room, 20), self.row.name, font, colour, elide=True
        )
        draw_text(
            painter,
            QRectF(44, 26, room, 18),
            self.row.detail,
            APPEARANCE.font("label"),
            APPEARANCE.colour("text_muted"),
            elide=True,
        )
        painter.end()


class WhyPanel(Panel):
    """Figures on top, then what applied, what nearly did, and what did not."""

    scan_closes = True

    def __init__(self) -> None:
        super().__init__("whyPanel")
        self._more: Callable[[], None] | None = None
        self.lines: list[QWidget] = []
        self.add_header()
        body = self.add_body()
        figures = QFrame()
        mark(figures, card="true")
        row = QHBoxLayout(figures)
        row.setContentsMargins(MARGIN, 12, MARGIN, 12)
        row.setSpacing(24)
        self.figures = [Stat(f"whyFigure{n}") for n in range(_FIGURES_MAX)]
        for stat in self.figures:
            row.addWidget(stat)
        row.addStretch(1)
        self.name = Text("strong", name="whyName")
        self.name.setWordWrap(True)
        self.scroll_area, self.rows = scrolled_rows(spacing=4)
        self.note = Text("label", "muted", name="whyNote")
        self.note.setWordWrap(True)
        self.basket_key = Key("secondary", "whyBasket", icon="receipt", cap="Enter")
        self.basket_key.setFixedHeight(48)
        self.basket_key.chosen.connect(self._show_more)
        body.addWidget(self.name)
        body.addWidget(figures)
        body.addWidget(self.scroll_area, 1)
        body.addWidget(self.note)
        body.addWidget(self.basket_key)
        self.retranslate()

    def show_explained(
        self, explained: Explained, more: Callable[[], None] | None
    ) -> None:
        """Show *explained*; *more* leads from a line to the basket."""
        self._more = more
        self.name.setText(explained.title)
        for number, stat in enumerate(self.figures):
            shown = number < len(explained.figures)
            stat.setVisible(shown)
            if shown:
                stat.show_value(*explained.figures[number])
        remove_rows(self.rows, self.lines)
        for section in explained.sections:
            caption = Text("label_strong", "muted")
            caption.setText(section.caption)
            self._add(caption)
            for row in section.rows:
                self._add(WhyLine(row))
        self.note.setText(explained.note)
        self.note.setVisible(bool(explained.note))
        self.basket_key.setVisible(more is not None)

    def _add(self, widget: QWidget) -> None:
        self.rows.insertWidget(len(self.lines), widget)
        self.lines.append(widget)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("Why this price"))
        self.basket_key.label(tr("Whole basket"))

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        bar = self.scroll_area.verticalScrollBar()
        if is_enter(event) and self._more is not None:
            self.basket_key.click()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = _ROW_HEIGHT if event.key() == Qt.Key.Key_Down else -_ROW_HEIGHT
            bar.setValue(bar.value() + step)
        else:
            return False
        return True

    @Slot()
    def _show_more(self) -> None:
        if self._more is not None:
            self._more()

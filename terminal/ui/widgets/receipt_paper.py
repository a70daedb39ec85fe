"""The paper of a receipt: drawn from the document, or a printer's own picture."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from terminal.application.receipts.document import (
    Align,
    Code,
    Columns,
    Cut,
    Feed,
    Image,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.ui.theme.tokens import load_tokens

_COLUMNS: Final = 42
_LINE: Final = 18
_EDGE: Final = 16
_FONT_PX: Final = 14
# Paper is white in every theme: it is a picture of a thing, not part of the chrome.
_PAPER: Final = QColor(255, 255, 255)
_INK: Final = QColor(20, 20, 20)


class ReceiptPaper(QWidget):
    """One paper, as wide as its 42 columns and as long as its text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._document: ReceiptDocument | None = None
        self._picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_document(self, document: ReceiptDocument) -> None:
        """Show a document as a printer of 42 columns would print it."""
        self._document, self._picture = document, None
        lines = [line.text for line in _lines(document)]
        self.setAccessibleName("\n".join(lines))
        self.updateGeometry()
        self.update()

    def show_picture(self, png: bytes, width: int) -> None:
        """Show the picture of a printed paper, at most *width* px wide."""
        picture = QPixmap()
        picture.loadFromData(QByteArray(png))
        if picture.width() > width:
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(width, smooth)
        self._picture, self._document = picture, None
        self.updateGeometry()
        self.update()

    @property
    def is_empty(self) -> bool:
        """Whether there is no paper to show."""
        return self._document is None and self._picture is None

    @override
    def sizeHint(self) -> QSize:
        if self._picture is not None:
            return self._picture.size()
        width = round(QFontMetricsF(_font()).horizontalAdvance("0") * _COLUMNS)
        count = len(_lines(self._document)) if self._document else 0
        return QSize(width + 2 * _EDGE, count * _LINE + 2 * _EDGE)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._picture is not None:
            painter.drawPixmap(0, 0, self._picture)
        elif self._document is not None:
            painter.fillRect(self.rect(), _PAPER)
            for number, line in enumerate(_lines(self._document)):
                self._draw_line(painter, line, _EDGE + number * _LINE)
        painter.end()

    def _draw_line(self, painter: QPainter, line: _PaperLine, top: int) -> None:
        box = QRectF(_EDGE, top, self.width() - 2 * _EDGE, _LINE)
        font = _font(bold=line.is_bold)
        painter.setFont(font)
        painter.setPen(_INK)
        if line.is_rule:
            y = round(box.center().y())
            painter.drawLine(_EDGE, y, self.width() - _EDGE, y)
            return
        painter.drawText(
            box, int(line.align | Qt.AlignmentFlag.AlignVCenter), line.text
        )
        if line.right:
            painter.drawText(
                box,
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                line.right,
            )


class _PaperLine:
    """One printed line of text."""

    def __init__(
        self,
        text: str,
        right: str = "",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        *,
        is_bold: bool = False,
        is_rule: bool = False,
    ) -> None:
        self.text = text
        self.right = right
        self.align = align
        self.is_bold = is_bold
        self.is_rule = is_rule


_ALIGN: Final = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTER: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


def _lines(document: ReceiptDocument) -> list[_PaperLine]:
    lines: list[_PaperLine] = []
    for element in document.lines:
        lines.extend(_lines_of(element))
    return lines


def _lines_of(
    element: TextLine | Columns | Rule | Code | Image | Feed | Cut,
) -> list[_PaperLine]:
    bold = getattr(element, "is_bold", False) or getattr(element, "is_large", False)
    if isinstance(element, TextLine):
        align = _ALIGN[element.align]
        parts = _wrap(element.text, _COLUMNS)
        return [_PaperLine(part, align=align, is_bold=bold) for part in parts]
    if isinstance(element, Columns):
        room = _COLUMNS - element.indent - len(element.right) - 1
        parts = _wrap(element.left, max(room, 8))
        lines = [_PaperLine(" " * element.indent + part) for part in parts]
        lines[-1] = _PaperLine(lines[-1].text, element.right, is_bold=bold)
        return lines
    if isinstance(element, Rule):
        return [_PaperLine("", is_rule=True)]
    if isinstance(element, Code):
        text = element.caption or element.data
        return [_PaperLine(text, align=Qt.AlignmentFlag.AlignHCenter)]
    return [_PaperLine("")]


def _wrap(text: str, columns: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, columns) or [""]


def _font(*, bold: bool = False) -> QFont:
    families = load_tokens().families
    font = QFont()
    font.setFamilies([*families["mono"], *families["zh_CN"], *families["zh_TW"]])
    font.setPixelSize(_FONT_PX)
    font.setBold(bold)
    return font

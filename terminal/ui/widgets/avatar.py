"""The initials of an operator in a disc."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.painting import CENTRE, draw_text


def initials(name: str) -> str:
    """Return up to two letters that stand for a name; one for CJK names."""
    words = [word for word in name.replace(".", " ").split() if word]
    if not words:
        return ""
    if ord(words[0][0]) > 0x2E80:  # noqa: PLR2004 - where CJK scripts begin
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()


def draw_avatar(painter: QPainter, box: QRectF, name: str, *, filled: bool) -> None:
    """Draw the disc of *name* into *box*."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(APPEARANCE.colour("accent_fill" if filled else "hover"))
    painter.drawEllipse(box)
    painter.restore()
    large = box.height() > 40  # noqa: PLR2004 - the two sizes of avatars
    font = APPEARANCE.font("strong" if large else "label_strong")
    colour = APPEARANCE.colour("on_accent" if filled else "text")
    draw_text(painter, box, initials(name), font, colour, align=CENTRE)


class Avatar(QWidget):
    """A filled disc that stands alone."""

    def __init__(self, name: str, px: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self._person = ""
        self.setFixedSize(px, px)

    def show_person(self, person: str) -> None:
        """Show whose disc it is."""
        self._person = person
        self.setAccessibleName(person)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_avatar(painter, QRectF(self.rect()), self._person, filled=True)
        painter.end()

"""The paper of a receipt."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QPixmap
from pytestqt.qtbot import QtBot

from terminal.application.receipts.document import (
    Align,
    Code,
    CodeKind,
    Columns,
    Cut,
    Feed,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.ui.widgets.receipt_paper import ReceiptPaper

DOCUMENT = ReceiptDocument(
    lines=(
        TextLine(text="Corner Shop", align=Align.CENTER, is_bold=True),
        Rule(),
        Columns(left="An item with a name longer than the paper is wide", right="1.95"),
        Feed(lines=1),
        Code(kind=CodeKind.CODE128, data="A-000001"),
        Cut(),
    ),
    language="en",
)


def test_a_document_is_drawn_line_by_line_and_can_be_read_aloud(qtbot: QtBot) -> None:
    paper = ReceiptPaper("paper")
    qtbot.addWidget(paper)
    was_empty = paper.is_empty

    paper.show_document(DOCUMENT)

    assert (was_empty, paper.is_empty) == (True, False)
    assert "Corner Shop" in paper.accessibleName()
    assert "A-000001" in paper.accessibleName()
    assert paper.sizeHint().height() == 7 * 18 + 32
    assert not paper.grab().isNull()


def test_a_printers_picture_is_no_wider_than_there_is_room(qtbot: QtBot) -> None:
    picture = QPixmap(576, 300)
    picture.fill(QColor("white"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    paper = ReceiptPaper("paper")
    qtbot.addWidget(paper)

    paper.show_picture(bytes(buffer.data().data()), 288)

    assert paper.sizeHint().width() == 288
    assert paper.sizeHint().height() == 150

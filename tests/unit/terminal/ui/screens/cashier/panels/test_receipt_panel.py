"""The preview of a paper."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from terminal.application.receipts.document import ReceiptDocument, TextLine
from terminal.ui.screens.cashier.panels.receipt_panel import ReceiptPanel

DOCUMENT = ReceiptDocument(
    lines=tuple(TextLine(text=f"Line {n}") for n in range(80)), language="en"
)


def test_the_paper_is_shown_and_the_main_key_goes_on(qtbot: QtBot) -> None:
    panel = ReceiptPanel()
    qtbot.addWidget(panel)
    gone_on: list[bool] = []

    panel.show_document(
        "X report", DOCUMENT, "Done", lambda: gone_on.append(True), "All is well"
    )
    panel.resize(600, 700)
    panel.show()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        no = Qt.KeyboardModifier.NoModifier
        assert panel.take_key(QKeyEvent(QEvent.Type.KeyPress, key, no))

    assert gone_on == [True]
    assert panel.title.text() == "X report"
    assert panel.summary.text() == "All is well"
    assert panel.scroll_area.verticalScrollBar().value() > 0

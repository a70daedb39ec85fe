"""A receipt or report as the paper shows it, with the keys that belong to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea
from typing_extensions import override

from terminal.application.receipts.document import ReceiptDocument
from terminal.ui.screens.cashier.panels.panel import Panel, is_enter
from terminal.ui.support.translation import tr
from terminal.ui.widgets.key import Key, PayKey
from terminal.ui.widgets.painting import Text
from terminal.ui.widgets.receipt_paper import ReceiptPaper


class ReceiptPanel(Panel):
    """The preview of one document."""

    scan_closes = True

    def __init__(self) -> None:
        super().__init__("receiptPanel")
        self._then: Callable[[], None] | None = None
        self._save: Callable[[], None] | None = None
        self.add_header()
        self.save_key = Key("ghost", "receiptSave", icon="export", role="label_strong")
        self.save_key.chosen.connect(self._save_it)
        self.save_key.hide()
        self.header_row.insertWidget(self.header_row.count() - 1, self.save_key)
        body = self.add_body()
        self.summary = Text("lead", name="receiptSummary")
        self.summary.setWordWrap(True)
        self.paper = ReceiptPaper("receiptPaper")
        self.scroll_area = QScrollArea()
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setWidget(self.paper)
        self.scroll_area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(self.summary)
        body.addWidget(self.scroll_area, 1)
        self.main_key = PayKey("primary", "receiptMain", "Enter")
        self.main_key.chosen.connect(self._go_on)
        self.add_main_key(self.main_key)
        self.retranslate()

    def show_document(
        self,
        title: str,
        document: ReceiptDocument,
        main: str,
        then: Callable[[], None],
        summary: str = "",
        save: Callable[[], None] | None = None,
    ) -> None:
        """Show *document*; the main key says *main* and calls *then*.

        The key in the header calls *save*; it is hidden without.
        """
        self._save = save
        self.save_key.setVisible(save is not None)
        self.title.setText(title)
        self.summary.setText(summary)
        self.summary.setVisible(bool(summary))
        self.paper.show_document(document)
        self.paper.resize(self.paper.sizeHint())
        self.main_key.label(main)
        self._then = then

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.save_key.label(tr("Save"))

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        bar = self.scroll_area.verticalScrollBar()
        if is_enter(event) or event.key() == Qt.Key.Key_F12:
            self.main_key.click()
        elif event.key() == Qt.Key.Key_Down:
            bar.setValue(bar.value() + bar.singleStep() * 3)
        elif event.key() == Qt.Key.Key_Up:
            bar.setValue(bar.value() - bar.singleStep() * 3)
        else:
            return False
        return True

    def _save_it(self) -> None:
        if self._save is not None:
            self._save()

    def _go_on(self) -> None:
        if self._then is not None:
            self._then()

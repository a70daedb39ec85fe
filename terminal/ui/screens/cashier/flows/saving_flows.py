"""A copy of a receipt as a file, for who wants no paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.translation import tr
from terminal.ui.widgets.notice import NoticeText

if TYPE_CHECKING:
    from terminal.application.receipts.document import ReceiptDocument

_FORMS: Final = ("pdf", "html", "png")


class SavingFlows(QObject):
    """Asks what kind of file, has the copy counted, and says where it is."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter

    def ask(self, series: str, number: int) -> None:
        """Ask what to save a copy of that receipt as."""
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        name = f"{series}-{number:06d}"

        def choose(place: int) -> None:
            def take(document: ReceiptDocument) -> None:
                self._save(document, _FORMS[place], name)

            self._counter.till.make_copy(series, number, take)

        self._counter.ask_list(tr("Save receipt {number}", number=name), choose)
        told = tr("The copy is marked and counted")
        rows = [
            ListRow(tr("PDF file"), told, "", "receipt"),
            ListRow(tr("Web page"), told, "", "globe"),
            ListRow(tr("Picture"), told, "", "image"),
        ]
        self._counter.show_rows(rows, "")

    def _save(self, document: ReceiptDocument, form: str, name: str) -> None:
        save = self._counter.save_document
        assert save is not None, "not offered without"
        self._counter.close()
        self._say(lambda: NoticeText("info", "export", tr("The copy is being saved")))
        save(document, form, name, self._show_saved, self._show_failure)

    def _show_saved(self, path: str) -> None:
        self._say(lambda: NoticeText("info", "check", tr("The copy is saved"), path))

    def _show_failure(self, reason: str) -> None:
        self._say(
            lambda: NoticeText(
                "attention", "alert", tr("The copy was counted, and not saved"), reason
            )
        )

    def _say(self, write: Callable[[], NoticeText]) -> None:
        self._counter.say(write)

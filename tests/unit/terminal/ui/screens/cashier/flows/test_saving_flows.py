"""A copy of a receipt becomes a file, counted like one on paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from terminal.application.receipts.document import ReceiptDocument
from terminal.ui.screens.cashier.panels.receipt_panel import ReceiptPanel
from tests.support.window_under_test import WindowUnderTest


class _Saver:
    """Notes what is to be written, and answers."""

    def __init__(self, problem: str = "") -> None:
        self.saved: list[tuple[str, str]] = []
        self._problem = problem

    def save(
        self,
        document: ReceiptDocument,
        form: str,
        name: str,
        saved: Callable[[str], None],
        failed: Callable[[str], None],
    ) -> None:
        assert isinstance(document, ReceiptDocument)
        self.saved.append((form, name))
        if self._problem:
            failed(self._problem)
        else:
            saved(f"/till/receipts/{name}.{form}")


def _sell(window: WindowUnderTest, saver: _Saver | None) -> ReceiptPanel:
    """Sell something and look at its receipt."""
    window.flows.counter.save_document = None if saver is None else saver.save
    window.scan("1010")
    window.press(Qt.Key.Key_F9)
    window.flows.payment.show_last_receipt()
    panel = window.screen.panel
    assert isinstance(panel, ReceiptPanel)
    return panel


def test_the_receipt_on_the_screen_is_saved(selling: WindowUnderTest) -> None:
    saver = _Saver()
    panel = _sell(selling, saver)

    panel.save_key.click()
    selling.choose("PDF file")

    assert saver.saved == [("pdf", "A-000001")]
    notice = selling.notice
    assert notice.title == "The copy is saved"
    assert notice.detail == "/till/receipts/A-000001.pdf"


def test_a_found_receipt_is_saved(selling: WindowUnderTest) -> None:
    saver = _Saver()
    _sell(selling, saver)
    selling.flows.returns.show_receipts()
    selling.choose("Receipt A-000001")

    selling.choose("Save a copy")
    selling.choose("Web page")

    assert saver.saved == [("html", "A-000001")]


def test_a_disk_that_refuses_is_told(selling: WindowUnderTest) -> None:
    panel = _sell(selling, _Saver("/till/receipts: No space left on device"))

    panel.save_key.click()
    selling.choose("Picture")

    notice = selling.notice
    assert notice.kind == "attention"
    assert "No space left" in notice.detail


def test_nothing_is_offered_where_nothing_can_be_saved(
    selling: WindowUnderTest,
) -> None:
    panel = _sell(selling, None)

    assert panel.save_key.isHidden()
    selling.flows.returns.show_receipts()
    selling.choose("Receipt A-000001")
    assert "Save a copy" not in [row.name for row in selling.rows]


def test_a_cashier_may_not(shown: WindowUnderTest) -> None:
    saver = _Saver()
    shown.sign_on("b")
    panel = _sell(shown, saver)

    panel.save_key.click()
    shown.choose("PDF file")

    assert saver.saved == []

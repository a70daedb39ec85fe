"""Copies of receipts are whole files, and none is written over."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.application.receipts.document import ReceiptDocument, TextLine
from terminal.bootstrap.window.receipt_saving import (
    FOLDER,
    ReceiptSaver,
    write_receipt,
)

_RECEIPT = ReceiptDocument(lines=(TextLine(text="Oat milk"),), language="en")
_BEGINS = {"pdf": b"%PDF-", "html": b"<!DOCTYPE html>", "png": b"\x89PNG"}


@pytest.mark.parametrize("form", ["pdf", "html", "png"])
def test_each_form_is_what_it_says(tmp_path: Path, form: str) -> None:
    path = write_receipt(tmp_path / FOLDER, _RECEIPT, form, "A-000001")

    assert path.name == f"A-000001.{form}"
    assert path.read_bytes().startswith(_BEGINS[form])


def test_a_second_copy_gets_a_name_of_its_own(tmp_path: Path) -> None:
    first = write_receipt(tmp_path, _RECEIPT, "html", "A-000001")
    second = write_receipt(tmp_path, _RECEIPT, "html", "A-000001")

    assert (first.name, second.name) == ("A-000001.html", "A-000001-2.html")


def test_the_answer_comes_back_to_the_window(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    saver = ReceiptSaver(tmp_path)
    saved: list[str] = []
    failed: list[str] = []

    saver.save(_RECEIPT, "html", "A-1", saved.append, failed.append)
    qtbot.waitUntil(lambda: bool(saved))
    (tmp_path / "blocked").write_text("no folder", encoding="utf-8")
    other = ReceiptSaver(tmp_path / "blocked")
    other.save(_RECEIPT, "html", "A-1", saved.append, failed.append)
    qtbot.waitUntil(lambda: bool(failed))

    assert Path(saved[0]).is_file()
    assert "receipts: Not a directory" in failed[0]

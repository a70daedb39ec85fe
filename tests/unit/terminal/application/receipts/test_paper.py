"""Every paper of a training till says so, on every piece that is cut off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import msgspec
import pytest

from terminal.application.receipts.document import (
    Cut,
    Feed,
    ReceiptDocument,
    TextLine,
)
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.paper import paper_of
from terminal.application.receipts.reprint_receipt import ReprintReceipt
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.till_control.record_tender_control import (
    RecordTenderControl,
)
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.take_x_report import TakeXReport
from terminal.domain.till.tender_control import TenderControlKind
from terminal.peripherals import receipt_formats
from terminal.peripherals.receipt_html import render_html
from terminal.peripherals.receipt_renderer import render_receipt
from tests.fakes.reference_data import STORE
from tests.fakes.till import MemoryTill, open_memory_till, sell

TRAINING: Final = msgspec.structs.replace(STORE, is_training=True)
WORDS: Final = "TRAINING - NOT A RECEIPT"


def _pieces(document: ReceiptDocument) -> list[list[str]]:
    """Return the words of each piece of paper, from cut to cut."""
    pieces: list[list[str]] = [[]]
    for line in document.lines:
        if isinstance(line, Cut):
            pieces.append([])
        elif isinstance(line, TextLine):
            pieces[-1].append(line.text)
        elif not isinstance(line, Feed):
            pieces[-1].append("")
    return [piece for piece in pieces if piece]


def _sell(till: MemoryTill) -> None:
    sell(till)


def _copy(till: MemoryTill) -> None:
    sold = sell(till)
    till.use_cases.reprint_receipt(
        ReprintReceipt(series=sold.series, number=sold.number)
    )


def _void(till: MemoryTill) -> None:
    sold = sell(till)
    till.use_cases.void_transaction(
        VoidTransaction(series=sold.series, number=sold.number, reason="lesson")
    )


def _pick_up(till: MemoryTill) -> None:
    till.use_cases.record_tender_control(
        RecordTenderControl(
            kind=TenderControlKind.PICKUP, amount_minor=1_000, reason="lesson"
        )
    )


def _x(till: MemoryTill) -> None:
    till.use_cases.take_x_report(TakeXReport())


def _settle(till: MemoryTill) -> None:
    till.use_cases.settle_till(SettleTill(counted_minor=10_000))


PAPERS: Final[Mapping[str, Callable[[MemoryTill], None]]] = {
    "sale": _sell,
    "copy": _copy,
    "void": _void,
    "slips": _pick_up,
    "x report": _x,
    "settlement": _settle,
}


def _documents(till: MemoryTill) -> list[ReceiptDocument]:
    jobs = till.use_cases.list_print_jobs(ListPrintJobs())
    return [job.document for job in jobs if job.document is not None]


@pytest.mark.parametrize("name", list(PAPERS))
def test_each_piece_of_paper_of_a_training_till_begins_and_ends_with_the_mark(
    name: str,
) -> None:
    till = open_memory_till(TRAINING)

    PAPERS[name](till)

    documents = _documents(till)
    assert documents
    for document in documents:
        for piece in _pieces(document):
            assert WORDS in piece[0]
            assert WORDS in piece[-1]


@pytest.mark.parametrize("name", list(PAPERS))
def test_no_paper_of_a_till_is_marked(name: str) -> None:
    till = open_memory_till()

    PAPERS[name](till)

    assert _documents(till)
    assert not any(
        WORDS in text
        for document in _documents(till)
        for piece in _pieces(document)
        for text in piece
    )


def test_the_mark_reaches_every_form_of_a_receipt() -> None:
    till = open_memory_till(TRAINING)
    sell(till)
    (document,) = _documents(till)

    text = receipt_formats.receipt_paper(document).text
    assert text.count(WORDS) == 2
    # The title of the page too.
    assert render_html(document).count(WORDS) == 3
    assert render_receipt(document).count(WORDS.encode()) == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh_CN", "培训 - 非正式票据"), ("zh_TW", "培訓 - 非正式單據"), ("fr", WORDS)],
)
def test_the_mark_is_in_the_language_of_the_paper(language: str, words: str) -> None:
    store = msgspec.structs.replace(TRAINING, receipt_language=language)

    document = paper_of(store, [TextLine(text="Pen")])

    assert _pieces(document) == [[f"*** {words} ***", "Pen", f"*** {words} ***"]]

"""Every code we print, on paper of each kind of printer, read by zxing."""

from __future__ import annotations

import pytest
from PIL import ImageOps

from drivers.receipt_printer.known_models import find_profile
from drivers.receipt_printer.language import read_papers
from drivers.receipt_printer.render import render_dots
from terminal.application.receipts.document import (
    Code,
    CodeKind,
    Columns,
    Cut,
    ReceiptDocument,
    TextLine,
)
from terminal.peripherals.receipt_renderer import render_receipt

zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")

_TEXTS = {
    CodeKind.CODE128: ("R-2026-000123", "50% {OFF}~"),
    CodeKind.QR: ("https://example.com/r/8Qf?s=1", "发票 ¥5.70 №7"),
}
_WORDS = ("乌龙茶", "שלום", "سلام", "Łódź", "5 €", "¥ 9.90")


@pytest.mark.parametrize(
    "model",
    [
        "epson-80",
        "epson-80-180dpi",
        "epson-58",
        "western-80",
        "star-line-80",
        "star-line-58",
        "basic-58",
        "TM-T88V",
        "TM-U220",
        "SP2000",
        "ZJ-5870",
    ],
)
def test_every_code_can_be_read_from_the_paper(model: str) -> None:
    lines: list[TextLine | Columns | Code | Cut] = [
        Columns(left=word, right="1.00") for word in _WORDS
    ]
    for kind, texts in _TEXTS.items():
        for text in texts:
            lines += [Code(kind=kind, data=text), TextLine(text=" ")]
    document = ReceiptDocument(lines=(*lines, Cut()), language="en")
    profile = find_profile(model)
    assert profile is not None

    data = render_receipt(document, profile)
    paper = read_papers(data, profile)[0]
    picture = ImageOps.expand(render_dots(paper, profile.width_dots), 40, fill=255)

    found = {result.text for result in zxingcpp.read_barcodes(picture)}
    assert found == {text for texts in _TEXTS.values() for text in texts}

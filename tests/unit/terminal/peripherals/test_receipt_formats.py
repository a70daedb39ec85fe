"""One document as paper, picture and PDF."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from drivers.receipt_printer.known_models import find_profile
from drivers.receipt_printer.profile import DEFAULT_PROFILE
from terminal.application.receipts.document import (
    Code,
    CodeKind,
    Columns,
    Cut,
    ReceiptDocument,
    TextLine,
)
from terminal.peripherals.receipt_formats import (
    receipt_paper,
    receipt_pdf,
    receipt_png,
)

_DOCUMENT = ReceiptDocument(
    lines=(
        TextLine(text="Tee & Söhne"),
        Columns(left="乌龙茶", right="¥5.70"),
        Code(kind=CodeKind.QR, data="https://example.com/r"),
        Cut(),
    ),
    language="zh",
)


@pytest.mark.parametrize("model", ["epson-80", "epson-58", "star-line-80", "TM-T88V"])
def test_the_same_document_makes_the_same_paper_everywhere(model: str) -> None:
    profile = find_profile(model)
    assert profile is not None

    paper = receipt_paper(_DOCUMENT, profile)

    assert paper.text.split("\n")[0] == "Tee & Söhne"
    assert [code.data for code in paper.codes] == ["https://example.com/r"]
    assert paper.is_cut


def test_the_preview_is_as_wide_as_the_paper() -> None:
    with Image.open(io.BytesIO(receipt_png(_DOCUMENT))) as picture:
        assert picture.width == DEFAULT_PROFILE.width_dots + 64


def test_the_pdf_is_one_page_of_the_paper_s_size() -> None:
    pdf = receipt_pdf(_DOCUMENT)

    assert pdf.startswith(b"%PDF-")
    assert pdf.rstrip().endswith(b"%%EOF")
    (box,) = re.findall(rb"/MediaBox \[ ([0-9. ]+) \]", pdf)
    # 640 dots at 203 dpi are 80 mm.
    assert float(box.split()[2]) == pytest.approx(80 / 25.4 * 72, abs=0.5)

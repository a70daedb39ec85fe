"""The receipt that is sent instead of printed."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser

import PIL.Image
import pytest
from typing_extensions import override

from terminal.application.receipts.document import (
    Align,
    Code,
    CodeKind,
    Columns,
    Cut,
    Feed,
    Image,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.peripherals import receipt_html
from terminal.peripherals.receipt_html import render_html
from terminal.peripherals.receipt_renderer import mark_as_copy

_DOCUMENT = ReceiptDocument(
    lines=(
        TextLine(text="Tea & <Co>", align=Align.CENTER, is_bold=True, is_large=True),
        TextLine(text="שלום", align=Align.RIGHT),
        Rule(),
        Columns(left="<script>alert(1)</script>", right="5.70", indent=2),
        Columns(left="Total", right="5.70", is_bold=True),
        Code(kind=CodeKind.CODE128, data="R-0001", caption="R-0001"),
        Code(kind=CodeKind.QR, data="https://example.com/r?a=1&b=2"),
        Image(name="no such logo.png"),
        Feed(lines=2),
        Cut(),
    ),
    language="en",
)


class _Reader(HTMLParser):
    """Collects elements and checks that all are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in {"meta", "hr", "img"}:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        if data.strip():
            self.text.append(data)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_all_that_is_on_the_paper_is_on_the_page() -> None:
    reader = _read(render_html(_DOCUMENT))

    for text in ("Tea & <Co>", "שלום", "5.70", "Total", "R-0001"):
        assert text in reader.text
    assert reader.tags.count("hr") == 1
    assert reader.tags.count("img") == 2


def test_no_text_becomes_an_element_and_nothing_is_loaded() -> None:
    page = render_html(_DOCUMENT)

    assert "script" not in _read(page).tags
    assert "<script>alert(1)</script>" in _read(page).text
    assert set(re.findall(r'(?:src|href)="([a-z]+):', page)) == {"data"}
    assert "default-src 'none'" in page


def test_codes_can_be_scanned_from_the_page() -> None:
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
    found = set()
    for data in re.findall(r"base64,([A-Za-z0-9+/=]+)", render_html(_DOCUMENT)):
        with PIL.Image.open(io.BytesIO(base64.b64decode(data))) as picture:
            found |= {r.text for r in zxingcpp.read_barcodes(picture.convert("L"))}

    assert found == {"R-0001", "https://example.com/r?a=1&b=2"}


def test_a_copy_says_so() -> None:
    assert _read(render_html(mark_as_copy(_DOCUMENT))).text.count("COPY") >= 2


def test_a_logo_is_in_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        receipt_html, "image_rows", lambda _name, _width: (16, bytes(range(32)))
    )

    assert _read(render_html(_DOCUMENT)).tags.count("img") == 3

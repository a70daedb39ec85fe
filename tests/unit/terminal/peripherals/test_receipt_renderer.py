"""Receipt documents on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.decoder import decode
from drivers.receipt_printer.encoding import (
    count_columns,
    missing_characters,
    normalize_text,
)
from drivers.receipt_printer.language import read_papers
from drivers.receipt_printer.paper import (
    Barcode,
    Justify,
    Line,
    Paper,
    PaperCut,
    Raster,
    Symbol,
)
from drivers.receipt_printer.profile import (
    DEFAULT_PROFILE,
    PROFILES,
    PrinterProfile,
)
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
from terminal.peripherals.receipt_renderer import mark_as_copy, render_receipt

_FIXTURES = Path(__file__).parents[3] / "fixtures" / "escpos"
_BASIC = PROFILES["basic-58"]

Element = TextLine | Columns | Rule | Code | Image | Feed | Cut


def _document(*lines: Element, language: str = "en") -> ReceiptDocument:
    return ReceiptDocument(lines=lines, language=language)


def _paper(*lines: Element, profile: PrinterProfile = DEFAULT_PROFILE) -> Paper:
    data = render_receipt(_document(*lines), profile)
    return decode(data, width_dots=profile.width_dots)[0]


def _texts(*lines: Element, profile: PrinterProfile = DEFAULT_PROFILE) -> list[str]:
    paper = _paper(*lines, profile=profile)
    return [block.text for block in paper.blocks if isinstance(block, Line)]


def golden() -> ReceiptDocument:
    """Return a receipt with one of each element."""
    return _document(
        TextLine(text="Corner Shop", align=Align.CENTER, is_bold=True, is_large=True),
        TextLine(text="12 Harbour Street", align=Align.CENTER),
        Rule(),
        Columns(left="WHITE HANGING HEART T-LIGHT HOLDER", right="15.30 A"),
        Columns(left="6 × 2.55", right="", indent=2),
        Columns(left="Café crème", right="3,49 € B"),
        Columns(left="乌龙茶", right="¥4.50 B"),
        Rule(),
        Columns(left="TOTAL", right="23.29", is_bold=True, is_large=True),
        TextLine(text="Thank you", align=Align.RIGHT),
        Code(kind=CodeKind.CODE128, data="A-000123", caption="A-000123 9f3c2a1b"),
        Code(kind=CodeKind.QR, data="A-000123 9f3c2a1b"),
        Image(name="missing.png"),
        Feed(lines=3),
        Cut(),
    )


@pytest.mark.parametrize("model", ["epson-80", "epson-58", "epson-80-180dpi"])
def test_a_receipt_is_byte_for_byte_the_recorded_one(model: str) -> None:
    recorded = (_FIXTURES / f"receipt-{model}.bin").read_bytes()

    assert render_receipt(golden(), PROFILES[model]).hex(" ") == recorded.hex(" ")


def test_text_goes_below_where_the_paper_ends_between_words() -> None:
    texts = _texts(TextLine(text="one two three " * 5), profile=_BASIC)

    assert all(len(text) <= 32 for text in texts)
    assert " ".join(texts).split() == ["one", "two", "three"] * 5


def test_a_word_longer_than_the_paper_is_broken() -> None:
    assert _texts(TextLine(text="x" * 70), profile=_BASIC) == [
        "x" * 32,
        "x" * 32,
        "x" * 6,
    ]


def test_spaces_at_the_beginning_are_an_indent() -> None:
    assert _texts(TextLine(text="  5 × 0.85")) == ["  5 × 0.85"]


def test_line_breaks_of_the_text_are_kept() -> None:
    assert _texts(TextLine(text="a\n\nb")) == ["a", "", "b"]


def test_large_text_has_half_the_columns() -> None:
    paper = _paper(TextLine(text="x" * 30, is_large=True, align=Align.CENTER))
    lines = [block for block in paper.blocks if isinstance(block, Line)]

    assert [line.text for line in lines] == ["x" * 24, "x" * 6]
    assert lines[0].justify is Justify.CENTER
    assert lines[0].runs[0].style.width == 2


def test_the_amount_stands_at_the_right_edge() -> None:
    assert _texts(Columns(left="Tea", right="9.99")) == ["Tea" + " " * 41 + "9.99"]


def test_hanzi_push_the_amount_by_two_columns() -> None:
    text = _texts(Columns(left="乌龙茶", right="9.99"))[0]

    assert text == "乌龙茶" + " " * 38 + "9.99"
    assert count_columns(text, DEFAULT_PROFILE) == 48


def test_a_long_name_leaves_the_amount_whole_on_its_last_line() -> None:
    texts = _texts(
        Columns(left="WHITE HANGING HEART T-LIGHT HOLDER", right="1,234.56", indent=2),
        profile=_BASIC,
    )

    assert texts[-1].endswith(" 1,234.56")
    assert all(len(text) <= 32 for text in texts)
    assert all(text.startswith("  ") for text in texts)


def test_an_amount_as_wide_as_the_paper_gets_a_line_of_its_own() -> None:
    assert _texts(Columns(left="Tea", right="9" * 32), profile=_BASIC) == [
        "Tea",
        "9" * 32,
    ]
    assert _texts(Columns(left="", right="9" * 40), profile=_BASIC) == [
        "9" * 32,
        "9" * 8,
    ]


def test_codes_are_drawn_by_printers_that_can() -> None:
    paper = _paper(
        Code(kind=CodeKind.CODE128, data="A-000123", caption="A-000123"),
        Code(kind=CodeKind.QR, data="https://example.com"),
    )

    assert [type(code) for code in paper.codes] == [Barcode, Symbol]
    assert [code.data for code in paper.codes] == ["A-000123", "https://example.com"]
    assert paper.text.startswith("A-000123")


def test_codes_are_pictures_for_printers_that_cannot() -> None:
    paper = _paper(
        Code(kind=CodeKind.CODE128, data="A-1"),
        Code(kind=CodeKind.QR, data="https://example.com"),
        profile=_BASIC,
    )

    pictures = [block for block in paper.blocks if isinstance(block, Raster)]
    assert paper.codes == ()
    assert pictures[0].height_dots == 72
    assert all(p.width_dots <= 384 for p in pictures)


def test_a_barcode_too_wide_for_the_paper_becomes_a_qr_code() -> None:
    paper = _paper(Code(kind=CodeKind.CODE128, data="A" * 40))

    assert isinstance(paper.codes[0], Symbol)


def test_letters_the_printer_lacks_are_printed_as_a_picture() -> None:
    paper = _paper(
        TextLine(text="茶 tea"),
        TextLine(text="茶", is_large=True, is_bold=True, align=Align.CENTER),
        profile=_BASIC,
    )

    pictures = [block for block in paper.blocks if isinstance(block, Raster)]
    assert [p.height_dots for p in pictures] == [30, 54]
    assert any(pictures[0].rows)
    assert pictures[1].justify is Justify.CENTER


def test_a_picture_is_printed_and_a_missing_one_is_left_out() -> None:
    def rows(name: str, width_dots: int) -> tuple[int, bytes] | None:
        return (16, b"\xff\x00") if name == "logo.png" else None

    document = _document(Image(name="logo.png"), Image(name="none.png"), Cut())

    paper = decode(render_receipt(document, image_rows=rows))[0]

    assert [type(b) for b in paper.blocks] == [Raster, PaperCut]


def test_a_copy_is_marked_above_and_below_and_only_once() -> None:
    document = _document(TextLine(text="Tea"), Feed(lines=3), Cut())

    copy = mark_as_copy(document)
    lines = _texts(*copy.lines)

    assert lines == ["COPY", "Tea", "COPY"]
    assert isinstance(copy.lines[-1], Cut)
    assert copy.is_copy
    assert mark_as_copy(copy) is copy


def test_the_copy_mark_is_in_the_language_of_the_receipt() -> None:
    copy = mark_as_copy(_document(Cut(), language="zh_CN"))

    first = copy.lines[0]
    assert isinstance(first, TextLine)
    assert first.text != "COPY"


# Few characters of every sort that is treated differently: each new one costs the
# drawing of its picture.
_TEXT = st.text(
    st.sampled_from("aB 9é€Ч茶价ȴشא\u0301\u200f\x1b\n\t\x00?{-"), max_size=60
)
_ELEMENTS = st.one_of(
    st.builds(
        TextLine,
        text=_TEXT,
        align=st.sampled_from(Align),
        is_bold=st.booleans(),
        is_large=st.booleans(),
    ),
    st.builds(
        Columns,
        left=_TEXT,
        right=st.text("0123456789.,-€ ", max_size=12),
        indent=st.integers(0, 8),
        is_bold=st.booleans(),
        is_large=st.booleans(),
    ),
    st.builds(Rule),
    st.builds(Feed, lines=st.integers(1, 5)),
)
_NATIVE = [name for name, p in PROFILES.items() if p.has_native_qr and p.has_cjk]


@given(st.lists(_ELEMENTS, max_size=8), st.sampled_from(sorted(PROFILES)))
def test_no_line_is_wider_than_the_paper(elements: list[Element], model: str) -> None:
    profile = PROFILES[model]

    papers = read_papers(render_receipt(_document(*elements), profile), profile)

    for paper in papers:
        for block in paper.blocks:
            if isinstance(block, Line):
                assert block.width_dots <= profile.columns * 12
            elif isinstance(block, Raster):
                assert block.width_dots <= profile.width_dots


@given(
    st.lists(
        st.text(
            st.characters(
                codec="gb18030",
                exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zs", "Zl", "Zp"),
            ),
            min_size=1,
            max_size=15,
        ),
        min_size=1,
        max_size=10,
    ),
    st.sampled_from(_NATIVE),
)
def test_every_word_of_the_document_can_be_read_on_the_paper(
    words: list[str], model: str
) -> None:
    profile = PROFILES[model]
    printable = [word for word in words if not missing_characters(word, profile)]

    papers = decode(
        render_receipt(_document(*(TextLine(text=w) for w in printable)), profile),
        width_dots=profile.width_dots,
    )

    text = "".join(paper.text for paper in papers).replace("\n", "")
    assert text == "".join(normalize_text(w, profile) for w in printable)

"""The picture of a paper."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageOps
from PIL.Image import Image as Picture

from drivers.receipt_printer import render
from drivers.receipt_printer.builder import Alignment
from drivers.receipt_printer.decoder import decode
from drivers.receipt_printer.esc_pos import EscPosBuilder
from drivers.receipt_printer.paper import (
    Advance,
    Barcode,
    Justify,
    Line,
    Paper,
    PaperCut,
    Raster,
    Symbol,
    TextRun,
    TextStyle,
)
from drivers.receipt_printer.render import render_dots, render_png


def _open(png: bytes) -> Picture:
    return Image.open(io.BytesIO(png)).convert("RGBA")


def _ink(picture: Picture, box: tuple[int, int, int, int]) -> int:
    """Count dark dots in *box*."""
    grey = picture.convert("L").crop(box)
    return sum(1 for value in grey.tobytes() if value < 110)


def _picture(*blocks: object) -> Picture:
    return _open(render_png(Paper(blocks)))  # type: ignore[arg-type]  # blocks of all kinds


def test_the_paper_is_as_wide_as_a_roll_and_nearly_white() -> None:
    picture = _picture(Line((TextRun("x"),)), PaperCut(is_partial=True))

    assert picture.width == 640
    red, green, blue, alpha = picture.getpixel((300, 60))  # type: ignore[misc]  # RGBA
    assert min(red, green, blue) > 230
    assert alpha == 255


def test_the_edges_are_toothed_and_transparent_outside() -> None:
    picture = _picture(Line((TextRun("x"),)), PaperCut(is_partial=True))

    corner = picture.getpixel((0, 0))
    assert isinstance(corner, tuple)
    assert corner[3] == 0


def test_one_paper_always_gives_the_same_picture() -> None:
    paper = Paper((Line((TextRun("same"),)),))

    assert render_png(paper) == render_png(paper)


def test_text_is_dark_and_stands_where_it_should() -> None:
    left = _picture(Line((TextRun("HHHH"),)))
    right = _picture(Line((TextRun("HHHH"),), Justify.RIGHT))

    assert _ink(left, (32, 40, 90, 80)) > 100
    assert _ink(left, (500, 40, 640, 80)) == 0
    assert _ink(right, (550, 40, 610, 80)) > 100
    assert _ink(right, (32, 40, 400, 80)) == 0


def test_large_bold_and_inverse_text_have_more_ink() -> None:
    plain = _ink(_picture(Line((TextRun("Total"),))), (0, 0, 640, 96))

    for style in (
        TextStyle(is_bold=True),
        TextStyle(width=2, height=2),
        TextStyle(is_inverse=True),
        TextStyle(is_underlined=True),
    ):
        assert _ink(_picture(Line((TextRun("Total", style),))), (0, 0, 640, 96)) > plain


def test_hanzi_fill_two_columns() -> None:
    picture = _picture(Line((TextRun("茶茶", is_cjk=True),)))

    assert _ink(picture, (32, 40, 56, 80)) > 40
    assert _ink(picture, (56, 40, 80, 80)) > 40


def test_a_raster_picture_is_drawn_dot_for_dot() -> None:
    picture = _picture(Raster(16, 8, b"\xff\x00" * 8, 2, 1))

    assert _ink(picture, (32, 44, 48, 52)) == 16 * 8
    assert _ink(picture, (48, 44, 100, 52)) == 0


def test_a_short_or_empty_raster_picture_does_no_harm() -> None:
    picture = _picture(Raster(16, 8, b"\xff"), Raster(8, 0, b""), Advance(10))

    assert _ink(picture, (32, 44, 40, 45)) == 8


@pytest.mark.parametrize(
    "code",
    [
        Barcode("CODE128", "A-000123", 64, 2),
        Barcode("EAN13", "400638133393", 64, 3),
        Barcode("CODE39", "ABC", 64, 2),
    ],
)
def test_bars_are_drawn(code: Barcode) -> None:
    assert _ink(_picture(code), (0, 44, 640, 108)) > 2000


def test_text_of_a_barcode_stands_above_and_below() -> None:
    bare = _picture(Barcode("CODE128", "A", 64, 2, 0))
    both = _picture(Barcode("CODE128", "A", 64, 2, 3))

    assert both.height == bare.height + 60


@pytest.mark.parametrize(
    "code",
    [
        Barcode("EAN13", "no digits"),
        Barcode("CODE93", "A"),
        Symbol("PDF417", "text"),
    ],
)
def test_a_code_that_cannot_be_drawn_is_named(code: Barcode | Symbol) -> None:
    assert _ink(_picture(code), (0, 44, 640, 80)) > 100


def test_a_qr_code_has_its_three_corners() -> None:
    picture = _picture(Symbol("QR", "https://example.com", 6, "M", Justify.LEFT))
    side = 25 * 6

    corners = [
        _ink(picture, (32 + x, 44 + y, 32 + x + 42, 44 + y + 42))
        for x, y in ((0, 0), (side - 42, 0), (0, side - 42))
    ]

    assert corners == [33 * 36] * 3


def test_what_zxing_would_read_is_what_was_sent() -> None:
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
    builder = EscPosBuilder()
    builder.initialize()
    builder.align(Alignment.CENTER)
    builder.code128("A-000123")
    builder.feed(2)
    builder.qr("https://example.com/1")
    builder.feed(2)

    picture = _open(render_png(decode(builder.build())[0])).convert("L")

    found = {result.text for result in zxingcpp.read_barcodes(picture)}
    assert found == {"A-000123", "https://example.com/1"}


def test_an_endless_paper_is_shown_only_so_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(render, "_HEIGHT_DOTS_MAX", 1000)

    assert _picture(*[Advance(255)] * 100).height < 1100


def test_code_39_gets_no_check_character_of_its_own() -> None:
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
    dots = render_dots(Paper((Barcode("CODE39", "ABC012", 80, 2),)))

    picture = ImageOps.expand(dots, 40, fill=255)

    assert [result.text for result in zxingcpp.read_barcodes(picture)] == ["ABC012"]

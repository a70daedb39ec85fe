"""ESC/POS carried out on a paper of values: ours, and what others send."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.builder import Alignment
from drivers.receipt_printer.commands import CommandReader
from drivers.receipt_printer.decoder import PaperDecoder, decode
from drivers.receipt_printer.encoding import normalize_text
from drivers.receipt_printer.esc_pos import EscPosBuilder, QrLevel
from drivers.receipt_printer.paper import (
    Advance,
    Barcode,
    DrawerPulse,
    Justify,
    Line,
    Paper,
    PaperCut,
    Raster,
    Symbol,
    TextStyle,
)
from drivers.receipt_printer.profile import DEFAULT_PROFILE, ESC_POS, PROFILES


def _one(data: bytes) -> Paper:
    papers = decode(data)
    assert len(papers) == 1
    return papers[0]


def _lines(data: bytes) -> list[Line]:
    return [block for block in _one(data).blocks if isinstance(block, Line)]


def test_lines_are_text_with_style_and_place() -> None:
    line = _lines(b"\x1b\x61\x01\x1b\x45\x01\x1d\x21\x11Total\n")[0]

    assert line.text == "Total"
    assert line.justify is Justify.CENTER
    assert line.runs[0].style == TextStyle(is_bold=True, width=2, height=2)
    assert line.width_dots == 5 * 24
    assert line.height_dots == 48


def test_a_style_in_the_middle_of_a_line_starts_a_new_run() -> None:
    runs = _lines(b"a\x1b\x2d\x01b\x1b\x2d\x00c\n")[0].runs

    assert [run.text for run in runs] == ["a", "b", "c"]
    assert [run.x_dots for run in runs] == [0, 12, 24]
    assert runs[1].style.is_underlined


def test_a_full_line_goes_on_below() -> None:
    assert [line.text for line in _lines(b"x" * 50 + b"\n")] == ["x" * 48, "xx"]


def test_margin_and_area_bound_the_line() -> None:
    lines = _lines(b"\x1d\x4c\x18\x00\x1d\x57\x78\x00" + b"y" * 12 + b"\n")

    assert [line.text for line in lines] == ["y" * 10, "yy"]
    assert lines[0].left_dots == 24


def test_hanzi_take_two_columns_and_may_be_split_between_pieces() -> None:
    decoder = PaperDecoder()
    reader = CommandReader()
    data = b"\x1c\x26" + "乌龙茶".encode("gb18030") + b"\x1c\x2e\n"

    for byte in data:
        for token in reader.feed(bytes((byte,))):
            decoder.apply(token)
    paper = decoder.take_open_paper()[0]

    assert paper.text == "乌龙茶"
    line = paper.blocks[0]
    assert isinstance(line, Line)
    assert line.width_dots == 72


def test_a_chinese_printer_reads_accents_as_hanzi_until_told_otherwise() -> None:
    decoder = PaperDecoder(has_cjk_at_start=True)
    for token in CommandReader().feed(b"\xb2\xe8\n\x1c\x2e\x1b\x74\x13\x82\n"):
        decoder.apply(token)

    assert decoder.take_open_paper()[0].text == "茶\né"


def test_half_a_hanzi_at_the_end_of_a_line_is_shown_as_damaged() -> None:
    assert _lines(b"\x1c\x26\xb2\n")[0].text == "\ufffd"


@pytest.mark.parametrize(
    ("page", "byte", "character"),
    [(19, 0xD5, "€"), (16, 0x80, "€"), (17, 0x97, "Ч"), (99, 0xE9, "é")],
)
def test_code_pages_are_those_of_epson(page: int, byte: int, character: str) -> None:
    assert _lines(bytes((0x1B, 0x74, page, byte, 0x0A)))[0].text == character


def test_print_mode_sets_everything_at_once() -> None:
    style = _lines(b"\x1b\x21\xb9a\n")[0].runs[0].style

    assert style == TextStyle(
        is_bold=True, is_underlined=True, is_small=True, width=2, height=2
    )


def test_small_inverse_and_cjk_styles() -> None:
    runs = _lines(
        b"\x1b\x4d\x01a\x1b\x4d\x00\x1d\x42\x01b\x1d\x42\x00"
        b"\x1c\x21\x8c\x1c\x26\xb2\xe8\n"
    )[0].runs

    assert runs[0].style.is_small
    assert runs[0].width_dots == 9
    assert runs[1].style.is_inverse
    assert runs[2].style == TextStyle(is_underlined=True, width=2, height=2)
    assert runs[2].width_dots == 48


def test_positions_and_tabs_move_the_print_head() -> None:
    lines = _lines(
        b"a\tb\n\x1b\x44\x04\x00a\tb\tc\n\x1b\x24\x3c\x00x\x1b\x5c\x0c\x00y\n"
    )

    assert [line.text for line in lines] == ["a       b", "a   bc", "     x y"]


def test_a_reset_forgets_style_and_the_unfinished_line() -> None:
    lines = _lines(b"\x1b\x45\x01lost\x1b\x40kept\n")

    assert [line.text for line in lines] == ["kept"]
    assert not lines[0].runs[0].style.is_bold


def test_feeds_and_spacing() -> None:
    blocks = _one(
        b"a\x1b\x64\x02\x1b\x64\x01b\x1b\x4a\x05\x1b\x33\x18c\n\x1b\x32d\n"
    ).blocks

    assert blocks[1] == Advance(30)
    lines = [block for block in blocks if isinstance(block, Line)]
    assert [line.spacing_dots for line in lines] == [60, 5, 24, 30]
    assert [line.height_dots for line in lines] == [60, 24, 24, 30]


@pytest.mark.parametrize(
    ("command", "is_partial"),
    [
        (b"\x1d\x56\x00", False),
        (b"\x1d\x56\x31", True),
        (b"\x1d\x56\x41\x03", False),
        (b"\x1d\x56\x42\x00", True),
        (b"\x1b\x69", False),
        (b"\x1b\x6d", True),
    ],
)
def test_each_cut_ends_a_paper(command: bytes, is_partial: bool) -> None:
    papers = decode(b"one\n" + command + b"two\n")

    assert [paper.text for paper in papers] == ["one", "two"]
    assert papers[0].blocks[-1] == PaperCut(is_partial)
    assert [paper.is_cut for paper in papers] == [True, False]


def test_drawer_pulses_come_with_pin_and_times() -> None:
    paper = _one(
        b"\x1b\x70\x00\x19\xfa\x1b\x70\x01\x32\x32\x10\x14\x01\x00\x02\x10\x14\x02\x01\x00"
    )

    assert paper.pulses == (
        DrawerPulse(2, 50, 500),
        DrawerPulse(5, 100, 100),
        DrawerPulse(2, 200, 200),
    )


def test_barcodes_of_both_forms() -> None:
    data = (
        b"\x1b\x61\x01\x1d\x68\x40\x1d\x77\x02\x1d\x48\x02"
        b"\x1d\x6b\x02400638133393\x00"
        b"\x1d\x6b\x49\x08{B{{A{C\x0c"
        b"\x1d\x6b\x49\x05{C\x01\x17\x63"
        b"\x1d\x6b\x5812"
    )

    codes = _one(data).codes

    assert codes[0] == Barcode("EAN13", "400638133393", 64, 2, 2, Justify.CENTER)
    assert [code.data for code in codes[1:3]] == ["{A12", "012399"]


def test_an_unknown_barcode_and_an_unknown_command_are_counted() -> None:
    decoder = PaperDecoder()
    for token in CommandReader().feed(b"\x1d\x6b\x5a\x02ab\x1b\x7a\x1d\x61\xff"):
        decoder.apply(token)

    assert decoder.unknown_count == 2


def test_a_qr_code_has_content_level_and_size() -> None:
    builder = EscPosBuilder()
    builder.align(Alignment.RIGHT)
    builder.qr("https://example.com/é", module_dots=5, level=QrLevel.H)

    assert _one(builder.build()).codes == (
        Symbol("QR", "https://example.com/é", 5, "H", Justify.RIGHT),
    )


def test_other_symbols_and_odd_content() -> None:
    data = (
        b"\x1d\x28\x6b\x05\x00\x30\x50\x30\xe9\x41"
        b"\x1d\x28\x6b\x03\x00\x30\x51\x30"
        b"\x1d\x28\x6b\x03\x00\x36\x51\x30"
        b"\x1d\x28\x6b\x02\x00\x31\x43"
        b"\x1d\x28\x41\x02\x00\x00\x01"
    )

    assert _one(data).codes == (Symbol("PDF417", "éA"),)


def test_a_raster_picture_keeps_every_dot() -> None:
    assert _one(b"\x1d\x76\x30\x03\x01\x00\x02\x00\xf0\x0f").blocks == (
        Raster(8, 2, b"\xf0\x0f", 2, 2),
    )


def test_a_column_picture_becomes_rows() -> None:
    blocks = _one(b"\x1b\x2a\x01\x08\x00\x80\x40\x20\x10\x08\x04\x02\x01\n").blocks

    assert blocks == (
        Raster(
            8,
            8,
            bytes((0x80, 0x40, 0x20, 0x10, 8, 4, 2, 1)),
            y_scale=3,
            advance_dots=30,
        ),
    )


def test_column_pictures_of_one_line_stand_side_by_side() -> None:
    data = b"\x1b\x2a\x21\x08\x00" + b"\xff\x00\x00" * 8
    blocks = _one(data + data + b"\n").blocks

    assert len(blocks) == 1
    picture = blocks[0]
    assert isinstance(picture, Raster)
    assert (picture.width_dots, picture.height_dots) == (16, 24)
    assert picture.rows[:16] == b"\xff" * 16
    assert _one(b"\x1b\x2a\x21\x00\x00a\n").text == "a"


def test_a_column_picture_beside_text_is_kept() -> None:
    blocks = _one(b"\x1b\x2a\x01\x01\x00\xffa\n").blocks

    assert [type(block) for block in blocks] == [Raster, Line]


@pytest.mark.parametrize("form", [b"\x1d\x28\x4c%b", b"\x1d\x38\x4c%b\x00\x00"])
def test_stored_graphics_are_printed_when_asked(form: bytes) -> None:
    store = b"\x30\x70\x30\x01\x02\x31\x08\x00\x02\x00\xaa\x55"
    show = b"\x30\x32"
    data = b"".join(
        form % len(body).to_bytes(2, "little") + body for body in (store, show)
    )

    assert _one(data).blocks == (Raster(8, 2, b"\xaa\x55", 1, 2),)


def test_graphics_that_were_never_stored_print_nothing() -> None:
    assert decode(b"\x1d\x28\x4c\x02\x00\x30\x32\x1d\x28\x4c\x01\x00\x30") == []


def test_the_open_paper_can_be_seen_without_tearing_it_off() -> None:
    decoder = PaperDecoder()
    for token in CommandReader().feed(b"one\ntwo"):
        decoder.apply(token)

    seen = decoder.peek_open_paper()

    assert seen is not None
    assert seen.text == "one\ntwo"
    assert decoder.take_open_paper() == [seen]
    assert decoder.peek_open_paper() is None


_ESC_POS_MODELS = sorted(
    name for name, profile in PROFILES.items() if profile.language == ESC_POS
)
_LINES = st.lists(
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20
    ).filter(lambda text: text == text.strip()),
    min_size=1,
    max_size=12,
)


@given(_LINES, st.sampled_from(_ESC_POS_MODELS))
def test_what_is_built_is_what_is_read(lines: list[str], model: str) -> None:
    profile = PROFILES[model]
    builder = EscPosBuilder(profile)
    builder.initialize()
    for line in lines:
        builder.line(line)
    builder.line("end")
    builder.cut()

    paper = decode(builder.build(), width_dots=1200)[0]

    expected = [normalize_text(line, profile).rstrip() for line in lines]
    assert paper.text.split("\n") == [*expected, "end"]


@given(_LINES, st.lists(st.integers(min_value=1, max_value=40), max_size=30))
def test_splits_of_a_job_change_nothing(lines: list[str], sizes: list[int]) -> None:
    builder = EscPosBuilder(DEFAULT_PROFILE)
    builder.initialize()
    for line in lines:
        builder.line(line)
    builder.qr("x")
    builder.cut()
    data = builder.build()
    decoder = PaperDecoder()
    reader = CommandReader()

    position = 0
    for size in [*sizes, len(data)]:
        for token in reader.feed(data[position : position + size]):
            decoder.apply(token)
        position += size

    assert decoder.take_papers() == decode(data)


@given(st.binary(max_size=2000))
def test_no_bytes_crash_the_decoder(data: bytes) -> None:
    for paper in decode(data):
        assert isinstance(paper.text, str)

"""Star Line jobs, read back by the reader of the other direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.builder import Alignment
from drivers.receipt_printer.decoder import PaperDecoder
from drivers.receipt_printer.encoding import normalize_text
from drivers.receipt_printer.paper import Barcode, Line, Paper, Raster, Symbol
from drivers.receipt_printer.profile import PROFILES
from drivers.receipt_printer.star_commands import StarReader
from drivers.receipt_printer.star_line import (
    StarLineBuilder,
    drawer_pulse,
    real_time_drawer_pulse,
)

_PROFILE = PROFILES["star-line-80"]


def read(data: bytes) -> list[Paper]:
    """Return the papers that *data* makes on a Star printer."""
    reader = StarReader()
    decoder = PaperDecoder()
    for token in reader.feed(data):
        decoder.apply(token)
    assert reader.pending_count == 0
    return [*decoder.take_papers(), *decoder.take_open_paper()]


@pytest.fixture
def builder() -> StarLineBuilder:
    builder = StarLineBuilder(_PROFILE)
    builder.initialize()
    return builder


def test_a_job_begins_from_nothing(builder: StarLineBuilder) -> None:
    assert builder.build() == bytes.fromhex("1b40 1b1e6100 1b7a01 1b1d7404")


def test_styles_are_those_of_the_manual(builder: StarLineBuilder) -> None:
    begin = len(builder.build())
    builder.bold(is_on=True)
    builder.size(2, 3)
    builder.align(Alignment.CENTER)
    builder.line("A")
    builder.bold(is_on=False)
    builder.cut()

    assert builder.build()[begin:] == bytes.fromhex(
        "1b45 1b690201 1b1d6101 410a 1b46 1b6403"
    )
    (line,) = [b for b in read(builder.build())[0].blocks if isinstance(b, Line)]
    style = line.runs[0].style
    assert (style.is_bold, style.width, style.height) == (True, 2, 3)


@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=20
        ).map(str.strip),
        max_size=5,
    )
)
def test_what_is_built_is_what_is_read(lines: list[str]) -> None:
    builder = StarLineBuilder(_PROFILE)
    builder.initialize()
    for line in lines:
        builder.line(line)
    builder.line("end")
    builder.cut()

    (paper,) = read(builder.build())

    expected = [normalize_text(line, _PROFILE).rstrip() for line in lines]
    assert paper.text.split("\n") == [*expected, "end"]
    assert paper.is_cut


def test_codes_keep_their_content(builder: StarLineBuilder) -> None:
    builder.qr("https://example.com/收据", module_dots=6)
    builder.code128("50%-{A}", height_dots=30)

    qr, bars = read(builder.build())[0].codes

    assert isinstance(qr, Symbol)
    assert (qr.data, qr.module_dots, qr.level) == ("https://example.com/收据", 6, "M")
    assert isinstance(bars, Barcode)
    assert (bars.symbology, bars.data, bars.height_dots) == ("CODE128", "50%-{A}", 30)
    assert bars.module_dots == 2


def test_pictures_are_printed_in_bands_that_touch(builder: StarLineBuilder) -> None:
    rows = bytes(range(1, 61))
    builder.raster(16, rows)
    builder.line("below")

    blocks = read(builder.build())[0].blocks
    pictures = [block for block in blocks if isinstance(block, Raster)]

    assert b"".join(picture.rows for picture in pictures).rstrip(b"\0") == rows
    assert [picture.height_dots for picture in pictures] == [24, 24]
    assert isinstance(blocks[2], Line)


def test_feeding_is_in_lines_and_eighths_of_a_millimetre(
    builder: StarLineBuilder,
) -> None:
    begin = len(builder.build())
    builder.feed(3)
    builder.feed_dots(16)

    assert builder.build()[begin:] == bytes.fromhex("1b6103 1b4910")


def test_without_a_cutter_the_paper_goes_to_the_tear_bar() -> None:
    import msgspec

    builder = StarLineBuilder(msgspec.structs.replace(_PROFILE, has_cutter=False))
    builder.cut()

    assert builder.build() == bytes.fromhex("1b6104")


@pytest.mark.parametrize(
    ("pulse", "pin", "expected"),
    [
        (drawer_pulse, 2, "1b07053207"),
        (drawer_pulse, 5, "1a"),
        (real_time_drawer_pulse, 2, "1b0705321c"),
        (real_time_drawer_pulse, 5, "19"),
    ],
    ids=["first", "second", "first at once", "second at once"],
)
def test_drawers_open(pulse: object, pin: int, expected: str) -> None:
    assert callable(pulse)
    data = pulse(pin)

    assert data == bytes.fromhex(expected)
    assert [p.pin for paper in read(data) for p in paper.pulses] == [pin]

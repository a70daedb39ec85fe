"""Captured jobs of other programs on our decoder.

Run as: pytest tests/cases --cases DIR, where DIR/escpos-captures holds the captures
and their MANIFEST.csv.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from PIL import Image, ImageChops, ImageOps

from drivers.receipt_printer.commands import CommandReader
from drivers.receipt_printer.decoder import PaperDecoder, decode
from drivers.receipt_printer.paper import Paper, Raster, Symbol
from drivers.receipt_printer.render import render_dots, render_png


@pytest.fixture(scope="session")
def captures(cases_folder: Path) -> Path:
    folder = cases_folder / "escpos-captures"
    if not (folder / "MANIFEST.csv").is_file():
        pytest.skip("the given cases hold no escpos-captures")
    return folder


@pytest.fixture(scope="session")
def manifest(captures: Path) -> list[dict[str, str]]:
    with (captures / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _jobs(manifest: list[dict[str, str]]) -> list[str]:
    return [row["file"] for row in manifest if not row["file"].endswith(".png")]


def test_the_captures_are_those_of_the_manifest(
    captures: Path, manifest: list[dict[str, str]]
) -> None:
    for row in manifest:
        digest = hashlib.sha256((captures / row["file"]).read_bytes()).hexdigest()
        assert digest.startswith(row["sha256_16"]), row["file"]


def test_every_capture_is_read_to_its_end_and_can_be_drawn(
    captures: Path, manifest: list[dict[str, str]]
) -> None:
    for name in _jobs(manifest):
        reader = CommandReader()
        decoder = PaperDecoder()
        for token in reader.feed((captures / name).read_bytes()):
            decoder.apply(token)
        papers = [*decoder.take_papers(), *decoder.take_open_paper()]

        assert papers, name
        assert reader.pending_count == 0, name
        assert all(render_png(paper).startswith(b"\x89PNG") for paper in papers), name


def test_splits_change_no_capture(
    captures: Path, manifest: list[dict[str, str]]
) -> None:
    for name in _jobs(manifest):
        data = (captures / name).read_bytes()
        reader = CommandReader()
        decoder = PaperDecoder()
        for start in range(0, len(data), 7):
            for token in reader.feed(data[start : start + 7]):
                decoder.apply(token)

        assert [*decoder.take_papers(), *decoder.take_open_paper()] == decode(data), (
            name
        )


def test_there_are_as_many_papers_as_expected_pictures(
    captures: Path, manifest: list[dict[str, str]]
) -> None:
    names = [row["file"] for row in manifest]
    for name in _jobs(manifest):
        stem = Path(name).stem
        expected = [n for n in names if n.startswith(f"{stem}__expected-")]
        if not expected or "gs-v-function-b" in name:
            continue  # The last paper of that one is blank and has no picture.
        papers = decode((captures / name).read_bytes())
        assert len(papers) == len(expected), name


class Sheets(NamedTuple):
    """How the printer of one case differs from the plain one.

    Attributes:
        cutter_dots: From its head to its cutter.
        column_scale: How high it prints eight-dot columns.
        is_text: Letters are compared cell by cell: every printer draws its own.
    """

    case: str
    cutter_dots: int = 0
    column_scale: int = 1
    is_text: bool = False


_SHEETS: Final = (
    Sheets("graphics_esc-star-8dot-double-density"),
    Sheets("mechanism_reference-full-and-partial-cuts", cutter_dots=80, is_text=True),
    Sheets("motion_line-spacing-and-feed"),
    Sheets("text_character-sizes", cutter_dots=80, is_text=True),
)
# Missing: motion_gs-v-function-b-feed, of a clone that moves no paper by ESC J after a
# picture and knows no partial cut; its pictures are compared below.

_CELL: Final = (12, 24)
_CELL_ROW_DOTS: Final = 30
_CELLS_SHARE_MIN: Final = 0.9
"""Large letters reach into cells where another font leaves white."""


@pytest.mark.parametrize("sheets", _SHEETS, ids=lambda sheets: sheets.case)
def test_sheets_agree_with_the_given_pictures(
    captures: Path, sheets: Sheets, record_property: Callable[[str, object], None]
) -> None:
    stem = f"escpost__{sheets.case}_input"
    papers = decode(
        (captures / f"{stem}.bin").read_bytes(),
        cutter_dots=sheets.cutter_dots,
        column_scale=sheets.column_scale,
    )

    for number, paper in enumerate(papers, start=1):
        with Image.open(captures / f"{stem}__expected-{number:03d}.png") as picture:
            expected = _ink(picture)
        drawn = _ink(render_dots(paper, expected.width))
        ours, theirs = _cells(drawn), _cells(expected)
        cells = sum(a == b for a, b in zip(ours, theirs, strict=True)) / len(ours)
        record_property(
            "evertill_figure",
            f"{sheets.case} {number}: {_share(expected, drawn):.2%} of all dots,"
            f" {cells:.2%} of the cells of text",
        )
        assert drawn.size == expected.size, number
        if sheets.is_text:
            assert cells >= _CELLS_SHARE_MIN, number
        else:
            assert drawn.tobytes() == expected.tobytes(), number


def _ink(picture: Image.Image) -> Image.Image:
    """Return black as 255, the rest as 0."""
    return picture.convert("L").point(lambda value: 255 if value < 128 else 0)


def _share(expected: Image.Image, drawn: Image.Image) -> float:
    """Return the share of dots that are the same in both."""
    canvas = Image.new("L", expected.size)
    canvas.paste(drawn)
    wrong = ImageChops.difference(expected, canvas).histogram()[255]
    return 1 - wrong / (expected.width * expected.height)


def _cells(ink: Image.Image) -> list[bool]:
    """Return which cells of font A hold any ink."""
    width, height = _CELL
    return [
        ink.crop((x, y, x + width, y + height)).getbbox() is not None
        for y in range(0, ink.height, _CELL_ROW_DOTS)
        for x in range(0, ink.width, width)
    ]


@pytest.mark.parametrize(
    "case", ["graphics_esc-star-8dot-double-density", "motion_gs-v-function-b-feed"]
)
def test_pictures_have_the_expected_dots(captures: Path, case: str) -> None:
    paper = decode((captures / f"escpost__{case}_input.bin").read_bytes())[0]
    raster = next(block for block in paper.blocks if isinstance(block, Raster))

    with Image.open(captures / f"escpost__{case}_input__expected-001.png") as picture:
        expected = picture.convert("L")

    for x, y in itertools.product(range(raster.width_dots), range(8)):
        stride = raster.width_dots // 8
        is_black = bool(raster.rows[y * stride + x // 8] & (0x80 >> x % 8))
        value = expected.getpixel((x, y))
        assert isinstance(value, int | float)
        assert is_black == (value < 128), (x, y)


def _papers(captures: Path, name: str) -> list[Paper]:
    return decode((captures / name).read_bytes())


def test_a_receipt_reads_as_it_was_printed(captures: Path) -> None:
    papers = _papers(captures, "mike42__receipt-with-logo.bin")

    lines = papers[0].text.split("\n")
    assert lines[:2] == ["ExampleMart Ltd.", "Shop No. 42."]
    assert "Example item #1                             4.00" in lines
    assert "Total            $ 14.25" in lines
    assert lines[-1] == "Monday 6th of April 2015 02:56:25 PM"
    assert papers[0].is_cut
    assert [pulse.pin for paper in papers for pulse in paper.pulses] == [2]
    assert isinstance(papers[0].blocks[0], Raster)


def test_many_languages_read_as_they_were_printed(captures: Path) -> None:
    text = _papers(captures, "mike42__character-encodings.bin")[0].text.replace(
        "\n", ""
    )

    for sentence in (
        "Falsches Üben von Xylophonmusik quält jeden größeren Zwerg.",
        "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
        "Árvíztűrő tükörfúrógép.",
        "Pchnąć w tę łódź jeża lub ośm skrzyń fig.",
        "чащах юга жил бы цитрус? Да, но фальшивый экземпляр!",
        "şoföre çabucak güvendi.",
    ):
        assert sentence in text


def test_cuts_part_the_sheets(captures: Path) -> None:
    papers = _papers(
        captures, "escpost__mechanism_reference-full-and-partial-cuts_input.bin"
    )

    assert [paper.text.split("\n")[-1] for paper in papers] == [
        "SHEET 1 - BEFORE FULL CUT",
        "SHEET 2 - BEFORE PARTIAL CUT",
        "SHEET 3 - AFTER BOTH CUTS",
    ]
    assert [paper.is_cut for paper in papers] == [True, True, False]


def test_qr_codes_keep_content_size_and_level(captures: Path) -> None:
    codes = _papers(captures, "mike42__qr-code.bin")[0].codes

    assert all(isinstance(code, Symbol) and code.symbology == "QR" for code in codes)
    assert {code.level for code in codes if isinstance(code, Symbol)} == set("LMQH")
    assert "Testing 123" in {code.data for code in codes}


_WHAT_IS_ON_THEM: Final = (
    # Cuts, pulses and codes as the scripts that made the captures name them.
    ("mike42__barcode.bin", 1, 0, 40),
    ("mike42__bit-image.bin", 1, 0, 0),
    ("mike42__character-encodings.bin", 1, 0, 0),
    ("mike42__character-tables.bin", 1, 0, 0),
    ("mike42__margins-and-spacing.bin", 1, 0, 0),
    ("mike42__pdf417-code.bin", 1, 0, 24),
    ("mike42__qr-code.bin", 1, 0, 19),
    ("mike42__receipt-with-logo.bin", 1, 1, 0),
    ("mike42__text-size.bin", 1, 0, 0),
    ("mike42__unifont-print-buffer.bin", 1, 0, 0),
    ("gilbertfl__barcodes.bin", 0, 0, 9),
    ("gilbertfl__receipt-with-qrcode.bin", 0, 0, 1),
    ("danielmeza__sample.escpos", 1, 1, 12),
    ("escpost__crates_escpost-profiles_calibration-job.bin", 2, 0, 3),
    ("escpost__mechanism_reference-full-and-partial-cuts_input.bin", 2, 0, 0),
    ("roydejong__test_receipt.txt", 2, 0, 0),
)


@pytest.mark.parametrize(
    ("name", "cuts", "pulses", "codes"),
    _WHAT_IS_ON_THEM,
    ids=[row[0] for row in _WHAT_IS_ON_THEM],
)
def test_cuts_pulses_and_codes_are_all_found(
    captures: Path, name: str, cuts: int, pulses: int, codes: int
) -> None:
    papers = _papers(captures, name)

    assert sum(paper.is_cut for paper in papers) == cuts
    assert sum(len(paper.pulses) for paper in papers) == pulses
    assert sum(len(paper.codes) for paper in papers) == codes


def test_codes_are_read_from_the_rendered_paper(
    captures: Path, record_property: Callable[[str, object], None]
) -> None:
    zxingcpp = pytest.importorskip("zxingcpp", reason="zxing-cpp is not installed")
    for name in ("mike42__qr-code.bin", "gilbertfl__barcodes.bin"):
        read = asked = 0
        for paper in _papers(captures, name):
            picture = ImageOps.expand(render_dots(paper), 40, fill=255)
            found = zxingcpp.read_barcodes(picture)
            contents = [result.bytes for result in found]
            for code in paper.codes:
                asked += 1
                data = code.data.strip("*").encode()
                read += any(data in content for content in contents)
        record_property("evertill_figure", f"{name}: {read} of {asked} codes read")
        assert read >= asked // 2, name

"""Captured jobs of other programs on our decoder.

Run as: pytest tests/cases --cases DIR, where DIR/escpos-captures holds the captures
and their MANIFEST.csv.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
from pathlib import Path

import pytest
from PIL import Image

from drivers.receipt_printer.commands import CommandReader
from drivers.receipt_printer.decoder import PaperDecoder, decode
from drivers.receipt_printer.paper import Advance, Block, Line, Paper, Raster, Symbol
from drivers.receipt_printer.render import render_png


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


def _height_dots(block: Block) -> int:
    match block:
        case Line():
            return block.height_dots
        case Advance(dots=dots):
            return dots
        case Raster():
            return block.advance_dots or block.height_dots * block.y_scale
        case _:
            return 0


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


@pytest.mark.parametrize(
    "case", ["text_character-sizes", "motion_line-spacing-and-feed"]
)
def test_papers_are_as_long_as_the_expected_pictures(captures: Path, case: str) -> None:
    papers = decode((captures / f"escpost__{case}_input.bin").read_bytes())

    for number, paper in enumerate(papers, start=1):
        picture = captures / f"escpost__{case}_input__expected-{number:03d}.png"
        with Image.open(picture) as expected:
            height = sum(_height_dots(block) for block in paper.blocks)
            assert height == expected.height


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

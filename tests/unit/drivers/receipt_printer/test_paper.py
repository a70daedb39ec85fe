"""Papers as values."""

from __future__ import annotations

from drivers.receipt_printer.paper import (
    Advance,
    Barcode,
    DrawerPulse,
    Line,
    Paper,
    PaperCut,
    Raster,
    Symbol,
    TextRun,
    TextStyle,
)


def test_a_run_knows_its_size() -> None:
    assert TextRun("ab").width_dots == 24
    assert TextRun("ab", TextStyle(width=2, height=3)).width_dots == 48
    assert TextRun("ab", TextStyle(height=3)).height_dots == 72
    assert TextRun("ab", TextStyle(is_small=True)).width_dots == 18
    assert TextRun("ab", TextStyle(is_small=True)).height_dots == 17
    assert TextRun("茶", is_cjk=True).width_dots == 24
    assert TextRun("茶", TextStyle(is_small=True), is_cjk=True).height_dots == 24


def test_gaps_between_runs_are_spaces() -> None:
    line = Line((TextRun("a", x_dots=24), TextRun("b", x_dots=72)))

    assert line.text == "  a   b"
    assert line.width_dots == 84
    assert line.height_dots == 30


def test_a_line_is_as_high_as_its_highest_text() -> None:
    assert Line((TextRun("a", TextStyle(height=2)),)).height_dots == 48
    assert Line(()).height_dots == 30
    assert Line(()).width_dots == 0


def test_a_paper_tells_text_codes_and_pulses_apart() -> None:
    code = Barcode("CODE128", "A")
    symbol = Symbol("QR", "B")
    pulse = DrawerPulse(2, 50, 500)
    paper = Paper(
        (Line((TextRun("one "),)), code, Advance(30), symbol, pulse, PaperCut(True))
    )

    assert paper.text == "one"
    assert paper.codes == (code, symbol)
    assert paper.pulses == (pulse,)
    assert paper.is_cut
    assert not paper.is_blank


def test_a_paper_of_blank_lines_is_blank_and_one_with_a_picture_is_not() -> None:
    assert Paper((Line((TextRun("  "),)), Advance(30))).is_blank
    assert not Paper((Raster(8, 1, b"\xff"),)).is_blank
    assert not Paper(()).is_cut

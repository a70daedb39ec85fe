"""Fonts for pictures of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.receipt_printer import fonts
from drivers.receipt_printer.fonts import Cell, draw_character, is_wide, raster_line


@pytest.fixture(autouse=True)
def _fresh_fonts() -> Iterator[None]:
    """Let no test see what another one has found."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    for cached in (
        fonts._candidates,
        fonts._load,
        fonts._ask_fontconfig_for,
        fonts.draw_character,
    ):
        cached.cache_clear()


def _count_dots(rows: bytes) -> int:
    return sum(byte.bit_count() for byte in rows)


def test_hanzi_are_wide_and_letters_are_not() -> None:
    assert is_wide("茶")
    assert not is_wide("é")


def test_a_character_fills_its_cell_with_ink() -> None:
    glyph = draw_character("H", Cell(12, 24), is_bold=False, is_cjk=False)

    assert glyph.size == (12, 24)
    assert max(glyph.tobytes()) > 200


def test_a_line_of_any_script_becomes_dots() -> None:
    for text in ("tea", "茶", "شاي", "tea 茶"):
        rows = raster_line(text, 96)
        assert len(rows) == 12 * 30
        assert _count_dots(rows) > 30


def test_large_and_bold_lines_have_more_dots() -> None:
    plain = _count_dots(raster_line("茶", 96))

    assert _count_dots(raster_line("茶", 96, scale=2)) > 2 * plain
    assert _count_dots(raster_line("茶", 96, is_bold=True)) > plain


def test_what_is_too_long_is_cut_off() -> None:
    assert raster_line("H" * 100, 96) == raster_line("H" * 8, 96)


def test_without_known_files_fontconfig_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "_KNOWN_PATHS", dict.fromkeys(fonts._KNOWN_PATHS, ()))
    if fonts.shutil.which("fc-match") is None:  # type: ignore[attr-defined]  # a module's import
        pytest.skip("fontconfig is not installed")

    found = fonts._candidates("DejaVu Sans Mono", is_bold=False)

    assert Path(found[0][0]).is_file()


def test_without_any_font_letters_are_still_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "_candidates", lambda family, *, is_bold: ())

    assert _count_dots(raster_line("tea", 96)) > 20


@pytest.mark.parametrize("program", [None, "/bin/false", "/nowhere/fc-match"])
def test_a_missing_or_failing_fontconfig_is_no_error(
    monkeypatch: pytest.MonkeyPatch, program: str | None
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: program)

    assert fonts._ask_fontconfig("Any", is_bold=False) == ()


def test_a_damaged_font_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    damaged = tmp_path / "font.ttf"
    damaged.write_bytes(b"no font")
    monkeypatch.setattr(
        fonts, "_candidates", lambda family, *, is_bold: ((str(damaged), 0),)
    )

    assert _count_dots(raster_line("tea", 96)) > 20


def test_characters_without_a_picture_do_not_spoil_the_line() -> None:
    rows = raster_line("\x1e\u200f\ud800ش\x00a", 96)

    assert _count_dots(rows) > 20


@pytest.mark.parametrize("left", ["שלום", "سلام", "x\u0302", "乌龙茶", "Tea " * 40, ""])
def test_an_amount_stands_at_the_right_edge_beside_any_script(left: str) -> None:
    stride, width = 48, 384
    rows = fonts.raster_columns(left, "12.00", width)
    alone = fonts.raster_columns("", "12.00", width)
    right = range(len(rows) // stride)

    def amount(data: bytes) -> list[bytes]:
        return [data[row * stride + 41 : (row + 1) * stride] for row in right]

    assert amount(rows) == amount(alone)
    assert any(any(part) for part in amount(alone))
    assert bool(left) == (rows != alone)

"""Lines of exactly twenty characters, in whatever script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.line_display.display_text import (
    CODE_PAGES,
    encode_line,
    lay_out,
    spell,
)
from drivers.line_display.port import DisplayLine


@pytest.mark.parametrize(
    ("line", "page", "shown"),
    [
        (DisplayLine("Milk", "1.20"), "ascii", "Milk            1.20"),
        (
            DisplayLine("A very long name of goods", "1.20"),
            "ascii",
            "A very long nam 1.20",
        ),
        (DisplayLine("Café crème", "3.50"), "ascii", "Cafe creme      3.50"),
        (DisplayLine("Café crème", "3.50"), "cp437", "Café crème      3.50"),
        (DisplayLine("Straße", "€2"), "ascii", "Strasse         EUR2"),
        (DisplayLine("Straße", "€2"), "cp858", "Straße            €2"),
        (DisplayLine("有机牛奶", "5.00"), "cp437", "                5.00"),
        (DisplayLine("合计", "5.00", "TOTAL"), "ascii", "TOTAL           5.00"),
        (DisplayLine("a\r\n\x1bb", ""), "ascii", "a   b               "),
        (DisplayLine("n", "1" * 21), "ascii", "n                   "),
        (DisplayLine("name", "1" * 20), "ascii", "1" * 20),
        (DisplayLine("Молоко", "2"), "cp866", "Молоко             2"),
    ],
    ids=[
        "plain",
        "cut",
        "accents",
        "page",
        "eszett",
        "euro",
        "cjk",
        "cjk_with_plain",
        "controls",
        "figure_too_long",
        "only_figure",
        "cyrillic",
    ],
)
def test_a_line_is_laid_out(line: DisplayLine, page: str, shown: str) -> None:
    assert lay_out(line, page) == shown


def test_what_cannot_be_spelled_is_not_spelled_at_all() -> None:
    assert spell("Milk 牛奶", "ascii") is None
    assert spell("حليب", "cp437") is None


@given(st.text(max_size=40), st.text(max_size=30), st.sampled_from(sorted(CODE_PAGES)))
def test_any_text_is_twenty_bytes_without_a_command(
    left: str, right: str, page: str
) -> None:
    data = encode_line(DisplayLine(left, right), page)

    assert len(data) == 20
    assert all(byte >= 0x20 and byte != 0x7F for byte in data)

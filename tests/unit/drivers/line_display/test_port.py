"""The values of a line display."""

from __future__ import annotations

from drivers.line_display.port import BLANK, DisplayContent, DisplayLine


def test_nothing_is_two_empty_lines() -> None:
    assert DisplayContent(DisplayLine("", ""), DisplayLine("", "")) == BLANK

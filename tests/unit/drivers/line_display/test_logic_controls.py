"""Logic Controls as LCDproc's later sources write it."""

from __future__ import annotations

from drivers.line_display.logic_controls import (
    LogicControlsCodec,
    LogicControlsDecoder,
)
from drivers.line_display.port import DisplayContent, DisplayLine

_CONTENT = DisplayContent(DisplayLine("TOTAL", "5.70"), DisplayLine("CHANGE", "4.30"))


def test_a_cell_is_one_byte() -> None:
    codec = LogicControlsCodec()

    assert codec.show(_CONTENT, "ascii") == (
        b"\x10\x00TOTAL           5.70\x10\x14CHANGE          4.30"
    )
    assert codec.start("ascii", 1) == b"\x1f\x11\x14\x04\x20"


def test_the_cursor_is_moved_by_control_characters() -> None:
    decoder = LogicControlsDecoder()
    decoder.feed(b"abc\rA\nB\x08C\x10\x28\x04\x07D")

    assert decoder.glass.line(0) == "Abc                 "
    assert decoder.glass.line(1) == " CD                 "
    assert decoder.glass.brightness == 4

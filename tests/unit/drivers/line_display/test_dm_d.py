"""DM-D as Epson's reference has it."""

from __future__ import annotations

from drivers.line_display.dm_d import DmDCodec, DmDDecoder
from drivers.line_display.port import DisplayContent, DisplayLine

_CONTENT = DisplayContent(DisplayLine("TOTAL", "5.70"), DisplayLine("CHANGE", "4.30"))


def test_the_bytes_are_those_of_the_reference() -> None:
    codec = DmDCodec()

    assert codec.show(_CONTENT, "ascii") == (
        b"\x1b=\x02\x1f$\x01\x01TOTAL           5.70\x1f$\x01\x02CHANGE          4.30"
    )
    assert codec.start("cp858", 3) == (
        b"\x1b=\x02\x1b@\x1bt\x13\x1f\x01\x1fC\x00\x1fX\x03"
    )


def test_what_is_for_the_printer_is_not_shown() -> None:
    decoder = DmDDecoder()
    decoder.feed(b"\x1b=\x01receipt\x0c\x1fX\x01\x1b=\x02shown")

    assert decoder.glass.line(0).rstrip() == "shown"
    assert decoder.glass.brightness == 4
    assert decoder.is_selected


def test_the_cursor_is_moved_by_control_characters() -> None:
    decoder = DmDDecoder()
    decoder.feed(b"abc\rA\nB\x08C\x09D\x0bX")

    assert decoder.glass.line(0) == "Xbc                 "
    assert decoder.glass.line(1) == " C D                "
    decoder.feed(b"\x18")
    assert decoder.glass.line(0).strip() == ""

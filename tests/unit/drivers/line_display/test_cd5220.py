"""CD5220 as its manual has it."""

from __future__ import annotations

from drivers.line_display.cd5220 import Cd5220Codec, Cd5220Decoder
from drivers.line_display.port import DisplayContent, DisplayLine

_CONTENT = DisplayContent(DisplayLine("TOTAL", "5.70"), DisplayLine("CHANGE", "4.30"))


def test_the_bytes_are_those_of_the_manual() -> None:
    codec = Cd5220Codec()

    assert codec.show(_CONTENT, "ascii") == (
        b"\x1bQATOTAL           5.70\r\x1bQBCHANGE          4.30\r"
    )
    assert codec.start("ascii", 2) == b"\x0c\x1b@\x1b*\x02\x1b_\x00"


def test_string_mode_ignores_all_but_strings_until_it_is_cleared() -> None:
    decoder = Cd5220Decoder()
    decoder.feed(Cd5220Codec().show(_CONTENT, "ascii"))
    decoder.feed(b"\x1b*\x01\x1b@lost\x1bl\x01\x01")
    assert decoder.glass.line(0) == "TOTAL           5.70"
    assert decoder.glass.brightness == 4

    decoder.feed(b"\x0c\x1b*\x01\x1bl\x03\x02here")

    assert decoder.glass.line(0).strip() == ""
    assert decoder.glass.line(1) == "  here              "
    assert decoder.glass.brightness == 1


def test_the_cursor_is_moved_by_control_characters() -> None:
    decoder = Cd5220Decoder()
    decoder.feed(b"abc\rA\nB\x08C\x09D\x0bX")

    assert decoder.glass.line(0) == "Xbc                 "
    assert decoder.glass.line(1) == " C D                "
    decoder.feed(b"\x18")
    assert decoder.glass.line(0).strip() == ""

"""AEDEX as LCDproc's host writes it."""

from __future__ import annotations

from drivers.line_display.aedex import AedexCodec, AedexDecoder
from drivers.line_display.port import DisplayContent, DisplayLine

_CONTENT = DisplayContent(DisplayLine("TOTAL", "5.70"), DisplayLine("CHANGE", "4.30"))


def test_the_bytes_are_those_of_the_family() -> None:
    assert AedexCodec().show(_CONTENT, "ascii") == (
        b"!#1TOTAL           5.70\r!#2CHANGE          4.30\r"
    )


def test_bytes_captured_from_lcdd_0_5_9_are_understood() -> None:
    decoder = AedexDecoder()
    decoder.feed(
        b"!#8~`\r\x00\x00~`1 A                  \r\x00~`2 B                  \r\x00"
        b"~`1TOTAL           5.70\r\x00~`2CHANGE 4.30         \r\x00"
    )

    assert decoder.glass.line(0) == "TOTAL           5.70"
    assert decoder.glass.line(1) == "CHANGE 4.30         "


def test_one_message_can_hold_both_lines() -> None:
    decoder = AedexDecoder()
    decoder.feed(b"!#9" + b"a" * 20 + b"b" * 20 + b"\r")

    assert decoder.glass.line(0) == "a" * 20
    assert decoder.glass.line(1) == "b" * 20


def test_an_attention_code_in_a_text_is_broken_up() -> None:
    content = DisplayContent(DisplayLine("50!#1 off"))

    assert b"50! 1 off" in AedexCodec().show(content, "ascii")


def test_a_message_without_end_is_bounded_and_an_unknown_one_is_dropped() -> None:
    decoder = AedexDecoder()
    decoder.feed(b"!#7whatever\r!#1" + b"x" * 5_000 + b"\r")

    assert decoder.glass.line(0) == "x" * 20

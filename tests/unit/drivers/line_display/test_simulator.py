"""The display made of software."""

from __future__ import annotations

import pytest

from drivers.line_display.cd5220 import Cd5220Codec
from drivers.line_display.port import DisplayContent, DisplayLine
from drivers.line_display.simulator import SimulatedLineDisplay

_HELLO = Cd5220Codec().show(DisplayContent(DisplayLine("Hello")), "ascii")


def test_it_shows_and_never_answers() -> None:
    display = SimulatedLineDisplay()

    assert display.respond(_HELLO) == ()
    assert display.lines == ("Hello".ljust(20), " " * 20)
    assert display.state()["upper"] == "Hello".ljust(20)


def test_switched_off_it_hears_nothing_and_forgets_what_it_showed() -> None:
    display = SimulatedLineDisplay()
    display.respond(_HELLO)
    display.change({"is_on": False})
    display.respond(_HELLO)
    assert display.lines[0].strip() == ""

    display.change({"is_on": True})
    assert display.lines[0].strip() == ""
    display.respond(_HELLO)
    assert display.lines[0].strip() == "Hello"


def test_there_is_nothing_else_to_change() -> None:
    with pytest.raises(ValueError, match="is_on"):
        SimulatedLineDisplay().change({"upper": "x"})

"""The cells of a display."""

from __future__ import annotations

from drivers.line_display.glass import Glass


def test_writing_beyond_the_last_cell_begins_anew() -> None:
    glass = Glass()
    for byte in b"x" * 40 + b"y":
        glass.put(byte)

    assert glass.line(0) == "y" + "x" * 19
    assert glass.cursor == 1


def test_a_line_is_cleared_alone_and_places_outside_are_ignored() -> None:
    glass = Glass()
    glass.put_line(0, b"above")
    glass.put_line(1, b"below")
    glass.move_to(5, 2)
    glass.move_to(21, 3)
    glass.clear_line()

    assert (glass.line(0).strip(), glass.line(1).strip()) == ("above", "")
    assert glass.cursor == 20


def test_brightness_outside_of_its_steps_is_ignored() -> None:
    glass = Glass()
    glass.set_brightness(2)
    glass.set_brightness(9)

    assert glass.brightness == 2
    glass.reset()
    assert glass.brightness == 4

"""The program's own icons."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPixmap

from terminal.ui.support.resource_files import resource_path
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.icons import draw_icon, icon_pixmap

NAMES = sorted(path.stem for path in resource_path("icons").glob("*.svg"))


def test_there_are_the_icons_of_the_design() -> None:
    assert len(NAMES) == 82


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_draws_something_in_the_colour_of_its_token(name: str) -> None:
    image = icon_pixmap(name, "accent", 24).toImage()
    accent = APPEARANCE.colour("accent")
    drawn = [
        colour
        for x in range(24)
        for y in range(24)
        if (colour := image.pixelColor(x, y)).alpha() > 128
    ]

    assert drawn
    # Thin lines are half transparent, which costs a few steps of a channel.
    assert all(abs(colour.blue() - accent.blue()) < 8 for colour in drawn)


def test_every_icon_that_the_code_names_exists() -> None:
    folder = resource_path("..", "terminal", "ui")
    named = {
        name
        for path in folder.rglob("*.py")
        for name in re.findall(r'icon="([a-z-]+)"', path.read_text(encoding="utf-8"))
    }

    assert named
    assert named - set(NAMES) == set()


def test_an_icon_is_drawn_where_it_is_wanted() -> None:
    pixmap = QPixmap(40, 40)
    pixmap.fill(QColor("white"))
    painter = QPainter(pixmap)

    draw_icon(painter, "minus", "text", 20, QPointF(10, 10))
    painter.end()

    image = pixmap.toImage()
    assert image.pixelColor(20, 20).name() != "#ffffff"
    assert image.pixelColor(2, 2).name() == "#ffffff"

"""Helpers of painting."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.tokens import density_for
from terminal.ui.widgets.painting import (
    Text,
    draw_key_cap,
    draw_text,
    key_cap_width,
    refresh_fonts,
    text_width,
)


def _pixmap() -> QPixmap:
    pixmap = QPixmap(200, 40)
    pixmap.fill(APPEARANCE.colour("surface"))
    return pixmap


def test_a_long_name_gives_way_inside_its_box(qtbot: QtBot) -> None:
    pixmap = _pixmap()
    painter = QPainter(pixmap)

    draw_text(
        painter,
        QRectF(0, 0, 60, 40),
        "A very long name of an item",
        APPEARANCE.font("body"),
        APPEARANCE.colour("text"),
        elide=True,
    )
    painter.end()

    image = pixmap.toImage()
    ground = APPEARANCE.colour("surface")
    assert all(
        image.pixelColor(x, y) == ground for x in range(64, 200) for y in range(40)
    )


def test_a_key_cap_is_as_wide_as_its_text(qtbot: QtBot) -> None:
    assert key_cap_width("") == 0
    assert key_cap_width("Enter") > key_cap_width("F1") > 22

    pixmap = _pixmap()
    painter = QPainter(pixmap)
    draw_key_cap(painter, QRectF(0, 0, 40, 22), "F1", on_fill=False, disabled=False)
    painter.end()
    assert pixmap.toImage().pixelColor(4, 11) == APPEARANCE.colour("hover")


def test_labels_take_new_fonts_when_the_density_changes(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    label = Text("body", parent=parent)

    APPEARANCE.use(density=density_for(1920))
    refresh_fonts(parent)

    assert label.font().pixelSize() == 18
    label.set_role("label")
    label.set_tone("danger")
    assert label.font().pixelSize() == 15
    assert label.property("tone") == "danger"


def test_text_has_a_width(qtbot: QtBot) -> None:
    assert text_width(APPEARANCE.font("body"), "ii") < text_width(
        APPEARANCE.font("body"), "MM"
    )

"""What nobody can miss: the border on all four sides, and the word."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from terminal.ui.support.translation import use_language
from terminal.ui.theme.appearance import APPEARANCE, THEME_NAMES
from terminal.ui.theme.stylesheet import build_stylesheet
from terminal.ui.widgets.painting import Text
from terminal.ui.widgets.training_mark import BORDER_PX, TrainingBorder, show_word

pytestmark = pytest.mark.gui


def edges(picture: QImage) -> set[str]:
    """Return the colours in the outermost pixels, all around."""
    right, bottom = picture.width() - 1, picture.height() - 1
    around = [(x, y) for x in range(right + 1) for y in (0, bottom)]
    around += [(x, y) for y in range(bottom + 1) for x in (0, right)]
    return {QColor(picture.pixel(x, y)).name().upper() for x, y in around}


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window that is filled to its edges by a button."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    button = QPushButton("Sell")
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    column.addWidget(button)
    TrainingBorder(window)
    window.resize(400, 300)
    window.show()
    return window


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_all_four_sides_have_the_signal_colour_of_the_theme(
    window: QWidget, theme: str
) -> None:
    window.setStyleSheet(build_stylesheet(theme))
    APPEARANCE.use(theme_name=theme)

    assert edges(window.grab().toImage()) == {
        APPEARANCE.colour("warning").name().upper()
    }


def test_the_border_follows_the_window(window: QWidget) -> None:
    window.resize(700, 500)

    colours = edges(window.grab().toImage())

    assert len(colours) == 1
    border = window.findChild(TrainingBorder)
    assert border is not None
    assert border.geometry() == window.rect()


def test_the_border_takes_no_touch_and_no_room(window: QWidget) -> None:
    border, button = window.findChild(TrainingBorder), window.findChild(QPushButton)
    assert border is not None
    assert button is not None

    assert button.geometry() == window.rect()
    assert window.childAt(QPoint(100, BORDER_PX + 1)) is button
    assert window.childAt(QPoint(1, 100)) is button
    assert not border.mask().contains(QPoint(100, BORDER_PX + 1))
    assert border.mask().contains(QPoint(100, BORDER_PX - 1))


def test_the_word_has_room_in_every_language(qtbot: QtBot) -> None:
    label = Text("strong")
    qtbot.addWidget(label)
    plain = label.sizeHint()

    show_word(label)
    assert label.text() == "TRAINING"
    assert label.sizeHint().width() > plain.width() + 20

    use_language("zh_CN")
    show_word(label)
    assert label.text() == "培训"

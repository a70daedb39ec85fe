"""Labelled values and tags."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.stat import Stat, Tag


def test_a_value_is_read_with_its_label(qtbot: QtBot) -> None:
    stat = Stat("tax", at_end=True)
    qtbot.addWidget(stat)

    stat.show_value("Tax", "2.90")
    stat.set_tone("accent")

    assert stat.accessibleName() == "Tax 2.90"
    assert stat.value.property("tone") == "accent"


@pytest.mark.parametrize(
    ("tone", "ground"), [("positive", "positive_soft"), ("failure", "danger_soft")]
)
def test_a_tag_is_22_high_on_a_soft_ground(
    qtbot: QtBot, tone: str, ground: str
) -> None:
    tag = Tag(tone, "check", "Paid")
    qtbot.addWidget(tag)
    tag.resize(tag.sizeHint())

    assert tag.height() == 22
    assert tag.grab().toImage().pixelColor(3, 18) == APPEARANCE.colour(ground)

    tag.show_text("Paid 14:02")
    assert tag.sizeHint().width() > tag.width()
    assert tag.text == tag.accessibleName() == "Paid 14:02"

"""Initials."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from terminal.ui.widgets.avatar import Avatar, initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Anna K.", "AK"), ("Tom", "T"), ("", ""), ("陈安娜", "陈"), ("a b c", "AB")],
)
def test_a_name_becomes_one_or_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_an_avatar_is_named_and_drawn(qtbot: QtBot) -> None:
    avatar = Avatar("avatar", 48)
    qtbot.addWidget(avatar)

    avatar.show_person("Anna K.")

    image = avatar.grab().toImage()
    assert avatar.accessibleName() == "Anna K."
    assert image.pixelColor(24, 4) != image.pixelColor(0, 0)

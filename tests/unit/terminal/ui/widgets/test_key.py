"""Keys say what they do, and why they do not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.key import (
    AmountKey,
    FunctionKey,
    Key,
    PayKey,
    Tile,
    two_lines,
)
from terminal.ui.widgets.painting import text_width


def _key(qtbot: QtBot, kind: str = "secondary") -> Key:
    key = Key(kind, "key", icon="card", cap="F10")
    qtbot.addWidget(key)
    key.label("Card")
    key.resize(key.sizeHint())
    return key


def test_a_press_chooses(qtbot: QtBot) -> None:
    key = _key(qtbot)

    with qtbot.waitSignal(key.chosen):
        qtbot.mouseClick(key, Qt.MouseButton.LeftButton)


def test_a_key_that_does_not_apply_says_why_and_does_nothing(qtbot: QtBot) -> None:
    key = _key(qtbot)
    chosen: list[bool] = []
    key.chosen.connect(lambda: chosen.append(True))
    key.allow("No card terminal.")

    with qtbot.waitSignal(key.refused) as blocker:
        qtbot.mouseClick(key, Qt.MouseButton.LeftButton)

    assert blocker.args == ["No card terminal."]
    assert chosen == []
    assert key.accessibleDescription() == "No card terminal."
    assert not key.applies


@pytest.mark.parametrize(
    ("kind", "ground"),
    [
        ("pay", "positive"),
        ("primary", "accent_fill"),
        ("secondary", "surface"),
        ("danger", "surface"),
        ("tile", "raised"),
    ],
)
def test_a_kind_has_its_ground_and_loses_it_when_it_does_not_apply(
    qtbot: QtBot, kind: str, ground: str
) -> None:
    key = _key(qtbot, kind)
    key.resize(200, 60)

    assert key.grab().toImage().pixelColor(10, 30) == APPEARANCE.colour(ground)

    key.allow("Not now.")
    assert key.grab().toImage().pixelColor(10, 30) == APPEARANCE.colour("sunken")


def test_a_pressed_key_looks_pressed(qtbot: QtBot) -> None:
    key = _key(qtbot)
    key.resize(200, 60)

    key.setDown(True)

    assert key.grab().toImage().pixelColor(10, 30) == APPEARANCE.colour("pressed")


def test_a_key_is_as_wide_as_its_content_and_high_enough_to_touch(
    qtbot: QtBot,
) -> None:
    key = _key(qtbot)
    text = text_width(APPEARANCE.font("control"), "Card")

    assert key.sizeHint().width() > text + 20 + 30
    assert key.minimumHeight() == 48


def test_a_changed_text_is_painted(qtbot: QtBot) -> None:
    key = _key(qtbot)
    key.resize(200, 60)
    before = key.grab().toImage()

    key.label("Other")

    assert key.grab().toImage() != before
    assert key.accessibleName() == "Other"


def test_every_kind_of_key_paints_without_a_complaint(qtbot: QtBot) -> None:
    function = FunctionKey("f", "tag", "F2")
    function.label("Price")
    tile = Tile("t")
    tile.show_item("Free-range eggs, 10", "3.45", "egg")
    amount = AmountKey("a")
    amount.lead_text, amount.cap = "Take cash", "F12"
    amount.show_amount("€", "31.94", "Exact")
    pay = PayKey("pay", "p", "F12")
    pay.hint = "or just scan"
    pay.label("Next sale")

    for key in (function, tile, amount, pay):
        qtbot.addWidget(key)
        key.resize(300, 80)
        assert not key.grab().isNull()
        assert key.accessibleName()
    assert tile.accessibleName() == "Free-range eggs, 10, 3.45"


def test_names_break_at_a_space_and_cjk_anywhere() -> None:
    font = APPEARANCE.font("control")

    assert two_lines("Butter croissant", font, 100) == ["Butter", "croissant"]
    assert two_lines("Lemon", font, 100) == ["Lemon"]
    assert (
        "".join(two_lines("阿拉比卡咖啡粉阿拉比卡", font, 100))
        == "阿拉比卡咖啡粉阿拉比卡"
    )

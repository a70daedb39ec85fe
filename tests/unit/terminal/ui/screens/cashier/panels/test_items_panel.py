"""Tiles and one-touch tenders."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.items_panel import ItemsPanel
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.tokens import density_for
from terminal.ui.view_models.tiles import TileGroup, TileItem
from terminal.ui.widgets.key import Tile


def _panel(qtbot: QtBot, count: int) -> ItemsPanel:
    panel = ItemsPanel()
    qtbot.addWidget(panel)
    items = tuple(TileItem(str(n), f"Item {n}", "1.00") for n in range(count))
    panel.show_groups((TileGroup("First", items), TileGroup("Second", items[:1])))
    panel.resize(606, 712)
    panel.show()
    return panel


def _tiles(panel: ItemsPanel) -> list[Tile]:
    return [tile for tile in panel.findChildren(Tile) if tile.isVisible()]


def test_a_tile_sells_its_item(qtbot: QtBot) -> None:
    panel = _panel(qtbot, 3)

    with qtbot.waitSignal(panel.item_chosen) as blocker:
        qtbot.mouseClick(_tiles(panel)[1], Qt.MouseButton.LeftButton)

    assert blocker.args == ["1"]


def test_what_does_not_fit_is_on_the_next_page(qtbot: QtBot) -> None:
    panel = _panel(qtbot, 25)
    assert [tile.text() for tile in _tiles(panel)][-1] == "More"

    qtbot.mouseClick(_tiles(panel)[-1], Qt.MouseButton.LeftButton)

    assert _tiles(panel)[0].text() == "Item 19"


def test_a_tab_shows_its_group(qtbot: QtBot) -> None:
    panel = _panel(qtbot, 3)

    qtbot.mouseClick(panel.tabs[1], Qt.MouseButton.LeftButton)

    assert len(_tiles(panel)) == 1
    assert panel.tabs[1].isChecked()


def test_a_notice_takes_the_room_of_one_row(qtbot: QtBot) -> None:
    panel = _panel(qtbot, 20)
    assert len(_tiles(panel)) == 20

    panel.show_notice(shown=True)

    assert len(_tiles(panel)) == 16


def test_narrow_windows_have_three_columns_and_no_icons_on_tenders(
    qtbot: QtBot,
) -> None:
    panel = _panel(qtbot, 30)

    APPEARANCE.use(density=density_for(1024))
    panel.take_density()

    assert len(_tiles(panel)) == 15
    assert panel.tender_keys[0].icon_name == ""


def test_pay_keys_say_why_they_do_not_apply(qtbot: QtBot) -> None:
    panel = _panel(qtbot, 1)
    panel.set_can_pay("The basket is empty.")

    with qtbot.waitSignal(panel.refused) as blocker:
        panel.pay_key.click()
    assert blocker.args == ["The basket is empty."]

    panel.set_can_pay("")
    with qtbot.waitSignal(panel.tender_chosen) as chosen:
        panel.tender_keys[0].click()
    assert chosen.args == ["cashExact"]

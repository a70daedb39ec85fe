"""Goods sold by weight in the window: from a scale, and by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from terminal.application.ports.weighing import LiveWeight, WeighedGoods
from terminal.ui.screens.cashier.panels.weight_panel import WeightPanel
from terminal.ui.view_models.weighing_view_model import WeighingViewModel
from tests.fakes.scale import MemoryScale
from tests.support import ruled_shop as shop
from tests.support.window_under_test import WindowUnderTest

STABLE = LiveWeight(0, 510, is_sellable=True)
MOVING = LiveWeight(0, 300, trouble="motion")


@pytest.fixture
def scale(selling: WindowUnderTest) -> MemoryScale:
    scale = MemoryScale()
    selling.flows.counter.weighing = WeighingViewModel(scale, selling.window)
    return scale


def panel(selling: WindowUnderTest) -> WeightPanel:
    front = selling.screen.panel
    assert isinstance(front, WeightPanel)
    return front


def quantities(selling: WindowUnderTest) -> list[str]:
    return [line.quantity.replace("\u00a0", " ") for line in selling.lines]


def test_a_stable_weight_is_sold_without_its_packing(
    selling: WindowUnderTest, scale: MemoryScale
) -> None:
    selling.scan(shop.CHEESE)
    assert scale.goods == [WeighedGoods(2190, 10)]
    assert panel(selling).state.text() == "Waiting for the scale"

    scale.put(MOVING)
    selling.press(Qt.Key.Key_Return)
    assert quantities(selling) == []
    assert panel(selling).state.text() == "Wait until the scale is at rest."
    scale.put(STABLE)
    assert panel(selling).amount.amount == "0.510"
    assert panel(selling).state.text() == "Stable"
    selling.press(Qt.Key.Key_Return)

    assert quantities(selling) == ["0.500 kg"]
    assert not scale.is_weighing


def test_a_net_weight_has_its_packing_taken_off_once(
    selling: WindowUnderTest, scale: MemoryScale
) -> None:
    selling.scan(shop.CHEESE)
    scale.put(LiveWeight(0, 500, is_sellable=True, is_net=True))
    selling.press(Qt.Key.Key_Return)

    assert quantities(selling) == ["0.500 kg"]


def test_another_packing_is_asked_for_and_taken_off(
    selling: WindowUnderTest, scale: MemoryScale
) -> None:
    selling.scan(shop.CHEESE)
    selling.press("*", *"30", Qt.Key.Key_Return)
    assert scale.goods[-1] == WeighedGoods(2190, 30)
    scale.put(LiveWeight(0, 530, is_sellable=True))
    selling.press(Qt.Key.Key_Return)

    assert quantities(selling) == ["0.500 kg"]


def test_the_same_goods_are_not_sold_for_the_next_item(
    selling: WindowUnderTest, scale: MemoryScale
) -> None:
    selling.scan(shop.CHEESE)
    scale.put(STABLE)
    selling.press(Qt.Key.Key_Return)

    selling.scan(shop.CHEESE)
    scale.put(LiveWeight(0, 510, trouble="unchanged"))
    selling.press(Qt.Key.Key_Return)

    assert quantities(selling) == ["0.500 kg"]
    assert "Lift the goods" in panel(selling).state.text()


def test_a_weight_is_keyed_when_the_scale_is_away(
    selling: WindowUnderTest, scale: MemoryScale
) -> None:
    selling.scan(shop.CHEESE)
    scale.put(LiveWeight(0, trouble="silent"))
    assert "key the weight" in panel(selling).state.text()

    selling.press(*"510")
    assert panel(selling).state.text() == "Keyed by hand"
    scale.put(LiveWeight(0, 900, is_sellable=True))
    assert panel(selling).amount.amount == "0.510"
    selling.press(Qt.Key.Key_Return)

    assert quantities(selling) == ["0.500 kg"]


def test_a_weight_that_changes_at_the_last_moment_is_not_sold(
    selling: WindowUnderTest, scale: MemoryScale
) -> None:
    selling.scan(shop.CHEESE)
    scale.put(STABLE)
    scale._lies_there = LiveWeight(9, trouble="motion")

    selling.press(Qt.Key.Key_Return)

    assert quantities(selling) == []
    assert panel(selling).state.text() == "Wait until the scale is at rest."


def test_leaving_ends_the_weighing(
    selling: WindowUnderTest, scale: MemoryScale
) -> None:
    selling.scan(shop.CHEESE)
    was_weighing = scale.is_weighing

    selling.press(Qt.Key.Key_Escape)

    assert was_weighing
    assert not scale.is_weighing
    assert quantities(selling) == []


def test_another_scale_goes_on_with_the_weighing_and_weighs_the_next_goods(
    selling: WindowUnderTest, scale: MemoryScale
) -> None:
    selling.scan(shop.CHEESE)
    other = MemoryScale()
    selling.flows.counter.use_scale(WeighingViewModel(other, selling.window))
    assert other.goods == [WeighedGoods(2190, 10)]
    assert not scale.is_weighing
    other.put(STABLE)
    selling.press(Qt.Key.Key_Return)
    assert quantities(selling) == ["0.500 kg"]

    third = MemoryScale()
    selling.flows.counter.use_scale(WeighingViewModel(third, selling.window))
    selling.scan(shop.CHEESE)
    third.put(LiveWeight(0, 310, is_sellable=True))
    selling.press(Qt.Key.Key_Return)

    assert quantities(selling) == ["0.500 kg", "0.300 kg"]

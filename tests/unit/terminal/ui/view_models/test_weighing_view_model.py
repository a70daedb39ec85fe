"""One weighing at a time; late readings of an earlier one reach nobody."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from terminal.application.ports.weighing import LiveWeight, WeighedGoods
from terminal.ui.view_models.weighing_view_model import WeighingViewModel
from tests.fakes.scale import MemoryScale

STABLE = LiveWeight(0, 570, is_sellable=True)


def test_what_is_shown_is_taken_once(qapp: QApplication) -> None:
    scale = MemoryScale()
    model = WeighingViewModel(scale)
    shown: list[LiveWeight] = []
    taken: list[LiveWeight] = []
    model.shown.connect(shown.append)
    model.taken.connect(taken.append)

    model.take()
    model.begin(WeighedGoods(2190))
    scale.put(STABLE)
    model.take()
    model.take()

    assert [weight.grams for weight in shown] == [570]
    assert [weight.is_sellable for weight in taken] == [True, False]
    assert scale.goods == [WeighedGoods(2190)]


def test_after_the_end_nothing_is_shown(qapp: QApplication) -> None:
    scale = MemoryScale()
    model = WeighingViewModel(scale)
    shown: list[LiveWeight] = []
    model.shown.connect(shown.append)
    model.begin(WeighedGoods())

    model.end()
    model.end()
    scale.put(STABLE)

    assert shown == []
    assert model.latest is None
    assert not model.is_weighing
    assert not scale.is_weighing


def test_another_scale_goes_on_with_the_weighing(qapp: QApplication) -> None:
    first, second = MemoryScale(), MemoryScale()
    model = WeighingViewModel(first)
    shown: list[LiveWeight] = []
    model.shown.connect(shown.append)

    model.use(second)
    assert second.goods == []
    model.use(first)
    model.begin(WeighedGoods(2190))
    model.use(second)
    first.put(LiveWeight(0, 310, is_sellable=True))
    second.put(STABLE)

    assert second.goods == [WeighedGoods(2190)]
    assert [weight.grams for weight in shown] == [570]

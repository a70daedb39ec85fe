"""Asks for a weight: what lies on the scale, or what is keyed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent
from typing_extensions import override

from terminal.application.ports.weighing import LiveWeight, WeighedGoods
from terminal.ui.screens.cashier.panels.number_panel import NumberPanel, NumberQuestion
from terminal.ui.support.translation import tr
from terminal.ui.support.weight_text import format_grams, weight_text
from terminal.ui.view_models.weighing_view_model import WeighingViewModel
from terminal.ui.widgets.painting import Text

_NO_WEIGHT = "–.–––"


class WeightPanel(NumberPanel):
    """A NumberPanel whose figure is the scale's until a digit is keyed.

    Attributes:
        state: Says whether the weight is stable, or what to do.
    """

    def __init__(self) -> None:
        self._weighing: WeighingViewModel | None = None
        self._take: Callable[[LiveWeight], None] | None = None
        self._goods = WeighedGoods()
        super().__init__()
        self.setObjectName("weightPanel")
        self.state = Text("strong", name="weightState")
        self.state.setWordWrap(True)
        self.column.insertWidget(2, self.state)
        self.state.setContentsMargins(16, 4, 16, 4)

    def weigh(
        self,
        weighing: WeighingViewModel,
        goods: WeighedGoods,
        question: NumberQuestion,
        answer: Callable[[int], None],
        taken: Callable[[LiveWeight], None],
        other: Callable[[], None] | None = None,
    ) -> None:
        """Ask *question*; *taken* gets the scale's weight, *answer* a keyed one."""
        self._goods = goods
        self._take = taken
        self._listen(weighing)
        weighing.begin(goods)
        self.ask(question, answer, other)

    def use_scale(self, weighing: WeighingViewModel) -> None:
        """Go on with another scale, which stands in the place of the first now."""
        if self._weighing is None:
            return
        is_other = self._weighing is not weighing
        self._listen(weighing)
        if self.isVisible():
            if is_other:
                weighing.begin(self._goods)
            self._show()

    def _listen(self, weighing: WeighingViewModel) -> None:
        former, self._weighing = self._weighing, weighing
        if former is weighing:
            return
        if former is not None:
            former.shown.disconnect(self._show_weight)
            former.taken.disconnect(self._use_weight)
            former.end()
        weighing.shown.connect(self._show_weight)
        weighing.taken.connect(self._use_weight)

    @override
    def confirm(self) -> None:
        if self._is_keyed or self._weighing is None:
            super().confirm()
        else:
            self._weighing.take()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._weighing is not None:
            self._weighing.end()

    @property
    def _is_keyed(self) -> bool:
        return self._entry.is_typed

    @Slot(object)
    def _show_weight(self, _: LiveWeight) -> None:
        if self._question is not None:
            self._show()

    @Slot(object)
    def _use_weight(self, weight: LiveWeight) -> None:
        if weight.is_sellable and self._take is not None:
            take, self._take = self._take, None
            take(weight)
        elif not weight.is_sellable:
            self.state.setText(weight_text(weight))
            self.refused.emit(weight_text(weight))

    @override
    def _show(self) -> None:
        if self._is_keyed or self._weighing is None:
            super()._show()
            self.state.setText(tr("Keyed by hand"))
            return
        assert self._question is not None
        latest = self._weighing.latest
        grams = None if latest is None else latest.grams
        text = _NO_WEIGHT if grams is None else format_grams(grams)
        self.amount.show_amount("kg ", text, self._question.caption)
        said = weight_text(latest)
        self.state.setText(said)
        is_sellable = latest is not None and latest.is_sellable
        self.main_key.allow("" if is_sellable else said)

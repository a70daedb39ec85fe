"""Brings the scale's readings to the GUI thread, and takes a weight from it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from terminal.application.ports.weighing import LiveWeight, WeighedGoods, WeighingPort


class WeighingViewModel(QObject):
    """One weighing at a time; readings of an earlier one are dropped.

    Signals:
        shown: A LiveWeight that lies on the scale now.
        taken: A LiveWeight that was handed out, or says why not.

    Attributes:
        latest: What was shown last; None before the first reading.
    """

    shown = Signal(object)
    taken = Signal(object)
    _read = Signal(int, object)
    _handed = Signal(int, object)

    def __init__(self, scale: WeighingPort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._goods = WeighedGoods()
        self._number = 0
        self._is_weighing = False
        self.latest: LiveWeight | None = None
        # Emitted on the scale's thread, handled on this one.
        self._read.connect(self._show)
        self._handed.connect(self._hand)

    @property
    def is_weighing(self) -> bool:
        """Whether readings are wanted."""
        return self._is_weighing

    def use(self, scale: WeighingPort) -> None:
        """Weigh on *scale* from now on; a weighing that is going on goes on there."""
        self._scale = scale
        if self._is_weighing:
            self.begin(self._goods)

    def begin(self, goods: WeighedGoods) -> None:
        """Show what lies on the scale from now on."""
        self._goods = goods
        self._number += 1
        self._is_weighing = True
        self.latest = None
        self._scale.begin(goods, partial(self._read.emit, self._number))

    def take(self) -> None:
        """Take the weight that is shown; ``taken`` says what became of it."""
        if self.latest is not None:
            handed = partial(self._handed.emit, self._number)
            self._scale.take(self.latest.sequence, handed)

    def end(self) -> None:
        """Show nothing any more."""
        if self._is_weighing:
            self._is_weighing = False
            self._scale.end()

    @Slot(int, object)
    def _show(self, number: int, weight: LiveWeight) -> None:
        if number == self._number and self._is_weighing:
            self.latest = weight
            self.shown.emit(weight)

    @Slot(int, object)
    def _hand(self, number: int, weight: LiveWeight) -> None:
        if number == self._number and self._is_weighing:
            self.taken.emit(weight)

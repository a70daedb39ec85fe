"""Quantity, keyed price and voiding of lines."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Slot

from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.money_text import is_piece, minor_to_micro
from terminal.ui.support.translation import tr

MICRO: Final = 1_000_000
MILLI: Final = 1_000
WEIGHT_DECIMALS: Final = 3


class LineFlows(QObject):
    """What is keyed for the selected line, or before the next scan."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter
        self._screen = counter.screen
        self._sale = counter.sale

    @property
    def selected(self) -> int:
        """Sequence of the selected line; 0 when none is."""
        return self._screen.basket.list.selected_sequence

    def ask_quantity(self) -> None:
        """Ask for the quantity of the selected line, or of the next item."""
        from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

        sequence = self.selected
        line = self._sale.line(sequence)
        measured = line is not None and not is_piece(line.unit)
        factor = MILLI if measured else MICRO

        def change(value: int) -> None:
            self._counter.close()
            if line is None:
                self._sale.expect_quantity(value * factor)
            else:
                self._sale.change_quantity(sequence, value * factor)

        title = tr("Quantity of the next item") if line is None else line.description
        question = NumberQuestion(
            title=title,
            caption=tr("Quantity"),
            decimals=WEIGHT_DECIMALS if measured else 0,
            minimum=1,
        )
        self._counter.ask_number(question, change)

    def ask_next_price(self) -> None:
        """Ask for the price at which the next item is rung up."""
        from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

        exponent = self._counter.exponent

        def keep(value: int) -> None:
            self._counter.close()
            self._sale.expect_price(minor_to_micro(value, exponent))

        question = NumberQuestion(
            title=tr("Price of the next item"),
            caption=tr("Price"),
            decimals=exponent,
            symbol=self._counter.symbol,
            hint=tr("Then scan the item. Esc forgets the price."),
            minimum=1,
        )
        self._counter.ask_number(question, keep)

    @Slot()
    def void_selected(self) -> None:
        """Void the selected line."""
        if self.selected:
            self._sale.void_line(self.selected)

    @Slot(int)
    def step(self, pieces: int) -> None:
        """Sell one piece more or less of the selected line; 0 asks for the pad."""
        if pieces == 0:
            self.ask_quantity()
        elif self.selected:
            self._sale.step_quantity(self.selected, pieces)

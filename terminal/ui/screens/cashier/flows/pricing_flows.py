"""Prices changed by hand, and why prices are what they are."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from terminal.domain.pricing.priced_basket import PricedBasket
from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.money_text import format_unit_price, minor_to_micro
from terminal.ui.support.translation import tr


class PricingFlows(QObject):
    """Override, discount, and the panel that explains."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter
        self._sale = counter.sale
        self._why_sequence = 0
        self._sale.basket_explained.connect(self._show_why)

    @Slot()
    def override_selected(self) -> None:
        """Ask for another price of the selected line, and why."""
        from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

        sequence = self._counter.screen.basket.list.selected_sequence
        line = self._sale.line(sequence)
        if line is None:
            return
        exponent = self._counter.exponent

        def take(value: int) -> None:
            self._ask_override_reason(sequence, minor_to_micro(value, exponent))

        now = format_unit_price(line.unit_price_micro, exponent)
        question = NumberQuestion(
            title=line.description,
            caption=tr("New price"),
            decimals=exponent,
            confirm=tr("Go on"),
            symbol=self._counter.symbol,
            hint=tr("Now {price}. The change is recorded with its reason.", price=now),
        )
        self._counter.ask_number(question, take)

    def _ask_override_reason(self, sequence: int, price_micro: int) -> None:
        from terminal.application.selling.override_price import OverridePrice

        def send(reason: str) -> None:
            self._counter.close()
            command = OverridePrice(
                line_sequence=sequence, unit_price_micro=price_micro, reason=reason
            )
            self._sale.change_line("override_price", command)

        title = tr("Another price")
        self._counter.ask_reason(title, title, _price_reasons(), send)

    @Slot()
    def discount(self) -> None:
        """Ask how much is taken off the selected line or the whole basket."""
        from terminal.ui.screens.cashier.panels.discount_panel import (
            DiscountPanel,
            DiscountQuestion,
        )

        sequence = self._counter.screen.basket.list.selected_sequence
        line = self._sale.line(sequence)
        if not self._sale.has_sale:
            return
        panel = self._counter.screen.panel_of(DiscountPanel)
        panel.ask(
            DiscountQuestion(
                line_name="" if line is None else line.description,
                exponent=self._counter.exponent,
                symbol=self._counter.symbol,
                line_has_discount=line is not None
                and any(one.kind == "manual" for one in line.modifiers),
            ),
            lambda entry: self._ask_discount_reason(
                sequence if entry.is_line else 0, entry.rate_ppm, entry.amount_minor
            ),
            lambda is_line: self._remove(sequence if is_line else 0),
        )
        self._counter.open(DiscountPanel)

    def _ask_discount_reason(
        self, sequence: int, rate_ppm: int | None, amount_minor: int | None
    ) -> None:
        from terminal.application.selling.discount_line import DiscountLine
        from terminal.application.selling.discount_transaction import (
            DiscountTransaction,
        )

        def send(reason: str) -> None:
            self._counter.close()
            if sequence:
                self._sale.change_line(
                    "discount_line",
                    DiscountLine(
                        line_sequence=sequence,
                        rate_ppm=rate_ppm,
                        amount_minor=amount_minor,
                        reason=reason,
                    ),
                )
            else:
                self._sale.change_sale(
                    "discount_transaction",
                    DiscountTransaction(
                        rate_ppm=rate_ppm, amount_minor=amount_minor, reason=reason
                    ),
                )

        title = tr("Discount")
        self._counter.ask_reason(title, tr("Give discount"), _price_reasons(), send)

    def _remove(self, sequence: int) -> None:
        from terminal.application.selling.remove_discount import RemoveDiscount

        self._counter.close()
        command = RemoveDiscount(line_sequence=sequence or None)
        self._sale.change_sale("remove_discount", command)

    @Slot()
    def why_selected(self) -> None:
        """Explain the price of the selected line."""
        self._why_sequence = self._counter.screen.basket.list.selected_sequence
        self._sale.explain()

    def why_basket(self) -> None:
        """Explain what the whole basket comes to."""
        self._why_sequence = 0
        self._sale.explain()

    @Slot(object)
    def _show_why(self, basket: PricedBasket) -> None:
        from terminal.ui.screens.cashier.panels.why_panel import WhyPanel
        from terminal.ui.view_models.why_text import explain_basket, explain_line

        place = self._sale.place_of(self._why_sequence)
        explained = explain_line(basket, place) if place else explain_basket(basket)
        panel = self._counter.open(WhyPanel)
        panel.show_explained(explained, self.why_basket if place else None)


def _price_reasons() -> tuple[str, ...]:
    return (
        tr("Damaged pack"),
        tr("Short date"),
        tr("Price on the shelf"),
        tr("Goodwill"),
        tr("Employee"),
        tr("Last piece"),
    )

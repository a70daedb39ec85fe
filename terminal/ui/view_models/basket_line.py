"""A line of the basket as text, made from what the use cases tell."""

from __future__ import annotations

import msgspec

from terminal.application.selling.sale_view import LineView
from terminal.ui.support.money_text import (
    NO_BREAK_SPACE,
    TIMES,
    format_minor,
    format_quantity,
    format_unit_price,
    is_piece,
)
from terminal.ui.support.time_text import clock_text
from terminal.ui.support.translation import tr

_ONE_MICRO = 1_000_000


class BasketLine(msgspec.Struct, frozen=True):
    """One line as it is drawn; every text is formatted and translated.

    Attributes:
        is_single: The quantity is one piece and therefore quiet.
        is_measured: Weighed or measured: a scale stands before the quantity.
        note: Reason of a price modifier or of a return, under the name.
        note_amount: The modifier's amount in the amount column; may be empty.
        void_tag: What the tag of a voided line says; empty on other lines.
        void_tag_short: The same where room is scarce.
    """

    sequence: int
    name: str
    quantity: str
    unit_price: str
    amount: str
    is_single: bool = True
    is_measured: bool = False
    note: str = ""
    note_amount: str = ""
    void_tag: str = ""
    void_tag_short: str = ""

    def spoken(self) -> str:
        """Return the line as a screen reader says it."""
        parts = (
            self.name,
            f"{self.quantity} {TIMES} {self.unit_price}",
            self.amount,
            self.note,
            self.void_tag,
        )
        return ", ".join(part for part in parts if part)


def basket_line(line: LineView, exponent: int) -> BasketLine:
    """Return *line* in the language in force; a voided one counts 0."""
    measured = not is_piece(line.unit)
    unit_price = format_unit_price(line.unit_price_micro, exponent)
    if measured:
        unit_price = f"{unit_price}/{line.unit}".replace(" ", NO_BREAK_SPACE)
    note = ""
    if line.kind == "return":
        note = (
            tr("Return: {reason}", reason=line.reason) if line.reason else tr("Return")
        )
    return BasketLine(
        sequence=line.sequence,
        name=line.description,
        quantity=format_quantity(line.quantity_micro, line.unit),
        unit_price=unit_price,
        amount=format_minor(0 if line.is_voided else line.amount_minor, exponent),
        is_single=not measured and line.quantity_micro == _ONE_MICRO,
        is_measured=measured,
        note="" if line.is_voided else note,
        void_tag=_void_tag(line) if line.is_voided else "",
        void_tag_short=tr("Voided"),
    )


def _void_tag(line: LineView) -> str:
    if line.voided_at_ms is None:
        return tr("Voided")
    return tr("Voided {time}", time=clock_text(line.voided_at_ms))

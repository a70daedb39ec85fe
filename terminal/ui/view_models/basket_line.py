"""A line of the basket as text, made from what the use cases tell."""

from __future__ import annotations

import msgspec

from terminal.application.selling.sale_view import LineView, ModifierView
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
        notes: What stands under the name, each with its amount or none: price
            modifiers, the reason of a return, a price that was changed by hand.
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
    notes: tuple[tuple[str, str], ...] = ()
    void_tag: str = ""
    void_tag_short: str = ""

    def spoken(self) -> str:
        """Return the line as a screen reader says it."""
        parts = (
            self.name,
            f"{self.quantity} {TIMES} {self.unit_price}",
            self.amount,
            *(f"{text} {amount}".strip() for text, amount in self.notes),
            self.void_tag,
        )
        return ", ".join(part for part in parts if part)


def basket_line(line: LineView, exponent: int) -> BasketLine:
    """Return *line* in the language in force; a voided one counts 0."""
    measured = not is_piece(line.unit)
    unit_price = format_unit_price(line.unit_price_micro, exponent)
    if measured:
        unit_price = f"{unit_price}/{line.unit}".replace(" ", NO_BREAK_SPACE)
    shown = line.extended_minor if line.modifiers else line.amount_minor
    return BasketLine(
        sequence=line.sequence,
        name=line.description,
        quantity=format_quantity(line.quantity_micro, line.unit),
        unit_price=unit_price,
        amount=format_minor(0 if line.is_voided else shown, exponent),
        is_single=not measured and line.quantity_micro == _ONE_MICRO,
        is_measured=measured,
        notes=() if line.is_voided else _notes(line, exponent),
        void_tag=_void_tag(line) if line.is_voided else "",
        void_tag_short=tr("Voided"),
    )


def _notes(line: LineView, exponent: int) -> tuple[tuple[str, str], ...]:
    if line.kind == "sale" and not line.modifiers and line.price_source != "override":
        return ()  # As most lines.
    notes: list[tuple[str, str]] = []
    if line.kind == "return":
        reason = line.reason
        text = tr("Return: {reason}", reason=reason) if reason else tr("Return")
        notes.append((text, ""))
    if line.price_source == "override":
        notes.append((tr("Price changed by hand"), ""))
    notes += (
        (_modifier_text(line, one), format_minor(one.amount_minor, exponent))
        for one in line.modifiers
    )
    return tuple(notes)


def _modifier_text(line: LineView, modifier: ModifierView) -> str:
    if modifier.kind == "promotion":
        return modifier.label
    if modifier.kind == "exemption":
        return tr("Without tax")
    if modifier.kind == "rounding":
        return tr("Rounding")
    if modifier.label == line.description:
        return tr("Reduced on the label")
    return tr("Discount: {reason}", reason=modifier.label)


def _void_tag(line: LineView) -> str:
    if line.voided_at_ms is None:
        return tr("Voided")
    return tr("Voided {time}", time=clock_text(line.voided_at_ms))

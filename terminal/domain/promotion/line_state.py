"""What is left of a line while promotions are applied one after another.

A *value* is an amount in millionths of the minor unit, so that a third of a line can
be compared exactly enough; only what is taken off is rounded to minor units.
"""

from terminal.domain.money import MICRO
from terminal.domain.pricing.price_modifier import PriceModifier
from terminal.domain.promotion.basket import PromotionLine


class LineState:
    """One line and what the promotions applied so far have made of it.

    Attributes:
        amount_minor: What is left to pay for the line.
        free_micro: Quantity no competing promotion has taken.
        free_value: Value of that quantity.
        locked_micro: Quantity that an exclusive promotion took.
        locked_value: What is paid for that quantity.
        is_counted: The quantity is whole units, which can be taken one by one.
        is_compounded: A compounding promotion has changed the line.
        takers: Ids of the competing promotions that took units.
    """

    __slots__ = (
        "amount_minor",
        "free_micro",
        "free_value",
        "is_compounded",
        "is_counted",
        "line",
        "locked_micro",
        "locked_value",
        "modifiers",
        "takers",
    )

    def __init__(self, line: PromotionLine) -> None:
        self.line = line
        self.amount_minor = line.extended_minor
        self.free_micro = line.quantity_micro
        self.free_value = line.extended_minor * MICRO
        self.locked_micro = 0
        self.locked_value = 0
        self.is_counted = not line.is_weighed and line.quantity_micro % MICRO == 0
        self.is_compounded = False
        self.modifiers: list[PriceModifier] = []
        self.takers: list[str] = []

    def take(self, quantity_micro: int, off_minor: int, *, is_exclusive: bool) -> None:
        """Give units to a competing promotion that takes *off_minor* off them."""
        if quantity_micro == self.free_micro:
            value = self.free_value
        else:
            value = self.free_value * quantity_micro // self.free_micro
        self.free_micro -= quantity_micro
        self.free_value -= value
        self.amount_minor -= off_minor
        if is_exclusive:
            self.locked_micro += quantity_micro
            self.locked_value += max(0, value - off_minor * MICRO)
        if self.free_micro % MICRO:
            self.is_counted = False

    def compound(self, off_minor: int) -> None:
        """Take *off_minor* off what no exclusive promotion holds."""
        open_value = self.amount_minor * MICRO - self.locked_value
        off_value = off_minor * MICRO
        if open_value > 0:
            self.free_value -= self.free_value * off_value // open_value
        self.amount_minor -= off_minor
        self.is_compounded = True


class Stake:
    """The part of a line that one promotion may take or reduce.

    Attributes:
        quantity: Millionths of the unit.
        value: What that quantity costs now.
        unit_value: What one unit of it costs now.
        parts: For rewards with several selections, the ones the line belongs to.
        list_value: What the quantity costs before promotions.
    """

    __slots__ = ("list_value", "parts", "quantity", "state", "unit_value", "value")

    def __init__(
        self, state: LineState, quantity: int, value: int, parts: int = 1
    ) -> None:
        self.state = state
        self.quantity = quantity
        self.value = value
        self.parts = parts
        self.unit_value = value * MICRO // quantity if quantity != MICRO else value
        line = state.line
        self.list_value = (
            line.extended_minor * MICRO
            if quantity == line.quantity_micro
            else line.extended_minor * MICRO * quantity // line.quantity_micro
        )


def state_order(line: PromotionLine) -> tuple[object, ...]:
    """Return the key of the order that promotions look at lines in.

    The dearest unit first, then item id, then the larger line; the sequence decides
    only between lines that nothing else tells apart, so that the order of scanning
    never decides what a customer pays.
    """
    return (
        -line.unit_price_micro,
        line.item_id,
        -line.quantity_micro,
        -line.extended_minor,
        line.category or "",
        sorted(line.tags),
        line.is_weighed,
        line.is_discountable,
        line.included_tax_minor,
        line.added_tax_minor,
        line.free_unit_of or "",
        line.sequence,
    )

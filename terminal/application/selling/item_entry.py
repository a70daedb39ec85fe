"""What an operator may say about goods besides which they are."""

from typing import Literal

import msgspec

from terminal.application.approval import Approval
from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.plain_text import is_plain

SERIAL_LENGTH_MAX = 40


class ItemEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the commands that ring something up.

    A command that lacks something is refused with a code that says what
    (``weight_required``, ``serial_required``, ``age_check_required``, …); the
    screen asks for it and sends the command again with it.

    Attributes:
        quantity_micro: Millionths of the item's unit; of packs when the label says
            what is in one.
        keyed_price_micro: Price of one unit keyed by the operator, in millionths of
            the major unit; needs a permission unless the item has an open price.
        gross_weight_micro: Measured weight in millionths of the item's unit.
        weight_source: ``scale`` when a scale told the weight, ``keyed`` when a person
            did; empty for who does not say, which counts as keyed.
        tare_micro: Weight of the packing, taken off; None for the item's usual one.
        serial: Serial number; None for the label's.
        lot: Lot; None for the label's.
        age_confirmed: The operator saw that the customer is old enough.
        birth_date: ISO date of birth from a document, instead.
        free_unit_of: Promotion whose proposal the goods are added for.
        approval: Who approves what the operator may not do alone.
    """

    quantity_micro: int = 1_000_000
    keyed_price_micro: int | None = None
    gross_weight_micro: int | None = None
    weight_source: Literal["", "scale", "keyed"] = ""
    tare_micro: int | None = None
    serial: str | None = None
    lot: str | None = None
    age_confirmed: bool = False
    birth_date: str | None = None
    free_unit_of: str | None = None
    approval: Approval | None = None


def checked_mark(text: str | None) -> str | None:
    """Return a keyed serial number or lot without white space around it.

    Raises:
        InvalidScanCodeError: it is empty, too long or not plain text.
    """
    if text is None:
        return None
    mark = text.strip()
    if not mark or len(mark) > SERIAL_LENGTH_MAX or not is_plain(mark):
        raise InvalidScanCodeError(
            f"a serial number or lot has 1 to {SERIAL_LENGTH_MAX} plain characters;"
            " key it again",
            reason="mark",
        )
    return mark

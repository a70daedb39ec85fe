"""Tells a second read of one label from a second item.

Two things happen on a counter: a scanner in its stand reads the label that is
still in front of it again, and a pack with a bar code and a 2D code (GS1 Sunrise
2027) is read twice by one pass.  Both look like a second item unless the time is
looked at.  Rule: only the same scanner is compared with itself, so that two
cashiers' helpers who scan the same goods ring up two.

What cannot be known: whether two equal packs were passed faster than the window.
The window is therefore short, a setting, and every read that was dropped is
counted.
"""

import re
from enum import StrEnum
from typing import Final, NamedTuple

from drivers.scanner.aim import Label, symbology_of

SAME_LABEL_MS_DEFAULT: Final = 300
"""People need longer for the next pack; a scanner repeats every 50 to 200 ms."""

SAME_ITEM_MS_DEFAULT: Final = 1000

_GTIN_DIGITS: Final = 14
_GTIN_LENGTHS: Final = frozenset({8, 12, 13, 14})
_EAN_13_DIGITS: Final = 13
_EAN_WITH_ADD_ON: Final = "]E3"
_GROUP_SEPARATOR: Final = "\x1d"
_ELEMENT: Final = re.compile(r"\x1d?01([0-9]{14})")
_LINK: Final = re.compile(r"https?://[^?#]+/01/([0-9]{8,14})(?![0-9])", re.IGNORECASE)


class Form(StrEnum):
    """In which way a label carries a GTIN."""

    NUMBER = "number"
    ELEMENTS = "elements"
    LINK = "link"


class CarriedGtin(NamedTuple):
    """A GTIN with 14 digits, and the way it was carried."""

    form: Form
    gtin: str


def find_gtin(label: Label) -> CarriedGtin | None:
    """Return the GTIN in *label*, or None.

    Good enough to compare two reads; what is sold is decided by the till's own
    parser, which checks far more.
    """
    data = label.data
    if label.aim_id == _EAN_WITH_ADD_ON:
        data = data[:_EAN_13_DIGITS]
    if data.isascii() and data.isdigit() and len(data) in _GTIN_LENGTHS:
        return CarriedGtin(Form.NUMBER, data.zfill(_GTIN_DIGITS))
    is_gs1 = symbology_of(label.aim_id).is_gs1 or _GROUP_SEPARATOR in data
    if is_gs1 or (not label.aim_id and len(data) == 2 + _GTIN_DIGITS):
        element = _ELEMENT.match(data)
        return None if element is None else CarriedGtin(Form.ELEMENTS, element[1])
    link = _LINK.match(data)
    if link is None:
        return None
    return CarriedGtin(Form.LINK, link[1].zfill(_GTIN_DIGITS))


class DoubleReads:
    """The last item of one scanner; times are seconds on any steady clock.

    Attributes:
        dropped_count: Reads that were taken for repetitions.
    """

    def __init__(
        self,
        same_label_ms: int = SAME_LABEL_MS_DEFAULT,
        same_item_ms: int = SAME_ITEM_MS_DEFAULT,
    ) -> None:
        """Prepare; a time of 0 switches that comparison off."""
        self._same_label_s = same_label_ms / 1000
        self._same_item_s = same_item_ms / 1000
        self._last_seen_s: dict[Label, float] = {}
        self._item: CarriedGtin | None = None
        self._forms: set[Form] = set()
        self._taken_s = 0.0
        self.dropped_count = 0

    def is_repeat(self, label: Label, at_s: float) -> bool:
        """Tell whether *label* was read before, from the same item; remember it."""
        carried = find_gtin(label)
        is_repeat = self._is_same_label(label, at_s) or self._is_same_item(
            carried, at_s
        )
        if not is_repeat:
            self._last_seen_s.clear()
            self._forms.clear()
            self._item = carried
            self._taken_s = at_s
        self._last_seen_s[label] = at_s
        if carried is not None:
            self._forms.add(carried.form)
        self.dropped_count += is_repeat
        return is_repeat

    def _is_same_label(self, label: Label, at_s: float) -> bool:
        # Counted from the last read, not from the first: a pack that is left in
        # front of the scanner is read for as long as it lies there.
        seen_s = self._last_seen_s.get(label)
        return seen_s is not None and at_s - seen_s < self._same_label_s

    def _is_same_item(self, carried: CarriedGtin | None, at_s: float) -> bool:
        if carried is None or self._item is None or carried.gtin != self._item.gtin:
            return False
        is_other_symbol = carried.form not in self._forms or len(self._forms) > 1
        return is_other_symbol and at_s - self._taken_s < self._same_item_s

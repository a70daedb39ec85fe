"""How a receipt is named on paper: series, number and the event's hash.

``A-000123 9f3c2a1b`` is printed, ``A-000123-9F3C2A1B`` is its bar code. The eight
digits of the hash keep two receipts apart that share a number because a till
was restored from an old copy.
"""

import re
from typing import Final

import msgspec

from terminal.domain.errors import ReceiptNotFoundError

HASH_DIGITS: Final = 8
_NUMBER_DIGITS_MIN: Final = 6
_NUMBER: Final = "[0-9]{1,12}"
_ONLY_NUMBER: Final = re.compile(_NUMBER)
# A scanner may send its AIM symbology identifier in front.
_TEXT: Final = re.compile(
    r"(?:\][A-Za-z][0-9A-Za-z])?([A-Za-z][A-Za-z0-9]{0,7})-"
    rf"({_NUMBER})(?:[ -]([0-9A-Fa-f]{{8}}))?"
)


class ReceiptCode(msgspec.Struct, frozen=True):
    """A receipt as somebody named it.

    Attributes:
        hash8: First eight hex digits of the event's hash, lower case; None when
            only series and number were given.
    """

    series: str
    number: int
    hash8: str | None


def receipt_number(series: str, number: int) -> str:
    """Return ``A-000123``."""
    return f"{series}-{number:0{_NUMBER_DIGITS_MIN}d}"


def receipt_text(series: str, number: int, event_hash: str) -> str:
    """Return ``A-000123 9f3c2a1b``."""
    return f"{receipt_number(series, number)} {event_hash[:HASH_DIGITS]}"


def receipt_bar_code(series: str, number: int, event_hash: str) -> str:
    """Return ``A-000123-9F3C2A1B``, what the bar code holds."""
    return f"{receipt_number(series, number)}-{event_hash[:HASH_DIGITS].upper()}"


def read_receipt_number(text: str) -> int | None:
    """Return the number that *text* is; None when it is none of a receipt."""
    return int(text) if _ONLY_NUMBER.fullmatch(text) else None


def parse_receipt_text(text: str) -> ReceiptCode:
    """Read any of the three forms.

    Raises:
        ReceiptNotFoundError: *text* names no receipt.
    """
    match = _TEXT.fullmatch(" ".join(text.split()))
    if match is None:
        raise ReceiptNotFoundError(
            "this is no receipt number; key it like A-000123 or scan its bar code",
            receipt=text[:40],
        )
    series, number, hash8 = match.groups()
    return ReceiptCode(series.upper(), int(number), hash8.lower() if hash8 else None)

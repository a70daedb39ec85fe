"""What a scanner read or a person keyed: one parser, one answer.

The till, imports and the central server normalise with ``parse``, so that a
12-digit UPC and its 13-digit form with a leading zero find the same item. Codes
that are no GTIN are taken as they are: a store may number its goods as it likes.
"""

import re
from enum import StrEnum
from typing import Final

import msgspec

from terminal.domain.errors import InvalidScanCodeError

SCAN_CODE_LENGTH_MAX: Final = 80

_GTIN_8: Final = 8
_GTIN_13: Final = 13
_GTIN_LENGTHS: Final = frozenset({_GTIN_8, 12, _GTIN_13, 14})

# AIM symbology identifiers (ISO/IEC 15424), sent by scanners set up to do so.
_SYMBOLOGY: Final = re.compile(r"^\][A-Za-z][0-9A-Za-z](?=.)")
_RECEIPT: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{0,7}-[0-9]{6,12}-[0-9A-Fa-f]{8}")

# GS1 General Specifications 1.4: restricted circulation within a company.
_IN_STORE_PREFIXES_13: Final = (
    *("02", "04"),
    *("20", "21", "22", "23", "24", "25", "26", "27", "28", "29"),
)
_IN_STORE_PREFIXES_8: Final = ("0", "2")


class ScanCodeKind(StrEnum):
    """What a code identifies.

    ``gtin`` is numbered by GS1 and has a right check digit; ``in_store`` too, but
    from the range that each store gives out itself; ``receipt`` is our own
    receipt's bar code; ``plain`` is anything else.
    """

    GTIN = "gtin"
    IN_STORE = "in_store"
    RECEIPT = "receipt"
    PLAIN = "plain"


class CheckDigit(StrEnum):
    """Verdict on the check digit; ``none`` when the code has none."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"


class ScanCode(msgspec.Struct, frozen=True, gc=False):
    """A parsed code.

    Attributes:
        value: What to look up: GTINs with 8, 13 or 14 digits, other codes as read.
        check_digit: ``wrong`` when a plain number has a GTIN's length and would
            be one but for its last digit.
    """

    kind: ScanCodeKind
    value: str
    check_digit: CheckDigit


def parse(text: str) -> ScanCode:
    """Return what *text* is; never raises anything else than a refusal.

    Raises:
        InvalidScanCodeError: empty, too long or with characters that no code
            has; ``details["reason"]`` is ``empty``, ``too_long`` or ``unprintable``.
    """
    code = text.strip()
    if code.startswith("]"):
        # One identifier at most: what follows is the label's own text.
        code = _SYMBOLOGY.sub("", code, count=1).strip()
    if code.isascii() and code.isdigit() and len(code) in _GTIN_LENGTHS:
        return _parse_number(code)
    return _parse_other(code)


def is_check_digit_right(digits: str) -> bool:
    """Return whether the last of *digits* is their GS1 check digit (mod 10)."""
    # The weights are 3 and 1 from the right, the check digit itself counting 1.
    values = digits.encode("ascii")
    odd = values[-1::-2]
    even = values[-2::-2]
    weighted = sum(odd) + 3 * sum(even) - ord("0") * (len(odd) + 3 * len(even))
    return weighted % 10 == 0


def _parse_number(digits: str) -> ScanCode:
    if not is_check_digit_right(digits):
        return ScanCode(ScanCodeKind.PLAIN, digits, CheckDigit.WRONG)
    # One GTIN has one value: leading zeros only fill it up to a data structure.
    significant = digits.lstrip("0")
    if len(significant) <= _GTIN_8:
        value = significant.rjust(_GTIN_8, "0")
        in_store = value.startswith(_IN_STORE_PREFIXES_8)
    elif len(significant) <= _GTIN_13:
        value = significant.rjust(_GTIN_13, "0")
        in_store = value.startswith(_IN_STORE_PREFIXES_13)
    else:
        value = significant
        in_store = False
    kind = ScanCodeKind.IN_STORE if in_store else ScanCodeKind.GTIN
    return ScanCode(kind, value, CheckDigit.RIGHT)


def _parse_other(code: str) -> ScanCode:
    if not code:
        raise InvalidScanCodeError("nothing was read; scan again", reason="empty")
    if len(code) > SCAN_CODE_LENGTH_MAX:
        raise InvalidScanCodeError(
            f"a code has at most {SCAN_CODE_LENGTH_MAX} characters; scan again",
            reason="too_long",
        )
    if not code.isprintable():
        raise InvalidScanCodeError(
            "the code has characters that no code has; check the scanner's keyboard"
            " layout and scan again",
            reason="unprintable",
        )
    if _RECEIPT.fullmatch(code):
        return ScanCode(ScanCodeKind.RECEIPT, code.upper(), CheckDigit.NONE)
    return ScanCode(ScanCodeKind.PLAIN, code, CheckDigit.NONE)

"""What a scanner read or a person keyed: one parser, one answer.

The till, imports and the central server normalise with ``parse``, so that a
12-digit UPC and its 13-digit form with a leading zero find the same item. Codes
that are no GTIN are taken as they are: a store may number its goods as it likes.
"""

import re
from typing import Final

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code.check_digit import is_check_digit_right
from terminal.domain.scan_code.scan_code import CheckDigit, ScanCode, ScanCodeKind
from terminal.domain.scan_code.scan_rules import DEFAULT_SCAN_RULES, ScanRules

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


def parse(text: str, rules: ScanRules = DEFAULT_SCAN_RULES) -> ScanCode:  # noqa: ARG001 - read by the next parsers
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

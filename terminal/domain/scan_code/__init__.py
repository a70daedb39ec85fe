"""What a scanner read or a person keyed: one parser, one answer.

The till, imports and the central server normalise with ``parse``, so that a
12-digit UPC and its 13-digit form with a leading zero find the same item.
"""

from terminal.domain.scan_code.check_digit import is_check_digit_right
from terminal.domain.scan_code.parser import SCAN_CODE_LENGTH_MAX, parse
from terminal.domain.scan_code.scan_code import (
    CheckDigit,
    PaymentChannel,
    ScanCode,
    ScanCodeKind,
)
from terminal.domain.scan_code.scan_rules import (
    CATALOG_SCAN_RULES,
    DEFAULT_SCAN_RULES,
    PaymentCodes,
    ScanRules,
)

__all__ = [
    "CATALOG_SCAN_RULES",
    "DEFAULT_SCAN_RULES",
    "SCAN_CODE_LENGTH_MAX",
    "CheckDigit",
    "PaymentChannel",
    "PaymentCodes",
    "ScanCode",
    "ScanCodeKind",
    "ScanRules",
    "is_check_digit_right",
    "parse",
]

"""Reads a scanned or keyed text, whatever it is.

Plain GTINs are by far the most and are answered first. Codes that are no GTIN and
fit no rule are taken as they are: a store may number its goods as it likes.
"""

import re
from typing import Final

import msgspec

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code.check_digit import is_check_digit_right
from terminal.domain.scan_code.embedded import read_embedded
from terminal.domain.scan_code.gtin import (
    GTIN_8_DIGITS,
    GTIN_13_DIGITS,
    GTIN_LENGTHS,
    expand_upc_e,
    normalise_gtin,
)
from terminal.domain.scan_code.payment_code import find_payment_channel
from terminal.domain.scan_code.scan_code import CheckDigit, ScanCode, ScanCodeKind
from terminal.domain.scan_code.scan_rules import (
    DEFAULT_SCAN_RULES,
    PaymentCodes,
    PlainCodes,
    ScanRules,
)

SCAN_CODE_LENGTH_MAX: Final = 80

_GROUP_SEPARATOR: Final = "\x1d"
# What keyboards and scanners put around a code; GS is part of it.
_AROUND: Final = " \t\r\n\x00\x02\x03"

# AIM symbology identifiers (ISO/IEC 15424), sent by scanners set up to do so.
_SYMBOLOGY: Final = re.compile(r"^\]([A-Za-z][0-9A-Za-z])(?=.)", re.DOTALL)
# GS1-128, DataBar and composite, and the 2D symbols with FNC1 first; Q4, d5 and J4
# have an ECI in front as well.
_ELEMENT_SYMBOLOGIES: Final = frozenset(
    {"C1", "e0", "e1", "d2", "d5", "Q3", "Q4", "J1", "J4"}
)
_EAN_13: Final = "E0"
_EAN_WITH_ADD_ON: Final = "E3"
_ADD_ONS_ALONE: Final = frozenset({"E1", "E2"})
_COMPOSITE: Final = "|]e0"

_BRACKETED: Final = re.compile(r"\([0-9]{2,4}\)")
_LINK: Final = re.compile(r"(?:https?|HTTPS?)://")
_RECEIPT: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{0,7}-[0-9]{6,12}-[0-9A-Fa-f]{8}")

_SCALE_DIGITS: Final = 18
# DataBar sent without its symbology identifier: 01 and a GTIN-14.
_DATABAR_DIGITS: Final = 16
_GTIN_IDENTIFIER: Final = "01"


def parse(text: str, rules: ScanRules = DEFAULT_SCAN_RULES) -> ScanCode:
    """Return what *text* is; never raises anything else than a refusal.

    Raises:
        InvalidScanCodeError: ``details["reason"]`` is ``empty``, ``too_long``,
            ``unprintable``, ``not_accepted`` (the store takes no plain codes),
            ``check_digit`` (the same, of a GTIN), ``price_check_digit``, ``add_on``
            (the small symbol beside an EAN), ``link`` (a web address, but no GS1
            key), ``gs1_format``, ``gs1_identifier``, ``gs1_data``,
            ``gs1_combination`` or ``gs1_no_item``.
        InvalidScanRuleError: a pattern of *rules* is malformed.
    """
    code = text.strip()
    if code.isdigit() and code.isascii() and len(code) in GTIN_LENGTHS:
        return _parse_number(code, rules)
    return _parse_marked(text.strip(_AROUND), rules)


def _parse_number(digits: str, rules: ScanRules) -> ScanCode:
    if not is_check_digit_right(digits):
        return _parse_wrong_number(digits, rules)
    value, in_store = normalise_gtin(digits)
    if len(value) != GTIN_8_DIGITS:
        person_or_coupon = _find_prefixed(value, rules)
        if person_or_coupon is not None:
            return ScanCode(person_or_coupon, value, CheckDigit.RIGHT)
    embedded = read_embedded(value, rules.patterns, rules.currency_exponent)
    if embedded is not None:
        return embedded
    kind = ScanCodeKind.IN_STORE if in_store else ScanCodeKind.GTIN
    return ScanCode(kind, value, CheckDigit.RIGHT)


def _parse_wrong_number(digits: str, rules: ScanRules) -> ScanCode:
    # Scanners send UPC-E with 8 digits too; its check digit is that of the UPC-A.
    expanded = expand_upc_e(digits) if len(digits) == GTIN_8_DIGITS else None
    if expanded is not None:
        return ScanCode(
            ScanCodeKind.UPC_E, normalise_gtin(expanded)[0], CheckDigit.RIGHT
        )
    if rules.plain_codes is PlainCodes.REFUSED:
        raise InvalidScanCodeError(
            f"the check digit of {digits} is wrong; scan it or key it again",
            reason="check_digit",
            scan_code=digits,
        )
    return ScanCode(ScanCodeKind.PLAIN, digits, CheckDigit.WRONG)


def _parse_marked(code: str, rules: ScanRules) -> ScanCode:
    """Read a code that says what it is, or whose form does."""
    found = _SYMBOLOGY.match(code)
    if found is not None:
        # One identifier at most: what follows is the label's own text.
        body = code[found.end() :].strip(_AROUND)
        return _parse_symbol(found[1], body, rules)
    if _GROUP_SEPARATOR in code.strip(_GROUP_SEPARATOR) or (
        code.startswith(_GROUP_SEPARATOR)
    ):
        return _parse_elements(code, rules, None)
    if _BRACKETED.match(code):
        # The tables of GS1 are imported with the first code that needs them.
        from terminal.domain.scan_code.gs1.reading import read_bracketed

        return read_bracketed(code, rules)
    if _LINK.match(code):
        return _parse_link(code, rules, None)
    return _parse_other(code.strip(), rules)


def _parse_symbol(symbology: str, body: str, rules: ScanRules) -> ScanCode:
    if symbology in _ELEMENT_SYMBOLOGIES:
        return _parse_elements(body, rules, symbology)
    if symbology in _ADD_ONS_ALONE:
        raise InvalidScanCodeError(
            "only the small code beside the bar code was read; scan the large one",
            reason="add_on",
        )
    if symbology == _EAN_13:
        body, _, _ = body.partition(_COMPOSITE)
        expanded = expand_upc_e(body) if _is_number(body) else None
        if expanded is not None:
            value, _ = normalise_gtin(expanded)
            return ScanCode(
                ScanCodeKind.UPC_E, value, CheckDigit.RIGHT, symbology=symbology
            )
    if symbology == _EAN_WITH_ADD_ON and _is_number(body):
        body = body[:GTIN_13_DIGITS]
    if _LINK.match(body):
        return _parse_link(body, rules, symbology)
    stripped = body.strip()
    if _is_number(stripped) and len(stripped) in GTIN_LENGTHS:
        code = _parse_number(stripped, rules)
    else:
        code = _parse_other(stripped, rules)
    return msgspec.structs.replace(code, symbology=symbology)


def _parse_elements(code: str, rules: ScanRules, symbology: str | None) -> ScanCode:
    from terminal.domain.scan_code.gs1.reading import read_element_string

    return read_element_string(code.strip(_GROUP_SEPARATOR), rules, symbology)


def _parse_link(code: str, rules: ScanRules, symbology: str | None) -> ScanCode:
    from terminal.domain.scan_code.gs1.reading import read_link

    return read_link(code, rules, symbology)


def _parse_other(code: str, rules: ScanRules) -> ScanCode:
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
    if _is_number(code):
        known = _parse_long_number(code, rules)
        if known is not None:
            return known
    if _RECEIPT.fullmatch(code):
        return ScanCode(ScanCodeKind.RECEIPT, code.upper(), CheckDigit.NONE)
    person_or_coupon = _find_prefixed(code, rules)
    if person_or_coupon is not None:
        return ScanCode(person_or_coupon, code, CheckDigit.NONE)
    if rules.plain_codes is PlainCodes.REFUSED:
        raise InvalidScanCodeError(
            "this store takes no codes of this kind; find the item by name",
            reason="not_accepted",
        )
    return ScanCode(ScanCodeKind.PLAIN, code, CheckDigit.NONE)


def _find_prefixed(code: str, rules: ScanRules) -> ScanCodeKind | None:
    if code.startswith(rules.member_prefixes):
        return ScanCodeKind.MEMBER
    if code.startswith(rules.coupon_prefixes):
        return ScanCodeKind.COUPON
    if code.startswith(rules.operator_prefixes):
        return ScanCodeKind.OPERATOR
    return None


def _parse_long_number(digits: str, rules: ScanRules) -> ScanCode | None:
    """Return what a number longer than a GTIN is, or ``None``."""
    if rules.payment_codes is PaymentCodes.FIRST:
        payment = _parse_payment(digits)
        if payment is not None:
            return payment
    if len(digits) == _SCALE_DIGITS and is_check_digit_right(digits):
        scale = read_embedded(digits, rules.patterns, rules.currency_exponent)
        if scale is not None:
            return scale
    if (
        len(digits) == _DATABAR_DIGITS
        and digits.startswith(_GTIN_IDENTIFIER)
        and is_check_digit_right(digits[2:])
    ):
        return _parse_elements(digits, rules, None)
    if rules.payment_codes is PaymentCodes.AFTER_GOODS:
        return _parse_payment(digits)
    return None


def _parse_payment(digits: str) -> ScanCode | None:
    channel = find_payment_channel(digits)
    if channel is None:
        return None
    return ScanCode(ScanCodeKind.PAYMENT, digits, CheckDigit.NONE, channel=channel)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()

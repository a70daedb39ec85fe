r"""What scanners send for which symbol: AIM identifier and data, both ways.

A message is what a symbol encodes. In messages ``^`` is FNC1; ``\^`` at the
beginning is a caret that is data, and ``|`` separates the linear part of a composite
symbol from the 2D part above it. Scanners send GS for FNC1.
"""

import re
from enum import StrEnum
from typing import Final

from terminal.domain.scan_code.check_digit import check_digit, is_check_digit_right
from terminal.domain.scan_code.gs1.digital_link import is_link, parse_digital_link
from terminal.domain.scan_code.gs1.element_string import (
    FNC1,
    parse_unbracketed,
    to_unbracketed,
)
from terminal.domain.scan_code.gs1.refusal import gs1_refusal

GROUP_SEPARATOR: Final = "\x1d"

_COMPOSITE: Final = "|"
_COMPOSITE_OF_EAN: Final = "|]e0"
_IDENTIFIER_LENGTH: Final = 3
_GTIN_DIGITS: Final = 14
_GTIN_ELEMENT: Final = "01"
_LIMITED_INDICATORS: Final = "01"

# A caret after nothing but backslashes: one more of these makes it data.
_CARET_AS_DATA: Final = re.compile(r"\\*\^")


class Symbology(StrEnum):
    """Kinds of symbols that carry GS1 data, as the GS1 syntax engine names them."""

    DATABAR_OMNI = "DataBarOmni"
    DATABAR_TRUNCATED = "DataBarTruncated"
    DATABAR_STACKED = "DataBarStacked"
    DATABAR_STACKED_OMNI = "DataBarStackedOmni"
    DATABAR_LIMITED = "DataBarLimited"
    DATABAR_EXPANDED = "DataBarExpanded"
    UPC_A = "UPCA"
    UPC_E = "UPCE"
    EAN_13 = "EAN13"
    EAN_8 = "EAN8"
    GS1_128_CCA = "GS1_128_CCA"
    GS1_128_CCC = "GS1_128_CCC"
    QR = "QR"
    DATA_MATRIX = "DM"
    DOT_CODE = "DotCode"


# AIM identifiers for text and for element strings (ISO/IEC 15424).
_TWO_D: Final = {
    Symbology.QR: ("]Q1", "]Q3"),
    Symbology.DATA_MATRIX: ("]d1", "]d2"),
    Symbology.DOT_CODE: ("]J0", "]J1"),
}
# AIM identifier, digits that the symbol encodes, digits that the scanner sends.
_EAN: Final = {
    Symbology.EAN_13: ("]E0", 13, 13),
    Symbology.UPC_A: ("]E0", 12, 13),
    Symbology.UPC_E: ("]E0", 12, 13),
    Symbology.EAN_8: ("]E4", 8, 8),
}
_DATABAR_GTIN: Final = frozenset(
    {
        Symbology.DATABAR_OMNI,
        Symbology.DATABAR_TRUNCATED,
        Symbology.DATABAR_STACKED,
        Symbology.DATABAR_STACKED_OMNI,
        Symbology.DATABAR_LIMITED,
    }
)
_GS1_128: Final = frozenset({Symbology.GS1_128_CCA, Symbology.GS1_128_CCC})

_TEXT_SENT: Final = {text: symbology for symbology, (text, _) in _TWO_D.items()}
_ELEMENTS_SENT: Final = {
    **{elements: symbology for symbology, (_, elements) in _TWO_D.items()},
    "]C1": Symbology.GS1_128_CCA,
    "]e0": Symbology.DATABAR_EXPANDED,
}
_EAN_SENT: Final = {"]E0": Symbology.EAN_13, "]E4": Symbology.EAN_8}


def read_scan_data(scan: str) -> tuple[Symbology, str]:
    """Return the kind of symbol and the message of what a scanner sent.

    Raises:
        InvalidScanCodeError: no or an unknown AIM identifier, or data that such a
            symbol cannot hold.
    """
    sent, data = scan[:_IDENTIFIER_LENGTH], scan[_IDENTIFIER_LENGTH:]
    if sent in _ELEMENTS_SENT:
        return _ELEMENTS_SENT[sent], _read_elements(data)
    if sent in _TEXT_SENT:
        return _TEXT_SENT[sent], _read_text(data)
    if sent in _EAN_SENT:
        return _EAN_SENT[sent], _read_ean(_EAN_SENT[sent], data)
    raise gs1_refusal("gs1_format", "the symbology identifier is not known", sent)


def make_scan_data(symbology: Symbology, message: str) -> str:
    """Return what a scanner sends for a symbol of this kind with this message.

    Raises:
        InvalidScanCodeError: such a symbol cannot hold it.
    """
    if symbology in _TWO_D:
        return _make_2d(symbology, message)
    linear, bar, composite = message.partition(_COMPOSITE)
    sent_composite = _make_elements(composite) if bar else ""
    if symbology in _EAN:
        identifier, encoded, sent = _EAN[symbology]
        number = _plain_number(symbology, linear, encoded).rjust(sent, "0")
        joined = f"{_COMPOSITE_OF_EAN}{sent_composite}" if bar else ""
        return f"{identifier}{number}{joined}"
    if symbology in _DATABAR_GTIN:
        linear = f"{FNC1}{_GTIN_ELEMENT}" + _plain_number(
            symbology, linear, _GTIN_DIGITS
        )
    if not bar:
        identifier = "]C1" if symbology in _GS1_128 else "]e0"
        return identifier + _make_elements(linear)
    elements = parse_unbracketed(linear) + parse_unbracketed(composite)
    return "]e0" + to_unbracketed(elements, GROUP_SEPARATOR)[1:]


def _read_elements(data: str) -> str:
    if FNC1 in data:
        raise gs1_refusal("gs1_data", "a caret is no character of element strings")
    message = FNC1 + data.replace(GROUP_SEPARATOR, FNC1)
    parse_unbracketed(message)
    return message


def _read_text(data: str) -> str:
    if is_link(data):
        parse_digital_link(data)
    return f"\\{data}" if _CARET_AS_DATA.match(data) else data


def _read_ean(symbology: Symbology, data: str) -> str:
    number, bar, composite = data.partition(_COMPOSITE_OF_EAN)
    _, _, digits = _EAN[symbology]
    _require_number(number, digits)
    return f"{number}{_COMPOSITE}{_read_elements(composite)}" if bar else number


def _make_2d(symbology: Symbology, message: str) -> str:
    text, elements = _TWO_D[symbology]
    if message.startswith(FNC1):
        return elements + _make_elements(message)
    if is_link(message):
        parse_digital_link(message)
    return text + (message[1:] if _CARET_AS_DATA.match(message) else message)


def _make_elements(message: str) -> str:
    parse_unbracketed(message)
    return message.removeprefix(FNC1).replace(FNC1, GROUP_SEPARATOR)


def _plain_number(symbology: Symbology, linear: str, digits: int) -> str:
    """Return the number of an EAN or DataBar symbol with its check digit."""
    gtin = linear.removeprefix(FNC1 + _GTIN_ELEMENT)
    if gtin != linear:
        _require_number(gtin, _GTIN_DIGITS)
        number = gtin[_GTIN_DIGITS - digits :]
        if gtin[: _GTIN_DIGITS - digits].strip("0"):
            raise gs1_refusal("gs1_data", "the symbol has no place for this GTIN", gtin)
    else:
        number = linear
        if _is_number(number) and len(number) == digits - 1:
            number += check_digit(number)
        _require_number(number, digits)
    if symbology is Symbology.DATABAR_LIMITED and number[0] not in _LIMITED_INDICATORS:
        raise gs1_refusal("gs1_data", "DataBar Limited begins with 0 or 1", number)
    return number


def _require_number(number: str, digits: int) -> None:
    if not _is_number(number) or len(number) != digits:
        raise gs1_refusal("gs1_data", f"the symbol holds {digits} digits", number)
    if not is_check_digit_right(number):
        raise gs1_refusal("gs1_data", "the check digit is wrong", number)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()

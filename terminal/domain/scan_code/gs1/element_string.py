"""Element strings: identifiers with their data, bracketed or with FNC1 between.

On labels an element string is bracketed, ``(01)04012345678901(10)A1``; scanners send
it without brackets, with FNC1 or GS after data whose length is not fixed.
"""

import re
from collections.abc import Iterable
from typing import Final

from terminal.domain.scan_code.gs1.checks import CHARSET_82, CHECKS
from terminal.domain.scan_code.gs1.identifiers import (
    Component,
    Identifier,
    find_identifier,
    has_fixed_length,
    match_identifier,
    may_be_identifier,
)
from terminal.domain.scan_code.gs1.refusal import gs1_refusal
from terminal.domain.scan_code.scan_rules import UnknownIdentifier

Elements = tuple[tuple[str, str], ...]

FNC1: Final = "^"
ELEMENTS_MAX: Final = 64
# As much as the largest 2D symbol holds.
ELEMENT_STRING_LENGTH_MAX: Final = 8_191
_UNKNOWN_DATA_LENGTH_MAX: Final = 90
_UNKNOWN_NUMBER_LENGTHS: Final = (2, 3, 4)

_ESCAPED_BRACKET: Final = "\\("
# A value ends before the next bracket that no backslash escapes.
_BRACKETED: Final = re.compile(r"\(([^()]*)\)((?:[^(\\]|\\\(|\\)*)")
_CHARSETS: Final = {
    "N": re.compile(r"[0-9]*"),
    "X": re.compile(f"[{re.escape(CHARSET_82)}]*"),
    "Y": re.compile(r"[-#/0-9A-Z]*"),
    "Z": re.compile(r"[-0-9A-Z_a-z]*={0,2}"),
}


def parse_bracketed(
    text: str, unknown: UnknownIdentifier = UnknownIdentifier.REFUSED
) -> Elements:
    r"""Return the elements of ``(01)…(10)…``; ``\(`` is a bracket in the data.

    Raises:
        InvalidScanCodeError: an identifier or its data breaks a rule of the table.
    """
    _require_length(text)
    elements = []
    position = 0
    while position < len(text):
        found = _BRACKETED.match(text, position)
        if found is None:
            raise gs1_refusal(
                "gs1_format",
                "an identifier in brackets is missing",
                text[position:],
            )
        data = found[2].replace(_ESCAPED_BRACKET, "(")
        elements.append((found[1], data))
        _require_count(len(elements))
        position = found.end()
    if not elements:
        raise gs1_refusal("gs1_format", "the element string is empty")
    for number, data in elements:
        check_element(number, data, unknown)
    return tuple(elements)


def parse_unbracketed(
    text: str, fnc1: str = FNC1, unknown: UnknownIdentifier = UnknownIdentifier.REFUSED
) -> Elements:
    """Return the elements of a string that begins with *fnc1*.

    A separator after data of fixed length, and at the end, is tolerated: printers
    put them there.

    Raises:
        InvalidScanCodeError: an identifier or its data breaks a rule of the table.
    """
    _require_length(text)
    if not text.startswith(fnc1):
        raise gs1_refusal("gs1_format", "the element string begins without FNC1")
    elements = []
    position = len(fnc1)
    if position == len(text):
        raise gs1_refusal("gs1_format", "the element string is empty")
    while position < len(text):
        number, length = _begin_element(text, position, unknown)
        position += len(number)
        end = text.find(fnc1, position)
        end = len(text) if end < 0 else end
        if length is not None:
            end = min(end, position + length)
        data = text[position:end]
        check_element(number, data, unknown)
        elements.append((number, data))
        _require_count(len(elements))
        position = end + len(fnc1) if text.startswith(fnc1, end) else end
    return tuple(elements)


def to_bracketed(elements: Iterable[tuple[str, str]]) -> str:
    """Return the elements as people read them."""
    return "".join(
        f"({number}){data.replace('(', _ESCAPED_BRACKET)}" for number, data in elements
    )


def to_unbracketed(elements: Iterable[tuple[str, str]], fnc1: str = FNC1) -> str:
    """Return the elements as a symbol holds them, FNC1 first."""
    parts = [fnc1]
    needs_separator = False
    for number, data in elements:
        if needs_separator:
            parts.append(fnc1)
        parts += (number, data)
        needs_separator = not has_fixed_length(number)
    return "".join(parts)


def check_element(
    number: str, data: str, unknown: UnknownIdentifier = UnknownIdentifier.REFUSED
) -> None:
    """Refuse an identifier that does not exist or data that it cannot have.

    Raises:
        InvalidScanCodeError: the details say why.
    """
    identifier = find_identifier(number)
    if identifier is None:
        _check_unknown(number, data, unknown)
        return
    if not data:
        raise gs1_refusal("gs1_data", f"identifier {number} has no data")
    position = 0
    for component in identifier.components:
        part = data[position : position + component.length_max]
        position += len(part)
        _check_component(number, component, part)
    if position < len(data):
        raise gs1_refusal("gs1_data", f"the data of {number} is too long", data)


def _check_component(number: str, component: Component, part: str) -> None:
    if not part and component.is_optional:
        return
    if len(part) < component.length_min:
        raise gs1_refusal("gs1_data", f"the data of {number} is too short", part)
    if not _CHARSETS[component.charset].fullmatch(part):
        raise gs1_refusal(
            "gs1_data", f"the data of {number} has characters it cannot have", part
        )
    for name in component.checks:
        if not CHECKS[name](part):
            raise gs1_refusal(
                "gs1_data", f"the data of {number} fails the check {name}", part
            )


def _check_unknown(number: str, data: str, unknown: UnknownIdentifier) -> None:
    if unknown is UnknownIdentifier.REFUSED or not may_be_identifier(number):
        raise gs1_refusal("gs1_identifier", "there is no such identifier", number)
    if not 0 < len(data) <= _UNKNOWN_DATA_LENGTH_MAX:
        raise gs1_refusal("gs1_data", f"the data of {number} has a wrong length", data)
    if not _CHARSETS["X"].fullmatch(data):
        raise gs1_refusal(
            "gs1_data", f"the data of {number} has characters it cannot have", data
        )


def _begin_element(
    text: str, position: int, unknown: UnknownIdentifier
) -> tuple[str, int | None]:
    """Return the identifier at *position* and the length of its data, if fixed."""
    identifier = match_identifier(text, position)
    if identifier is not None:
        length = _data_length(identifier) if identifier.has_fixed_length else None
        return identifier.number, length
    if unknown is UnknownIdentifier.TAKEN:
        # Only where one length is possible: other data could be read in several ways.
        candidates = [
            text[position : position + length]
            for length in _UNKNOWN_NUMBER_LENGTHS
            if may_be_identifier(text[position : position + length])
        ]
        if len(candidates) == 1:
            return candidates[0], None
    raise gs1_refusal("gs1_identifier", "there is no such identifier", text[position:])


def _data_length(identifier: Identifier) -> int:
    return sum(component.length_max for component in identifier.components)


def _require_length(text: str) -> None:
    if len(text) > ELEMENT_STRING_LENGTH_MAX:
        raise gs1_refusal("too_long", "the element string is too long")


def _require_count(count: int) -> None:
    if count > ELEMENTS_MAX:
        raise gs1_refusal(
            "gs1_format", f"the element string has more than {ELEMENTS_MAX} elements"
        )

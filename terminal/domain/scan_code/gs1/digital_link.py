"""GS1 Digital Link: element strings as web addresses, read and written.

``https://example.com/01/09520123456788/10/ABC?17=201225``: the path holds a key with
its qualifiers, the query other elements beside whatever a web site adds.
"""

import re
from collections.abc import Sequence
from typing import Final

from terminal.domain.scan_code.gs1.element_string import (
    ELEMENT_STRING_LENGTH_MAX,
    ELEMENTS_MAX,
    Elements,
    check_element,
)
from terminal.domain.scan_code.gs1.identifiers import (
    Identifier,
    find_identifier,
    has_fixed_length,
    may_be_identifier,
)
from terminal.domain.scan_code.gs1.refusal import gs1_refusal
from terminal.domain.scan_code.gs1.uri import (
    escape_path,
    escape_query,
    unescape_path,
    unescape_query,
)
from terminal.domain.scan_code.scan_rules import (
    DEFAULT_SCAN_RULES,
    ScanRules,
    UnknownIdentifier,
    ZeroSuppressedGtin,
)

CANONICAL_STEM: Final = "https://id.gs1.org"
LINK_SCHEMES: Final = ("https://", "http://", "HTTPS://", "HTTP://")

_ADDRESS: Final = re.compile(r"[-0-9A-Za-z._~:/?#@!$&'()*+,;=%\[\]]*")
_HOST: Final = re.compile(r"(?:[-0-9A-Za-z.]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?")
_PORT_MAX: Final = 65_535

# Names that links used in place of identifiers before version 1.3.
_NAMES: Final = {
    "cpid": "8010",
    "cpsn": "8011",
    "cpv": "22",
    "gcn": "255",
    "gdti": "253",
    "giai": "8004",
    "ginc": "401",
    "gln": "414",
    "glnx": "254",
    "gmn": "8013",
    "grai": "8003",
    "gsin": "402",
    "gsrn": "8018",
    "gsrnp": "8017",
    "gtin": "01",
    "itip": "8006",
    "lot": "10",
    "party": "417",
    "payTo": "415",
    "refno": "8020",
    "ser": "21",
    "srin": "8019",
    "sscc": "00",
}

_GTIN: Final = "01"
_GTIN_DIGITS: Final = 14
_SUPPRESSED_LENGTHS: Final = frozenset({8, 12, 13})


def is_link(text: str) -> bool:
    """Return whether *text* begins like a web address."""
    return text.startswith(LINK_SCHEMES)


def parse_digital_link(text: str, rules: ScanRules = DEFAULT_SCAN_RULES) -> Elements:
    """Return the elements of a link: key, qualifiers, then the query's in order.

    Raises:
        InvalidScanCodeError: it is no address, names no GS1 key, or breaks a rule.
    """
    path, query = _split_address(text)
    elements = _read_path(path, rules)
    qualifiers = tuple(number for number, _ in elements[1:])
    key = _get_key(elements[0][0])
    for number, data in _read_query(query, rules):
        if any(number == known for known, _ in elements):
            raise gs1_refusal("link", f"identifier {number} is there twice")
        _require_attribute(number, rules)
        if _is_path(key, qualifiers, number):
            raise gs1_refusal("link", f"identifier {number} belongs into the path")
        elements.append((number, data))
        if len(elements) > ELEMENTS_MAX:
            raise gs1_refusal("link", f"it has more than {ELEMENTS_MAX} elements")
    for number, data in elements:
        check_element(number, data, rules.unknown_identifiers)
    return tuple(elements)


def make_digital_link(
    elements: Elements,
    stem: str = CANONICAL_STEM,
    unknown: UnknownIdentifier = UnknownIdentifier.REFUSED,
) -> str:
    """Return the link for *elements*, whose first key becomes the link's key.

    In the query, elements of fixed length come first, else the order is kept.

    Raises:
        InvalidScanCodeError: no element is a key, or one may not be in a link.
    """
    rest = dict(elements)
    key = next(
        (
            entry
            for number in rest
            if (entry := find_identifier(number)) and entry.qualifiers is not None
        ),
        None,
    )
    if key is None:
        raise gs1_refusal("link", "no element is the key of a link")
    path = [key.number, *_choose_qualifiers(key, tuple(rest))]
    address = stem.rstrip("/") + "".join(
        f"/{number}/{escape_path(rest.pop(number))}" for number in path
    )
    rules = ScanRules(unknown_identifiers=unknown)
    for number in rest:
        _require_attribute(number, rules)
        if number in _all_qualifiers(key):
            raise gs1_refusal("link", f"identifier {number} has no place in the path")
    query = "&".join(
        f"{number}={escape_query(data)}"
        for number, data in sorted(
            rest.items(), key=lambda item: not has_fixed_length(item[0])
        )
    )
    return f"{address}?{query}" if query else address


def _split_address(text: str) -> tuple[str, str]:
    if len(text) > ELEMENT_STRING_LENGTH_MAX:
        raise gs1_refusal("too_long", "the link is too long")
    scheme = next((s for s in LINK_SCHEMES if text.startswith(s)), None)
    if scheme is None:
        raise gs1_refusal("link", "a link begins with http:// or https://")
    if not _ADDRESS.fullmatch(text):
        raise gs1_refusal("link", "the link has characters that no address has")
    address, _, _ = text.removeprefix(scheme).partition("#")
    address, _, query = address.partition("?")
    host, slash, path = address.partition("/")
    found = _HOST.fullmatch(host)
    if found is None or int(found[1] or 1) not in range(1, _PORT_MAX + 1):
        raise gs1_refusal("link", "the link has no host", host)
    if not slash:
        raise gs1_refusal("link", "the link has no path")
    return path, query


def _read_path(path: str, rules: ScanRules) -> list[tuple[str, str]]:
    """Return the last key of the path with its qualifiers; a stem may precede it."""
    segments = path.split("/")
    for start in range(len(segments) - 2, -1, -2):
        number = _NAMES.get(segments[start], segments[start])
        identifier = find_identifier(number)
        if identifier is None:
            break
        if identifier.qualifiers is not None:
            return _read_pairs(segments[start:], rules)
    raise gs1_refusal("link", "the path of the link names no GS1 key", path)


def _read_pairs(segments: Sequence[str], rules: ScanRules) -> list[tuple[str, str]]:
    pairs = []
    for name, value in zip(segments[::2], segments[1::2], strict=True):
        number = _NAMES.get(name, name)
        data = _fill_gtin(number, unescape_path(value), rules)
        pairs.append((number, data))
    numbers = tuple(number for number, _ in pairs)
    if len(numbers) > 1 and not _is_path(_get_key(numbers[0]), numbers[1:]):
        raise gs1_refusal("link", "identifiers in the path do not follow their key")
    return pairs


def _read_query(query: str, rules: ScanRules) -> list[tuple[str, str]]:
    """Return the elements of the query; other names belong to the web site."""
    elements = []
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        if not equals or not may_be_identifier(name):
            continue
        elements.append((name, _fill_gtin(name, unescape_query(value), rules)))
    return elements


def _fill_gtin(number: str, data: str, rules: ScanRules) -> str:
    if number != _GTIN or len(data) not in _SUPPRESSED_LENGTHS:
        return data
    if rules.zero_suppressed_gtin is ZeroSuppressedGtin.REFUSED:
        raise gs1_refusal("link", "a GTIN in a link has 14 digits", data)
    return data.rjust(_GTIN_DIGITS, "0")


def _require_attribute(number: str, rules: ScanRules) -> None:
    identifier = find_identifier(number)
    if identifier is None:
        if rules.unknown_identifiers is UnknownIdentifier.REFUSED:
            raise gs1_refusal("gs1_identifier", "there is no such identifier", number)
    elif not identifier.is_attribute:
        raise gs1_refusal("link", f"identifier {number} may not be in the query")


def _get_key(number: str) -> Identifier:
    key = find_identifier(number)
    assert key is not None, "the path was searched for a key"
    return key


def _is_path(key: Identifier, numbers: Sequence[str], extra: str = "") -> bool:
    """Return whether *numbers*, in order, and *extra*, anywhere, qualify the key."""
    wanted = {*numbers, extra} - {""}
    for choice in key.qualifiers or ():
        chosen = [number for number in choice if number in wanted]
        if len(chosen) != len(wanted):
            continue
        if [number for number in chosen if number in numbers] == list(numbers):
            return True
    return False


def _choose_qualifiers(key: Identifier, numbers: Sequence[str]) -> list[str]:
    """Return the alternative of which most is there, in its order."""
    choices = [
        [number for number in choice if number in numbers]
        for choice in key.qualifiers or ()
    ]
    return max(choices, key=len, default=[])


def _all_qualifiers(key: Identifier) -> set[str]:
    return {number for choice in key.qualifiers or () for number in choice}

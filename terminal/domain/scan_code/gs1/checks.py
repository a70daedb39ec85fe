"""Checks of an element's data, by the names that the table of identifiers uses.

Each takes the data of one component, already of the right length and characters.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from terminal.domain.scan_code.check_digit import is_check_digit_right
from terminal.domain.scan_code.gs1.code_lists import (
    COUNTRY_LETTERS,
    COUNTRY_NUMBERS,
    CURRENCY_LETTERS,
)
from terminal.domain.scan_code.gs1.coupon_data import (
    is_coupon_code,
    is_positive_offer,
)
from terminal.domain.scan_code.gs1.dates import is_date, is_long_date

# In the order of the General Specifications, figure 7.11-1: the order counts in
# alphanumeric check characters.
CHARSET_82: Final = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_CHARSET_32: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CHECK_PRIMES: Final = (
    *(2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67),
    *(71, 73, 79, 83),
)
_CHECK_MODULUS: Final = 1021

_COMPANY_PREFIX_DIGITS_MIN: Final = 4
_LATITUDE_MAX: Final = 1_800_000_000
_LONGITUDE_MAX: Final = 3_600_000_000
_MINUTES: Final = 60
_HOURS: Final = 24
_IBAN_MODULUS: Final = 97

_PERCENT_SIGNS: Final = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{1,30}")
# The list of the United Nations grows; a till unloads nothing and checks the shape.
_PACKAGE_TYPE: Final = re.compile(r"[0-9A-Z]{1,3}")
_BIRTH_SEQUENCE: Final = re.compile(r"([1-9])/([1-9])")


def _has_company_prefix(data: str) -> bool:
    prefix = data[:_COMPANY_PREFIX_DIGITS_MIN]
    return len(prefix) == _COMPANY_PREFIX_DIGITS_MIN and _is_number(prefix)


def _has_company_prefix_after_indicator(data: str) -> bool:
    return _has_company_prefix(data[1:])


def _has_right_check_characters(data: str) -> bool:
    body, ends_in = data[:-2], data[-2:]
    if not body or len(body) > len(_CHECK_PRIMES):
        return False
    total = sum(
        prime * CHARSET_82.index(character)
        for prime, character in zip(_CHECK_PRIMES, reversed(body), strict=False)
    )
    high, low = divmod(total % _CHECK_MODULUS, len(_CHARSET_32))
    return ends_in == _CHARSET_32[high] + _CHARSET_32[low]


def _is_iban(data: str) -> bool:
    if not _IBAN.fullmatch(data) or data[:2] not in COUNTRY_LETTERS | {"XK"}:
        return False
    number = "".join(str(int(character, 36)) for character in data[4:] + data[:4])
    return int(number) % _IBAN_MODULUS == 1


def _is_piece_of_total(data: str) -> bool:
    piece, total = int(data[:2]), int(data[2:])
    return 1 <= piece <= total


def _is_birth_sequence(data: str) -> bool:
    found = _BIRTH_SEQUENCE.fullmatch(data)
    return found is not None and found[1] <= found[2]


def _is_media_type(data: str) -> bool:
    return "01" <= data <= "10" or "80" <= data <= "99"


def _is_time(data: str) -> bool:
    return int(data[:2]) < _HOURS and int(data[2:]) < _MINUTES


def _is_number(data: str) -> bool:
    return data.isascii() and data.isdigit()


CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "couponcode": is_coupon_code,
    "couponposoffer": is_positive_offer,
    "csum": is_check_digit_right,
    "csumalpha": _has_right_check_characters,
    "gcppos1": _has_company_prefix,
    "gcppos2": _has_company_prefix_after_indicator,
    "hasnondigit": lambda data: not _is_number(data),
    "hh": lambda data: int(data) < _HOURS,
    "hhmi": _is_time,
    "hyphen": lambda data: data == "-",
    "iban": _is_iban,
    "importeridx": lambda data: re.fullmatch(r"[-0-9A-Z_a-z]", data) is not None,
    "iso3166": lambda data: data in COUNTRY_NUMBERS,
    "iso3166999": lambda data: data in COUNTRY_NUMBERS or data == "999",
    "iso3166alpha2": lambda data: data in COUNTRY_LETTERS,
    "iso4217": lambda data: data in CURRENCY_LETTERS,
    "iso5218": lambda data: data in "0129",
    "latitude": lambda data: int(data) <= _LATITUDE_MAX,
    "longitude": lambda data: int(data) <= _LONGITUDE_MAX,
    "mediatype": _is_media_type,
    "mi": lambda data: int(data) < _MINUTES,
    "nonzero": lambda data: int(data) > 0,
    "nozeroprefix": lambda data: data == "0" or not data.startswith("0"),
    "packagetype": lambda data: _PACKAGE_TYPE.fullmatch(data) is not None,
    "pcenc": lambda data: _PERCENT_SIGNS.fullmatch(data) is not None,
    "pieceoftotal": _is_piece_of_total,
    "posinseqslash": _is_birth_sequence,
    "ss": lambda data: int(data) < _MINUTES,
    "winding": lambda data: data in "019",
    "yesno": lambda data: data in "01",
    "yymmd0": lambda data: is_date(data, allows_day_0=True),
    "yymmdd": lambda data: is_date(data, allows_day_0=False),
    "yyyymmdd": is_long_date,
    "zero": lambda data: data == "0",
}

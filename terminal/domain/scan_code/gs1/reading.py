"""What a till needs of an element string or a Digital Link."""

from datetime import date
from typing import Final

from terminal.domain.money import divide_rounded
from terminal.domain.scan_code.gs1.associations import (
    check_exclusions,
    check_repeats,
)
from terminal.domain.scan_code.gs1.code_lists import CURRENCY_LETTERS
from terminal.domain.scan_code.gs1.dates import read_date
from terminal.domain.scan_code.gs1.digital_link import parse_digital_link
from terminal.domain.scan_code.gs1.element_string import (
    Elements,
    parse_bracketed,
    parse_unbracketed,
)
from terminal.domain.scan_code.gs1.refusal import gs1_refusal
from terminal.domain.scan_code.gs1.scan_data import GROUP_SEPARATOR
from terminal.domain.scan_code.gtin import normalise_gtin
from terminal.domain.scan_code.scan_code import CheckDigit, ScanCode, ScanCodeKind
from terminal.domain.scan_code.scan_rules import BestBefore, ScanRules

_GTIN_DIGITS: Final = 14
_GTIN_KEYS: Final = ("01", "8006", "03", "02")
_COUPON_KEYS: Final = ("255", "8110", "8112")
_MEMBER_KEY: Final = "8018"
_OTHER_KEYS: Final = ("00", "253", "401", "402", "414", "8003", "8004", "8010", "8013")

# Net measures that goods are sold by: the unit, and what one stands for in hundredths
# of a millionth of that unit. The pound is 0.45359237 kg exactly.
_MEASURES: Final = {
    "310": ("kg", 100_000_000),
    "320": ("kg", 45_359_237),
    "315": ("l", 100_000_000),
    "316": ("l", 100_000_000_000),
    "311": ("m", 100_000_000),
    "314": ("m2", 100_000_000),
}
_MEASURE_SCALE: Final = 100
_COUNTS: Final = ("30", "37")

_PRICE: Final = "392"
_PRICE_IN_CURRENCY: Final = "393"
_COUPON_AMOUNT: Final = "390"
_COUPON_AMOUNT_IN_CURRENCY: Final = "391"
_COUPON_PERCENT: Final = "394"
_PRICE_PER_UNIT: Final = "395"
_CURRENCY_DIGITS: Final = 3
_MICRO: Final = 1_000_000
_PPM_PER_PERCENT: Final = 10_000
# By the last digit of an identifier, which counts decimals.
_POWERS_OF_TEN: Final = tuple(int(f"1{'0' * decimals}") for decimals in range(10))

_BEST_BEFORE: Final = "15"
_STOPPING_DATES: Final = ("16", "17")
_EXPIRY_TIME: Final = "7003"


def read_element_string(
    text: str, rules: ScanRules, symbology: str | None = None
) -> ScanCode:
    """Return what *text*, with GS for FNC1 and none in front, says.

    Raises:
        InvalidScanCodeError: it breaks a rule of GS1 or names nothing.
    """
    elements = parse_unbracketed(
        GROUP_SEPARATOR + text, GROUP_SEPARATOR, rules.unknown_identifiers
    )
    return _read(ScanCodeKind.GS1, elements, rules, symbology)


def read_bracketed(text: str, rules: ScanRules) -> ScanCode:
    """Return what the bracketed line below a symbol says.

    Raises:
        InvalidScanCodeError: it breaks a rule of GS1 or names nothing.
    """
    elements = parse_bracketed(text, rules.unknown_identifiers)
    return _read(ScanCodeKind.GS1, elements, rules, None)


def read_link(text: str, rules: ScanRules, symbology: str | None) -> ScanCode:
    """Return what a Digital Link says.

    Raises:
        InvalidScanCodeError: it is another web address, or breaks a rule of GS1.
    """
    elements = parse_digital_link(text, rules)
    return _read(ScanCodeKind.DIGITAL_LINK, elements, rules, symbology)


def _read(
    kind: ScanCodeKind, elements: Elements, rules: ScanRules, symbology: str | None
) -> ScanCode:
    # What contradicts itself is refused; what is merely incomplete is sold.
    check_repeats(elements)
    check_exclusions(elements)
    data = dict(elements)
    own_kind, value = _find_key(data)
    quantity_micro, unit = _read_quantity(data)
    amount_micro, currency = _read_amount(data)
    expires_on, expires_minute = _read_expiry(data, rules)
    percent = _find_decimal(data, _COUPON_PERCENT)
    unit_price = _find_decimal(data, _PRICE_PER_UNIT)
    return ScanCode(
        own_kind or kind,
        value,
        CheckDigit.RIGHT if own_kind is None else CheckDigit.NONE,
        quantity_micro=quantity_micro,
        unit=unit,
        amount_micro=amount_micro,
        unit_price_micro=None if unit_price is None else _to_micro(*unit_price),
        currency=currency,
        percent_off_ppm=None if percent is None else _to_ppm(*percent),
        lot=data.get("10"),
        serial=data.get("21"),
        expires_on=expires_on,
        expires_minute=expires_minute,
        best_before_on=_find_date(data, _BEST_BEFORE, rules),
        elements=elements,
        symbology=symbology,
    )


def _find_key(data: dict[str, str]) -> tuple[ScanCodeKind | None, str]:
    for number in _GTIN_KEYS:
        if number in data:
            return None, normalise_gtin(data[number][:_GTIN_DIGITS])[0]
    for number in _COUPON_KEYS:
        if number in data:
            return ScanCodeKind.COUPON, data[number]
    if _MEMBER_KEY in data:
        return ScanCodeKind.MEMBER, data[_MEMBER_KEY]
    for number in _OTHER_KEYS:
        if number in data:
            return None, data[number]
    raise gs1_refusal("gs1_no_item", "the code names neither goods nor a coupon")


def _read_quantity(data: dict[str, str]) -> tuple[int | None, str | None]:
    for prefix, (unit, scale) in _MEASURES.items():
        found = _find_decimal(data, prefix)
        if found is not None:
            value, decimals = found
            micro = divide_rounded(
                value * scale, _MEASURE_SCALE * _POWERS_OF_TEN[decimals]
            )
            return (micro, unit) if micro else (None, None)
    for number in _COUNTS:
        if number in data and int(data[number]):
            return int(data[number]) * _MICRO, "piece"
    return None, None


def _read_amount(data: dict[str, str]) -> tuple[int | None, str | None]:
    for prefix in (_PRICE, _COUPON_AMOUNT):
        found = _find_decimal(data, prefix)
        if found is not None:
            return _to_micro(*found), None
    for prefix in (_PRICE_IN_CURRENCY, _COUPON_AMOUNT_IN_CURRENCY):
        number = _find_number(data, prefix)
        if number is not None:
            currency, digits = data[number][:3], data[number][_CURRENCY_DIGITS:]
            amount_micro = _to_micro(int(digits), int(number[-1]))
            return amount_micro, CURRENCY_LETTERS[currency]
    return None, None


def _read_expiry(
    data: dict[str, str], rules: ScanRules
) -> tuple[date | None, int | None]:
    numbers: tuple[str, ...] = _STOPPING_DATES
    if rules.best_before is BestBefore.STOPS:
        numbers = (*numbers, _BEST_BEFORE)
    days = [found for n in numbers if (found := _find_date(data, n, rules))]
    day = min(days, default=None)
    if _EXPIRY_TIME in data:
        timed = data[_EXPIRY_TIME]
        timed_day = read_date(timed[:6], rules.reference_year)
        if day is None or timed_day <= day:
            return timed_day, int(timed[6:8]) * 60 + int(timed[8:10])
    return day, None


def _find_date(data: dict[str, str], number: str, rules: ScanRules) -> date | None:
    if number not in data:
        return None
    return read_date(data[number], rules.reference_year)


def _find_number(data: dict[str, str], prefix: str) -> str | None:
    """Return the identifier that begins with *prefix*; its last digit: decimals."""
    for number in data:
        if len(number) == len(prefix) + 1 and number.startswith(prefix):
            return number
    return None


def _find_decimal(data: dict[str, str], prefix: str) -> tuple[int, int] | None:
    number = _find_number(data, prefix)
    return None if number is None else (int(data[number]), int(number[-1]))


def _to_micro(value: int, decimals: int) -> int:
    micro, rest = divmod(value * _MICRO, _POWERS_OF_TEN[decimals])
    if rest:
        raise gs1_refusal("gs1_data", "the price has more than six decimals")
    return micro


def _to_ppm(value: int, decimals: int) -> int:
    return value * _PPM_PER_PERCENT // _POWERS_OF_TEN[decimals]

"""Shape of North American coupon data (AI 8110) and positive offers (AI 8112).

Facts of the GS1 US application guideline: most fields say their length in a digit
in front of them.
"""

from typing import Final

from terminal.domain.scan_code.gs1.dates import is_date

_PREFIX_DIGITS: Final = 6
_OFFER_DIGITS: Final = 6
_SERIAL_DIGITS: Final = 6
_FAMILY_DIGITS: Final = 3
_DATE_DIGITS: Final = 6
_LENGTHS_0_TO_6: Final = "0123456"
_LENGTHS_1_TO_5: Final = "12345"
_REQUIREMENT_CODES: Final = "012349"


def is_coupon_code(data: str) -> bool:
    """Return whether *data* is built like a coupon's (AI 8110)."""
    return _Reader(data).reads_coupon()


def is_positive_offer(data: str) -> bool:
    """Return whether *data* is built like a positive offer's (AI 8112)."""
    return _Reader(data).reads_positive_offer()


class _WrongShapeError(Exception):
    """A field is missing or has a digit that it may not have."""


class _Reader:
    """Reads fields from left to right."""

    def __init__(self, data: str) -> None:
        self._left = data

    def reads_coupon(self) -> bool:
        try:
            self._read_primary()
            self._read_optional()
        except _WrongShapeError:
            return False
        return not self._left

    def reads_positive_offer(self) -> bool:
        try:
            self._one_of("01")
            self._digits(_PREFIX_DIGITS + int(self._one_of(_LENGTHS_0_TO_6)))
            self._digits(_OFFER_DIGITS)
            self._digits(_SERIAL_DIGITS + int(self._one_of("0123456789")))
        except _WrongShapeError:
            return False
        return not self._left

    def _read_primary(self) -> None:
        self._digits(_PREFIX_DIGITS + int(self._one_of(_LENGTHS_0_TO_6)))
        self._digits(_OFFER_DIGITS)
        self._digits(int(self._one_of(_LENGTHS_1_TO_5)))
        self._read_requirement()

    def _read_requirement(self) -> None:
        self._digits(int(self._one_of(_LENGTHS_1_TO_5)))
        self._one_of(_REQUIREMENT_CODES)
        self._digits(_FAMILY_DIGITS)

    def _read_optional(self) -> None:
        # Each optional field begins with its number; they stand in rising order.
        readers = {
            "1": self._read_second_purchase,
            "2": self._read_purchase_of_prefix,
            "3": self._read_date,
            "4": self._read_date,
            "5": self._read_serial,
            "6": self._read_retailer,
            "9": self._read_flags,
        }
        last = ""
        while self._left:
            number = self._one_of("".join(readers))
            if number <= last:
                raise _WrongShapeError
            readers[number]()
            last = number

    def _read_second_purchase(self) -> None:
        self._one_of("0123")
        self._read_purchase_of_prefix()

    def _read_purchase_of_prefix(self) -> None:
        self._read_requirement()
        length = self._one_of(_LENGTHS_0_TO_6 + "9")
        if length != "9":
            self._digits(_PREFIX_DIGITS + int(length))

    def _read_date(self) -> None:
        if not is_date(self._digits(_DATE_DIGITS), allows_day_0=False):
            raise _WrongShapeError

    def _read_serial(self) -> None:
        self._digits(_SERIAL_DIGITS + int(self._one_of("0123456789")))

    def _read_retailer(self) -> None:
        self._digits(_PREFIX_DIGITS + int(self._one_of("1234567")))

    def _read_flags(self) -> None:
        self._one_of("01256")
        self._one_of("012")
        self._digits(1)
        self._one_of("01")

    def _one_of(self, choices: str) -> str:
        digit = self._digits(1)
        if digit not in choices:
            raise _WrongShapeError
        return digit

    def _digits(self, count: int) -> str:
        digits, self._left = self._left[:count], self._left[count:]
        if len(digits) != count or not (digits.isascii() and digits.isdigit()):
            raise _WrongShapeError
        return digits

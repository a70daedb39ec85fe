"""Which elements go together in one code (General Specifications 4.14)."""

from collections.abc import Iterable
from typing import Final

from terminal.domain.scan_code.gs1.element_string import Elements
from terminal.domain.scan_code.gs1.identifiers import find_identifier
from terminal.domain.scan_code.gs1.refusal import gs1_refusal

_SIGNATURE: Final = "8030"
# Keys whose serial number is optional: digits without it.
_UNSERIALISED_LENGTHS: Final = {"253": 13, "255": 13, "8003": 14}


def check_repeats(elements: Elements) -> None:
    """Refuse an identifier that is there twice with different data.

    Raises:
        InvalidScanCodeError: which of the two is meant nobody can know.
    """
    seen: dict[str, str] = {}
    for number, data in elements:
        if seen.setdefault(number, data) != data:
            raise gs1_refusal(
                "gs1_combination", f"identifier {number} is there twice, unlike", data
            )


def check_exclusions(elements: Elements) -> None:
    """Refuse identifiers that exclude each other, e.g. GTIN and content.

    Raises:
        InvalidScanCodeError: the code contradicts itself.
    """
    numbers = {number for number, _ in elements}
    for number in sorted(numbers):
        identifier = find_identifier(number)
        for pattern in identifier.excluded if identifier else ():
            if any(_fits(other, pattern) for other in numbers - {number}):
                raise gs1_refusal(
                    "gs1_combination", f"identifier {number} excludes {pattern}"
                )


def check_requirements(elements: Elements) -> None:
    """Refuse an identifier without those that it only makes sense with.

    Raises:
        InvalidScanCodeError: e.g. a lot of nothing.
    """
    numbers = {number for number, _ in elements}
    for number in sorted(numbers):
        identifier = find_identifier(number)
        if identifier is None or not identifier.required:
            continue
        if not any(_has_all(numbers, choice) for choice in identifier.required):
            raise gs1_refusal(
                "gs1_combination", f"what identifier {number} belongs to is missing"
            )


def check_signed_serial(elements: Elements) -> None:
    """Refuse a digital signature on a key that has no serial number.

    Raises:
        InvalidScanCodeError: it would sign every copy of a document alike.
    """
    if all(number != _SIGNATURE for number, _ in elements):
        return
    for number, data in elements:
        if len(data) == _UNSERIALISED_LENGTHS.get(number):
            raise gs1_refusal(
                "gs1_combination", f"a signature needs a serial number in {number}"
            )


def _has_all(numbers: set[str], patterns: Iterable[str]) -> bool:
    return all(any(_fits(number, p) for number in numbers) for p in patterns)


def _fits(number: str, pattern: str) -> bool:
    if not pattern.endswith("n"):
        return number == pattern
    return len(number) == len(pattern) and number.startswith(pattern.rstrip("n"))

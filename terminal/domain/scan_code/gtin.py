"""Numbers with a GS1 check digit in their normal form."""

from typing import Final

from terminal.domain.scan_code.check_digit import check_digit

GTIN_8_DIGITS: Final = 8
GTIN_13_DIGITS: Final = 13
GTIN_LENGTHS: Final = frozenset({GTIN_8_DIGITS, 12, GTIN_13_DIGITS, 14})

# GS1 General Specifications 1.4: restricted circulation within a company.
_IN_STORE_PREFIXES_13: Final = (
    *("02", "04"),
    *("20", "21", "22", "23", "24", "25", "26", "27", "28", "29"),
)
_IN_STORE_PREFIXES_8: Final = ("0", "2")

_UPC_E_DIGITS: Final = 6
_UPC_E_SYSTEMS: Final = ("0", "1")


def normalise_gtin(digits: str) -> tuple[str, bool]:
    """Return the one value of a GTIN and whether the store gives it out itself.

    Leading zeros only fill a GTIN up to a data structure.
    """
    significant = digits.lstrip("0")
    if len(significant) <= GTIN_8_DIGITS:
        value = significant.rjust(GTIN_8_DIGITS, "0")
        return value, value.startswith(_IN_STORE_PREFIXES_8)
    if len(significant) <= GTIN_13_DIGITS:
        value = significant.rjust(GTIN_13_DIGITS, "0")
        return value, value.startswith(_IN_STORE_PREFIXES_13)
    return significant, False


def expand_upc_e(digits: str) -> str | None:
    """Return the GTIN-13 of a UPC-E number, or ``None`` when it is none.

    Args:
        digits: Number system (0 or 1), six digits and check digit; the check digit,
            or both it and the number system 0, may be missing, as some scanners
            are set up to send.
    """
    if len(digits) == _UPC_E_DIGITS:
        digits = f"0{digits}"
    system, body, sent = digits[:1], digits[1 : _UPC_E_DIGITS + 1], digits[7:]
    if system not in _UPC_E_SYSTEMS or len(body) != _UPC_E_DIGITS or len(sent) > 1:
        return None
    upc_a = system + _expand_body(body)
    right = check_digit(upc_a)
    return f"0{upc_a}{right}" if sent in {"", right} else None


def _expand_body(body: str) -> str:
    """Put the zeros back (General Specifications 5.2.2.4.2)."""
    last = body[-1]
    if last in "012":
        return f"{body[:2]}{last}0000{body[2:5]}"
    if last == "3":
        return f"{body[:3]}00000{body[3:5]}"
    if last == "4":
        return f"{body[:4]}00000{body[4]}"
    return f"{body[:5]}0000{last}"

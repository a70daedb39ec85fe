"""Reads members and exchange rates from CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from terminal.domain.currency import currency_of
from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.member.member import Member
from terminal.domain.reference_data.cells import (
    optional_text,
    text_of,
    truth_or,
    whole_number,
    words,
)
from terminal.domain.reference_data.csv_table import Columns, read_table
from terminal.domain.reference_data.errors import CellRefusedError, RefusedRow
from terminal.domain.reference_data.exchange_rate_data import (
    PER_UNITS_MAX,
    ExchangeRateData,
    rate_key,
)
from terminal.domain.reference_data.take_rows import take_rows
from terminal.domain.scan_code import CATALOG_SCAN_RULES, parse
from terminal.domain.tender.exchange_rate import RATE_MICRO_MAX, RATE_MICRO_ONE

MEMBER_COLUMNS: Final = Columns(
    ("member_id", "code", "name", "tier", "groups", "active"), ("member_id", "code")
)
RATE_COLUMNS: Final = Columns(
    ("currency", "rate", "per_units", "valid_from"), ("currency", "rate", "valid_from")
)

_ID_CHARACTERS_MAX: Final = 80
_NAME_CHARACTERS_MAX: Final = 200
_WORD_CHARACTERS_MAX: Final = 64
_RATE: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


def read_members(text: str) -> Iterator[tuple[int, Member | RefusedRow]]:
    """Yield every row as a member or as refused; a code occurs once.

    Raises:
        CatalogFileError: The header is not that of members.
    """
    return take_rows(
        read_table(text, MEMBER_COLUMNS), _member, lambda member: member.code
    )


def read_rates(text: str) -> Iterator[tuple[int, ExchangeRateData | RefusedRow]]:
    """Yield every row as an exchange rate or as refused.

    Raises:
        CatalogFileError: The header is not that of exchange rates.
    """
    return take_rows(read_table(text, RATE_COLUMNS), _rate, rate_key)


def _member(cells: dict[str, str]) -> Member:
    code = text_of("code", cells["code"], _ID_CHARACTERS_MAX)
    try:
        normalised = parse(code, CATALOG_SCAN_RULES).value
    except InvalidScanCodeError as error:
        raise CellRefusedError("code", f"code {code!r}: {error}") from error
    return Member(
        member_id=text_of("member_id", cells["member_id"], _ID_CHARACTERS_MAX),
        code=normalised,
        name=cells.get("name", "")
        and text_of("name", cells["name"], _NAME_CHARACTERS_MAX),
        tier=optional_text("tier", cells.get("tier", ""), _WORD_CHARACTERS_MAX),
        groups=words("groups", cells.get("groups", ""), _WORD_CHARACTERS_MAX),
        is_active=truth_or("active", cells.get("active", ""), otherwise=True),
    )


def _rate(cells: dict[str, str]) -> ExchangeRateData:
    currency, rate, day = cells["currency"], cells["rate"], cells["valid_from"]
    if currency_of(currency) is None:
        raise CellRefusedError(
            "currency", f"currency {currency!r} is no currency such as USD"
        )
    if not _RATE.fullmatch(rate):
        raise CellRefusedError("rate", f"rate {rate!r} is no rate such as 0.921350")
    rate_micro = int(Decimal(rate) * RATE_MICRO_ONE)
    if not 0 < rate_micro <= RATE_MICRO_MAX:
        raise CellRefusedError("rate", f"rate {rate!r} is zero or too high")
    per_units = whole_number("per_units", cells.get("per_units", "")) or 1
    if not 0 < per_units <= PER_UNITS_MAX:
        raise CellRefusedError("per_units", f"per_units {per_units} is out of range")
    try:
        is_day = date.fromisoformat(day).isoformat() == day
    except ValueError:
        is_day = False
    if not is_day:
        raise CellRefusedError(
            "valid_from", f"valid_from {day!r} is no day such as 2026-12-01"
        )
    return ExchangeRateData(
        currency=currency, rate_micro=rate_micro, per_units=per_units, valid_from=day
    )

"""Reads logs of real transactions into what a till can be asked to sell.

One rule for every format: a row is either a line with a reason to be sold or a
refused row with a reason not to be; no row disappears.
"""

import csv
import gzip
import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, TextIO

import msgspec

from terminal.diagnostics.errors import DiagnosticsError

_MICRO: Final = 1_000_000
_TEXT_LENGTH_MAX: Final = 200
_IN_STORE_PREFIX: Final = "29"
_IN_STORE_DIGITS: Final = 10
_NUMBER_MAX: Final = Decimal(10) ** 9

UCI_ONLINE_RETAIL: Final = "uci-online-retail"
CANONICAL: Final = "canonical"


class LogFormatError(DiagnosticsError):
    """The file is not a log of the named format; nothing was played."""


class LogLine(msgspec.Struct, frozen=True, gc=False):
    """One row that can be sold.

    ``quantity_micro`` is negative for goods that come back and never zero;
    ``unit_price_micro`` is in millionths of the major unit and positive.
    """

    scan_code: str
    description: str
    quantity_micro: int
    unit_price_micro: int


class LogTransaction(msgspec.Struct, gc=False):
    """The rows of one transaction, in the order of the file.

    ``reference`` is the log's own id, ``at_ms`` the UTC time of its first row.
    """

    reference: str
    at_ms: int
    lines: list[LogLine]

    @property
    def business_day(self) -> str:
        """The calendar date of the transaction, as YYYY-MM-DD."""
        return str(_utc(self.at_ms).date())


class RefusedRow(msgspec.Struct, frozen=True, gc=False):
    """A row that no till would sell: where it stands and why not."""

    row: int
    reference: str
    reason: str


class Log(msgspec.Struct):
    """A whole log: transactions by first appearance, and what was refused."""

    transactions: list[LogTransaction]
    refused: list[RefusedRow]

    def catalogue(self) -> Iterator[tuple[str, str, int]]:
        """Yield scan code, description and first price of every item sold."""
        seen: set[str] = set()
        for transaction in self.transactions:
            for line in transaction.lines:
                if line.scan_code not in seen:
                    seen.add(line.scan_code)
                    yield line.scan_code, line.description, line.unit_price_micro


class _Row(msgspec.Struct, frozen=True, gc=False):
    reference: str
    at_ms: int
    line: LogLine


class _RowRefusedError(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def in_store_scan_code(stock_code: str) -> str:
    """Return the in-store EAN-13 that stands for a free-text stock code.

    ``29``, ten digits of the SHA-256 of the exact text (its value modulo
    10^10), and the EAN check digit.  Prefix 29 is GS1 restricted circulation,
    which a shop may number as it likes.  Two texts may meet by chance; the
    reader refuses a log where that happens instead of mixing two items.
    """
    digest = int.from_bytes(hashlib.sha256(stock_code.encode()).digest())
    digits = f"{_IN_STORE_PREFIX}{digest % 10**_IN_STORE_DIGITS:0{_IN_STORE_DIGITS}d}"
    weighted = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
    return f"{digits}{-weighted % 10}"


def read_log(path: Path, log_format: str, *, rows_max: int | None = None) -> Log:
    """Read a log, plain or gzip, of one of the two known formats.

    ``rows_max`` reads only so many data rows.  Raises LogFormatError when the
    file cannot be read, has other columns, or two stock codes share a number.
    """
    reader = _UciRows() if log_format == UCI_ONLINE_RETAIL else _CanonicalRows()
    transactions: dict[str, LogTransaction] = {}
    refused: list[RefusedRow] = []
    try:
        with _open_text(path) as text:
            rows = csv.DictReader(text)
            missing = set(reader.columns) - set(rows.fieldnames or ())
            if missing:
                names = ", ".join(sorted(missing))
                raise LogFormatError(f"{path.name} is no {log_format} log: no {names}")
            for number, row in enumerate(rows, start=1):
                if rows_max is not None and number > rows_max:
                    break
                reference = (row.get(reader.columns[0]) or "").strip()
                try:
                    parsed = reader.parse(row)
                except _RowRefusedError as refusal:
                    refused.append(RefusedRow(number, reference, refusal.reason))
                    continue
                known = transactions.get(parsed.reference)
                if known is None:
                    known = LogTransaction(parsed.reference, parsed.at_ms, [])
                    transactions[parsed.reference] = known
                known.lines.append(parsed.line)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise LogFormatError(f"{path.name} cannot be read: {error}") from error
    return Log(list(transactions.values()), refused)


def _open_text(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return io.TextIOWrapper(
            gzip.open(path), encoding="utf-8-sig", errors="replace", newline=""
        )
    return path.open(encoding="utf-8-sig", errors="replace", newline="")


class _UciRows:
    """UCI Online Retail (D. Chen 2015, doi 10.24432/C5BW33)."""

    columns: Final = (
        "InvoiceNo",
        "StockCode",
        "Description",
        "Quantity",
        "InvoiceDate",
        "UnitPrice",
    )

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._texts: dict[str, str] = {}

    def parse(self, row: dict[str, str]) -> _Row:
        stock_code = (row["StockCode"] or "").strip()
        if not stock_code:
            raise _RowRefusedError("no_stock_code")
        code = self._scan_code(stock_code)
        return _parse_row(
            reference=row["InvoiceNo"],
            at=row["InvoiceDate"],
            scan_code=code,
            description=row["Description"] or stock_code,
            numbers=(row["Quantity"], row["UnitPrice"]),
        )

    def _scan_code(self, stock_code: str) -> str:
        code = self._codes.get(stock_code)
        if code is None:
            code = self._codes[stock_code] = in_store_scan_code(stock_code)
            other = self._texts.setdefault(code, stock_code)
            if other != stock_code:
                raise LogFormatError(
                    f"stock codes {other!r} and {stock_code!r} share number {code}"
                )
        return code


class _CanonicalRows:
    """The project's own layout: one row a line, ISO 8601 times, decimals."""

    columns: Final = (
        "transaction_id",
        "at",
        "scan_code",
        "description",
        "quantity",
        "unit_price",
        "tender",
    )

    def parse(self, row: dict[str, str]) -> _Row:
        tender = (row["tender"] or "cash").strip().lower()
        if tender != "cash":
            raise _RowRefusedError("tender_not_accepted")
        code = (row["scan_code"] or "").strip()
        if not code:
            raise _RowRefusedError("no_scan_code")
        return _parse_row(
            reference=row["transaction_id"],
            at=row["at"],
            scan_code=code,
            description=row["description"] or code,
            numbers=(row["quantity"], row["unit_price"]),
        )


def _parse_row(
    *,
    reference: str,
    at: str,
    scan_code: str,
    description: str,
    numbers: tuple[str, str],
) -> _Row:
    reference = (reference or "").strip()
    if not reference:
        raise _RowRefusedError("no_transaction_id")
    quantity = _micro(numbers[0], "quantity")
    unit_price = _micro(numbers[1], "unit_price")
    if quantity == 0:
        raise _RowRefusedError("quantity_zero")
    if unit_price == 0:
        raise _RowRefusedError("unit_price_zero")
    if unit_price < 0:
        raise _RowRefusedError("unit_price_negative")
    text = " ".join(description.split())[:_TEXT_LENGTH_MAX] or scan_code
    return _Row(
        reference, _instant_ms(at), LogLine(scan_code, text, quantity, unit_price)
    )


def _micro(text: str, name: str) -> int:
    """Return a decimal text in millionths, exactly."""
    try:
        number = Decimal((text or "").strip())
    except InvalidOperation:
        raise _RowRefusedError(f"{name}_malformed") from None
    if not number.is_finite() or abs(number) > _NUMBER_MAX:
        raise _RowRefusedError(f"{name}_malformed")
    micro = number * _MICRO
    if micro != int(micro):
        raise _RowRefusedError(f"{name}_too_fine")
    return int(micro)


def _instant_ms(text: str) -> int:
    """Return an ISO 8601 time in ms since 1970; UTC where it names no zone."""
    try:
        at = datetime.fromisoformat((text or "").strip())
    except ValueError:
        raise _RowRefusedError("time_malformed") from None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1000)


def _utc(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)

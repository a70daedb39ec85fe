"""Reads a catalogue from CSV, row by row: each row is an item or is refused.

The till and the central server import by this one module.  What it decides:

* The text is UTF-8, with or without a byte order mark, or UTF-16 with one.  Another
  encoding is refused as a whole: a guess would turn names to rubbish on receipts.
* The separator is a comma, semicolon or tab, whichever the header line uses.
  Decimals have a dot; a decimal comma is refused, never guessed.
* An unknown column is refused as a whole: a misspelled ``tax_rate`` would
  otherwise sell everything without tax.
* A code of a GTIN's length with a wrong check digit is a plain code: the row is
  taken with a warning, because stores number goods as they like, or refused where
  plain codes are not allowed.
* Several rows with one ``item_id`` give one item several codes; they must agree in
  everything else.  A code, or a PLU, belongs to one item.
* ``tax_rate`` is in percent, 0 when absent; ``unit`` is ``piece`` when absent;
  ``item_id`` is the code when absent.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import ClassVar, Final

import msgspec

from terminal.domain.errors import DomainError, InvalidScanCodeError
from terminal.domain.money import MICRO, UNIT_PRICE_MICRO_MAX
from terminal.domain.scan_code import (
    CATALOG_SCAN_RULES,
    CheckDigit,
    ScanCodeKind,
    parse,
)

COLUMNS: Final = (
    "item_id",
    "scan_code",
    "description",
    "unit_price",
    "tax_rate",
    "unit",
    "plu",
    "open_price",
    "category",
)
REQUIRED_COLUMNS: Final = ("scan_code", "description", "unit_price")

FILE_BYTES_MAX: Final = 512 * 1024 * 1024
DESCRIPTION_CHARACTERS_MAX: Final = 200
# A code may be the id, so ids are as long as codes.
ITEM_ID_CHARACTERS_MAX: Final = 80
CATEGORY_CHARACTERS_MAX: Final = 64
UNIT_CHARACTERS_MAX: Final = 16
TAX_RATE_PPM_MAX: Final = 10_000_000
_PPM_PER_PERCENT: Final = 10_000

_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_WINDOW_BITS: Final = 31
_SEPARATORS: Final = (",", ";", "\t")
_PRICE: Final = re.compile(r"[0-9]{1,10}(\.[0-9]{1,12})?")
_PERCENT: Final = re.compile(r"([0-9]{1,4}(\.[0-9]{1,12})?) ?%?")
_PLU: Final = re.compile(r"[0-9]{1,8}")
_SPREADSHEET_NUMBER: Final = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")
_YES: Final = frozenset({"1", "yes", "true", "y"})
_NO: Final = frozenset({"", "0", "no", "false", "n"})


class CatalogFileError(DomainError):
    """The file as a whole is no catalogue; nothing was imported."""

    code: ClassVar[str] = "catalog_file_refused"


class ImportRow(msgspec.Struct, frozen=True, kw_only=True):
    """An accepted row.

    Attributes:
        line: Where it begins in the file, from 1; the header is line 1.
        scan_code: Normalised as scans are.
        unit_price_micro: Millionths of the major unit.
        tax_rate_ppm: Millionths: 200,000 is 20 %.
        warning: What the person should look at; None for nothing.
    """

    line: int
    item_id: str
    scan_code: str
    description: str
    unit_price_micro: int
    tax_rate_ppm: int
    unit: str
    plu: str | None
    is_open_price: bool
    category: str | None
    warning: str | None


class RefusedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was not taken.

    Attributes:
        line: Where it begins in the file, from 1.
        reason: Stable word, for counting.
        detail: What is wrong with which value.
    """

    line: int
    reason: str
    detail: str


class _RowError(Exception):
    """One row cannot be taken."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def decode_catalog(data: bytes) -> str:
    """Return the text of a catalogue file, plain or compressed with gzip.

    Raises:
        CatalogFileError: It is too large or neither UTF-8 nor marked UTF-16.
    """
    raw = _inflated(data) if data.startswith(_GZIP_MAGIC) else data
    if len(raw) > FILE_BYTES_MAX:
        raise CatalogFileError(
            f"the file has more than {FILE_BYTES_MAX} bytes; import it in parts"
        )
    is_utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if is_utf16 else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CatalogFileError(
            f"line {line} is not UTF-8; nothing was imported. Save the file as"
            f" 'CSV UTF-8' and import it again.",
            line=line,
        ) from error


def read_rows(
    text: str, *, allow_plain_codes: bool = True
) -> Iterator[ImportRow | RefusedRow]:
    """Yield every row of a catalogue as taken or refused, in the file's order.

    Args:
        text: The file as `decode_catalog` gives it.
        allow_plain_codes: Whether a number of a GTIN's length with a wrong check
            digit is taken as a plain code.

    Raises:
        CatalogFileError: The header is not a catalogue's, or a quote is not closed;
            rows yielded before must not be kept.
    """
    header, _, _ = text.partition("\n")
    separator = max(_SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = _numbered(reader)
    columns = _checked_header(next(rows, (1, []))[1])
    book = _Book(allow_plain_codes=allow_plain_codes)
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            values = _values(columns, cells)
            yield book.take(line, values)
        except _RowError as error:
            yield RefusedRow(line=line, reason=error.reason, detail=error.detail)


def tax_rate_id(rate_ppm: int) -> str:
    """Return the id of the tax rate that an import makes for a percentage."""
    return f"rate-{rate_ppm}"


def tax_rate_name(rate_ppm: int) -> str:
    """Return the percentage as it is printed, such as ``5.5 %``."""
    return f"{(Decimal(rate_ppm) / _PPM_PER_PERCENT).normalize():f} %"


class _Book:
    """What earlier rows of the file said, to find contradictions."""

    def __init__(self, *, allow_plain_codes: bool) -> None:
        self._allow_plain_codes = allow_plain_codes
        self._line_of_code: dict[str, int] = {}
        self._item_of_plu: dict[str, str] = {}
        self._first_of_item: dict[str, ImportRow] = {}

    def take(self, line: int, values: dict[str, str]) -> ImportRow:
        scan_code, warning = _scan_code(
            values["scan_code"], allow_plain_codes=self._allow_plain_codes
        )
        row = ImportRow(
            line=line,
            item_id=_text(
                "item_id",
                values.get("item_id", "") or scan_code,
                ITEM_ID_CHARACTERS_MAX,
            ),
            scan_code=scan_code,
            description=_text(
                "description", values["description"], DESCRIPTION_CHARACTERS_MAX
            ),
            unit_price_micro=_price(values["unit_price"]),
            tax_rate_ppm=_tax_rate(values.get("tax_rate", "")),
            unit=_text("unit", values.get("unit", "") or "piece", UNIT_CHARACTERS_MAX),
            plu=_plu(values.get("plu", "")),
            is_open_price=_truth(values.get("open_price", "")),
            category=_category(values.get("category", "")),
            warning=warning,
        )
        self._require_agreement(row)
        self._line_of_code[row.scan_code] = line
        self._first_of_item.setdefault(row.item_id, row)
        if row.plu is not None:
            self._item_of_plu[row.plu] = row.item_id
        return row

    def _require_agreement(self, row: ImportRow) -> None:
        earlier = self._line_of_code.get(row.scan_code)
        if earlier is not None:
            raise _RowError(
                "duplicate_code",
                f"scan_code {row.scan_code!r} is already on line {earlier}",
            )
        first = self._first_of_item.get(row.item_id)
        if first is not None and _without_code(first) != _without_code(row):
            raise _RowError(
                "item_differs",
                f"item_id {row.item_id!r} is described differently on line"
                f" {first.line}",
            )
        if row.plu is None:
            return
        other = self._item_of_plu.get(row.plu, row.item_id)
        if other != row.item_id:
            raise _RowError(
                "duplicate_plu", f"plu {row.plu!r} already belongs to item {other!r}"
            )


def _inflated(data: bytes) -> bytes:
    """Inflate every member of a gzip file, up to the limit."""
    parts: list[bytes] = []
    room = FILE_BYTES_MAX + 1
    while data and room > 0:
        inflater = zlib.decompressobj(_GZIP_WINDOW_BITS)
        try:
            part = inflater.decompress(data, room)
        except zlib.error as error:
            raise CatalogFileError(
                f"the compressed file is damaged ({error}); nothing was imported"
            ) from error
        room -= len(part)
        if not inflater.eof and room > 0:
            raise CatalogFileError(
                "the compressed file ends too early; nothing was imported"
            )
        parts.append(part)
        data = inflater.unused_data
    return b"".join(parts)


def _numbered(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins."""
    begin = 1
    iterator = iter(reader)
    while True:
        try:
            cells = next(iterator, None)
        except csv.Error as error:
            raise CatalogFileError(
                f"line {begin}: {error}; nothing was imported. Is a quote not closed?",
                line=begin,
            ) from error
        if cells is None:
            return
        yield begin, cells
        begin = getattr(reader, "line_num", begin) + 1


def _values(columns: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(columns):
        raise _RowError(
            "columns",
            f"it has {len(cells)} columns, the header has {len(columns)}",
        )
    return {
        name: " ".join(cell.split()) for name, cell in zip(columns, cells, strict=True)
    }


def _checked_header(cells: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    missing = [name for name in REQUIRED_COLUMNS if name not in columns]
    unknown = [name for name in columns if name not in COLUMNS]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    for problem, names in (
        ("lacks the column", missing),
        ("has the unknown column", unknown),
        ("has twice the column", twice),
    ):
        if names:
            raise CatalogFileError(
                f"the first line {problem} {names[0]!r}; nothing was imported. Known"
                f" columns: {', '.join(COLUMNS)}.",
                column=names[0],
            )
    return columns


def _without_code(row: ImportRow) -> ImportRow:
    return msgspec.structs.replace(row, line=0, scan_code="", warning=None)


def _scan_code(text: str, *, allow_plain_codes: bool) -> tuple[str, str | None]:
    """Return the normalised code and a warning."""
    if _SPREADSHEET_NUMBER.fullmatch(text):
        raise _RowError(
            "scan_code",
            f"scan_code {text!r} was rounded by a spreadsheet; format the column as"
            f" text there",
        )
    try:
        code = parse(text, CATALOG_SCAN_RULES)
    except InvalidScanCodeError as error:
        raise _RowError("scan_code", f"scan_code {text!r}: {error}") from error
    if code.kind is ScanCodeKind.RECEIPT:
        raise _RowError("scan_code", f"scan_code {text!r} is a receipt's bar code")
    if code.check_digit is not CheckDigit.WRONG:
        return code.value, None
    problem = f"scan_code {text!r} has a wrong check digit"
    if not allow_plain_codes:
        raise _RowError("check_digit", problem)
    return code.value, f"{problem}; it is sold as a plain code"


def _text(column: str, text: str, characters_max: int) -> str:
    if not text:
        raise _RowError(column, f"{column} is empty")
    if len(text) > characters_max:
        raise _RowError(column, f"{column} has more than {characters_max} characters")
    if not text.isprintable():
        raise _RowError(column, f"{column} has control characters")
    return text


def _price(text: str) -> int:
    if not _PRICE.fullmatch(text):
        raise _RowError(
            "unit_price", f"unit_price {text!r} is no price such as 1234.50"
        )
    micro = Decimal(text) * MICRO
    if micro != int(micro):
        raise _RowError(
            "unit_price", f"unit_price {text!r} has more than six decimal places"
        )
    if micro > UNIT_PRICE_MICRO_MAX:
        raise _RowError("unit_price", f"unit_price {text!r} is too high")
    return int(micro)


def _tax_rate(text: str) -> int:
    if not text:
        return 0
    percent = _PERCENT.fullmatch(text)
    if percent is None:
        raise _RowError("tax_rate", f"tax_rate {text!r} is no percentage such as 5.5")
    ppm = Decimal(percent.group(1)) * _PPM_PER_PERCENT
    if ppm != int(ppm):
        raise _RowError(
            "tax_rate", f"tax_rate {text!r} has more than four decimal places"
        )
    if ppm > TAX_RATE_PPM_MAX:
        raise _RowError("tax_rate", f"tax_rate {text!r} is too high")
    return int(ppm)


def _plu(text: str) -> str | None:
    if not text:
        return None
    if not _PLU.fullmatch(text):
        raise _RowError("plu", f"plu {text!r} is not one to eight digits")
    return text


def _truth(text: str) -> bool:
    word = text.lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise _RowError("open_price", f"open_price {text!r} is neither yes nor no")


def _category(text: str) -> str | None:
    if not text:
        return None
    return _text("category", text, CATEGORY_CHARACTERS_MAX)

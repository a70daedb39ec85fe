"""Reads items from CSV, row by row: each row is an item or is refused.

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
* A row with ``base_quantity`` is a pack of an item that an earlier row described:
  it has a unit and a price of its own; an empty price is that of its contents.
* ``tax_rate`` is in percent, 0 when absent; ``tax_group`` names a group of the tax
  file instead.  ``unit`` is ``piece`` when absent; ``item_id`` is the code when
  absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import msgspec

from terminal.domain.catalog.item_rules import NO_RULES, ItemRules
from terminal.domain.catalog.rule_cells import RULE_COLUMNS, read_rules
from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.money import MICRO
from terminal.domain.reference_data.cells import (
    optional_text,
    price_micro,
    quantity_micro,
    text_of,
    truth,
)
from terminal.domain.reference_data.csv_table import Columns, read_table
from terminal.domain.reference_data.errors import CellRefusedError, RefusedRow
from terminal.domain.scan_code import (
    CATALOG_SCAN_RULES,
    CheckDigit,
    ScanCodeKind,
    parse,
)

COLUMNS: Final = Columns(
    (
        "item_id",
        "scan_code",
        "description",
        "unit_price",
        "tax_rate",
        "tax_group",
        "unit",
        "base_quantity",
        "plu",
        "open_price",
        "category",
        *RULE_COLUMNS,
    ),
    ("scan_code", "description", "unit_price"),
)

DESCRIPTION_CHARACTERS_MAX: Final = 200
# A code may be the id, so ids are as long as codes.
ITEM_ID_CHARACTERS_MAX: Final = 80
CATEGORY_CHARACTERS_MAX: Final = 64
UNIT_CHARACTERS_MAX: Final = 16
TAX_GROUP_CHARACTERS_MAX: Final = 64
TAX_RATE_PPM_MAX: Final = 10_000_000
_PPM_PER_PERCENT: Final = 10_000

_PERCENT: Final = re.compile(r"([0-9]{1,4}(\.[0-9]{1,12})?) ?%?")
_PLU: Final = re.compile(r"[0-9]{1,8}")
_SPREADSHEET_NUMBER: Final = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")


class ImportRow(msgspec.Struct, frozen=True, kw_only=True):
    """An accepted row.

    Attributes:
        line: Where it begins in the file, from 1; the header is line 1.
        scan_code: Normalised as scans are.
        unit_price_micro: Millionths of the major unit; None for a pack that costs
            what its contents cost.
        tax_rate_ppm: Millionths: 200,000 is 20 %.
        tax_group_id: Group of the tax file that the row names; None: it has the
            one tax of `tax_rate_ppm`.
        base_quantity_micro: Base units in one unit, above one for a pack.
        warning: What the person should look at; None for nothing.
    """

    line: int
    item_id: str
    scan_code: str
    description: str
    unit_price_micro: int | None
    tax_rate_ppm: int
    unit: str
    plu: str | None
    is_open_price: bool
    category: str | None
    warning: str | None
    tax_group_id: str | None = None
    base_quantity_micro: int = MICRO
    rules: ItemRules = NO_RULES

    @property
    def is_pack(self) -> bool:
        """Whether the row gives an item another unit instead of describing it."""
        return self.base_quantity_micro != MICRO


def read_rows(
    text: str, *, allow_plain_codes: bool = True
) -> Iterator[ImportRow | RefusedRow]:
    """Yield every row of a catalogue as taken or refused, in the file's order.

    Args:
        text: The file as `file_text.decode_catalog` gives it.
        allow_plain_codes: Whether a number of a GTIN's length with a wrong check
            digit is taken as a plain code.

    Raises:
        CatalogFileError: The header is not a catalogue's, or a quote is not closed;
            rows yielded before must not be kept.
    """
    book = _Book(allow_plain_codes=allow_plain_codes)
    for line, cells in read_table(text, COLUMNS):
        if isinstance(cells, RefusedRow):
            yield cells
            continue
        try:
            yield book.take(line, cells)
        except CellRefusedError as error:
            yield error.at(line)


def tax_rate_id(rate_ppm: int) -> str:
    """Return the id of the tax group that an import makes for a percentage."""
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
        base_quantity_micro = _base_quantity(values.get("base_quantity", ""))
        price = values["unit_price"]
        is_pack = base_quantity_micro != MICRO
        is_open_price = truth("open_price", values.get("open_price", ""))
        rules = read_rules(values)
        if (is_open_price or rules.is_open_department) and not is_pack:
            # Its price is keyed at the till.
            price = price or "0"
        row = ImportRow(
            line=line,
            item_id=text_of(
                "item_id",
                values.get("item_id", "") or scan_code,
                ITEM_ID_CHARACTERS_MAX,
            ),
            scan_code=scan_code,
            description=text_of(
                "description", values["description"], DESCRIPTION_CHARACTERS_MAX
            ),
            unit_price_micro=(
                None if is_pack and not price else price_micro("unit_price", price)
            ),
            tax_rate_ppm=_tax_rate(values.get("tax_rate", "")),
            unit=text_of(
                "unit", values.get("unit", "") or "piece", UNIT_CHARACTERS_MAX
            ),
            plu=_plu(values.get("plu", "")),
            is_open_price=is_open_price,
            category=optional_text(
                "category", values.get("category", ""), CATEGORY_CHARACTERS_MAX
            ),
            warning=warning,
            tax_group_id=_tax_group(values),
            base_quantity_micro=base_quantity_micro,
            rules=rules,
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
            raise CellRefusedError(
                "duplicate_code",
                f"scan_code {row.scan_code!r} is already on line {earlier}",
            )
        first = self._first_of_item.get(row.item_id)
        if row.is_pack:
            _require_pack_of(first, row)
        if any(link.item_id == row.item_id for link in row.rules.linked_items):
            raise CellRefusedError(
                "linked_items", f"item_id {row.item_id!r} is linked to itself"
            )
        columns = () if first is None else _columns_that_differ(first, row)
        if first is not None and columns:
            raise CellRefusedError(
                "item_differs",
                f"item_id {row.item_id!r} has another {' and '.join(columns)} on line"
                f" {first.line}",
            )
        if row.plu is None:
            return
        other = self._item_of_plu.get(row.plu, row.item_id)
        if other != row.item_id:
            raise CellRefusedError(
                "duplicate_plu", f"plu {row.plu!r} already belongs to item {other!r}"
            )


def _require_pack_of(first: ImportRow | None, row: ImportRow) -> None:
    if first is None:
        raise CellRefusedError(
            "base_quantity",
            f"no earlier line has item_id {row.item_id!r} in its base unit",
        )
    if first.unit == row.unit:
        raise CellRefusedError(
            "unit", f"unit {row.unit!r} is the base unit; a pack needs another name"
        )


def _columns_that_differ(first: ImportRow, row: ImportRow) -> tuple[str, ...]:
    """Return the columns in which *row* contradicts the item's first row."""
    ours, theirs = _without_code(row, row), _without_code(first, row)
    names: list[str] = []
    for name in ImportRow.__struct_fields__:
        one, other = getattr(ours, name), getattr(theirs, name)
        if one == other:
            continue
        if name == "rules":
            names += [
                _column_of(rule)
                for rule in ItemRules.__struct_fields__
                if getattr(one, rule) != getattr(other, rule)
            ]
        else:
            names.append(_column_of(name))
    return tuple(dict.fromkeys(names))


def _column_of(field: str) -> str:
    """Return the column that a field is read from: without unit and beginning."""
    for ending in ("_micro", "_ppm", "_id", "_reason"):
        field = field.removesuffix(ending)
    return field.removeprefix("is_")


def _without_code(row: ImportRow, like: ImportRow) -> ImportRow:
    """Return what rows of one item must have in common."""
    common = msgspec.structs.replace(row, line=0, scan_code="", warning=None)
    if not like.is_pack:
        return common
    return msgspec.structs.replace(
        common, unit="", unit_price_micro=None, base_quantity_micro=0
    )


def _scan_code(text: str, *, allow_plain_codes: bool) -> tuple[str, str | None]:
    """Return the normalised code and a warning."""
    if _SPREADSHEET_NUMBER.fullmatch(text):
        raise CellRefusedError(
            "scan_code",
            f"scan_code {text!r} was rounded by a spreadsheet; format the column as"
            f" text there",
        )
    try:
        code = parse(text, CATALOG_SCAN_RULES)
    except InvalidScanCodeError as error:
        raise CellRefusedError("scan_code", f"scan_code {text!r}: {error}") from error
    if code.kind is ScanCodeKind.RECEIPT:
        raise CellRefusedError(
            "scan_code", f"scan_code {text!r} is a receipt's bar code"
        )
    if code.check_digit is not CheckDigit.WRONG:
        return code.value, None
    problem = f"scan_code {text!r} has a wrong check digit"
    if not allow_plain_codes:
        raise CellRefusedError("check_digit", problem)
    return code.value, f"{problem}; it is sold as a plain code"


def _base_quantity(text: str) -> int:
    if not text:
        return MICRO
    micro = quantity_micro("base_quantity", text)
    if micro <= 0:
        raise CellRefusedError("base_quantity", "base_quantity is not above zero")
    return micro


def _tax_group(values: dict[str, str]) -> str | None:
    named = optional_text(
        "tax_group", values.get("tax_group", ""), TAX_GROUP_CHARACTERS_MAX
    )
    if named is not None and values.get("tax_rate", ""):
        raise CellRefusedError("tax_group", "it has both tax_rate and tax_group")
    return named


def _tax_rate(text: str) -> int:
    if not text:
        return 0
    percent = _PERCENT.fullmatch(text)
    if percent is None:
        raise CellRefusedError(
            "tax_rate", f"tax_rate {text!r} is no percentage such as 5.5"
        )
    ppm = Decimal(percent.group(1)) * _PPM_PER_PERCENT
    if ppm != int(ppm):
        raise CellRefusedError(
            "tax_rate", f"tax_rate {text!r} has more than four decimal places"
        )
    if ppm > TAX_RATE_PPM_MAX:
        raise CellRefusedError("tax_rate", f"tax_rate {text!r} is too high")
    return int(ppm)


def _plu(text: str) -> str | None:
    if not text:
        return None
    if not _PLU.fullmatch(text):
        raise CellRefusedError("plu", f"plu {text!r} is not one to eight digits")
    return text

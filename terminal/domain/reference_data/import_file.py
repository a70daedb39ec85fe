"""Takes a file of any kind of reference data apart, for till and center alike.

The file is read twice: once whole, to know that it is of its kind and which rows
are refused, and once to write it, so that a large one does not fill the memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from terminal.domain.catalog.item_rules import NO_RULES
from terminal.domain.pricing.price_list import PriceRow
from terminal.domain.reference_data.errors import RefusedRow
from terminal.domain.reference_data.file_kind import FileKind
from terminal.domain.reference_data.rows import IdentityData, ItemData, ReferenceRow

if TYPE_CHECKING:
    from terminal.domain.catalog.import_rows import ImportRow

LISTED_MAX: Final = 1_000


class TakenRow(Struct, frozen=True, kw_only=True):
    """A row of a file that is taken.

    Attributes:
        line: Where it begins in the file, from 1.
        rows: What it becomes, in the order in which it should be written.
        warning: What the person should look at; None for nothing.
    """

    line: int
    rows: tuple[ReferenceRow, ...]
    warning: str | None = None


class KnownIds(Struct, frozen=True, kw_only=True):
    """What a till or a center has that rows of a file may name."""

    tax_groups: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    price_lists: frozenset[str] = frozenset()


NAMING_KINDS: Final = frozenset({FileKind.ITEMS, FileKind.PRICES})
"""Files whose rows name what `KnownIds` holds; to the others it says nothing."""


class WarnedRow(Struct, frozen=True):
    """A row that was taken but that somebody should look at."""

    line: int
    warning: str


class ImportReport(Struct, frozen=True, kw_only=True):
    """What is in a file to import.

    Attributes:
        kind: What the file holds.
        rows: Rows but for the header and empty ones.
        accepted: Rows taken.
        refused_by_reason: How often each reason occurred.
        refused: The first `LISTED_MAX` of them.
        warnings: The first `LISTED_MAX` rows taken with a warning.
        dry_run: Nothing was written.
    """

    kind: str
    rows: int
    accepted: int
    refused_count: int
    refused_by_reason: dict[str, int]
    refused: tuple[RefusedRow, ...]
    warnings: tuple[WarnedRow, ...]
    dry_run: bool


def judge_file(
    kind: FileKind,
    text: str,
    *,
    dry_run: bool,
    known: KnownIds | None = None,
) -> ImportReport:
    """Read every row of *text* and write nothing.

    Args:
        kind: What the file holds.
        text: Its text.
        dry_run: Said in the report.
        known: What is there; a row that names something else is warned of. None:
            not asked.

    Raises:
        CatalogFileError: It is no file of this kind.
    """
    accepted = 0
    reasons: Counter[str] = Counter()
    refused: list[RefusedRow] = []
    warnings: list[WarnedRow] = []
    for row in read_file(kind, text, known):
        if isinstance(row, RefusedRow):
            reasons[row.reason] += 1
            if len(refused) < LISTED_MAX:
                refused.append(row)
            continue
        accepted += 1
        if row.warning is not None and len(warnings) < LISTED_MAX:
            warnings.append(WarnedRow(row.line, row.warning))
    return ImportReport(
        kind=kind.value,
        rows=accepted + reasons.total(),
        accepted=accepted,
        refused_count=reasons.total(),
        refused_by_reason=dict(sorted(reasons.items())),
        refused=tuple(refused),
        warnings=tuple(warnings),
        dry_run=dry_run,
    )


def list_rows(kind: FileKind, text: str) -> Iterator[tuple[ReferenceRow, ...]]:
    """Yield what each taken row of *text* becomes."""
    for row in read_file(kind, text):
        if isinstance(row, TakenRow):
            yield row.rows


def read_file(
    kind: FileKind, text: str, known: KnownIds | None = None
) -> Iterator[TakenRow | RefusedRow]:
    """Yield every row of *text* as taken or refused, in the file's order.

    Raises:
        CatalogFileError: It is no file of this kind; rows yielded before must not
            be kept.
    """
    if kind is FileKind.ITEMS:
        return _read_items(text, known)
    return (
        row
        if isinstance(row, RefusedRow)
        else TakenRow(line=line, rows=(row,), warning=_unknown_of_price(row, known))
        for line, row in _read_single_rows(kind, text)
    )


def _read_single_rows(
    kind: FileKind, text: str
) -> Iterator[tuple[int, ReferenceRow | RefusedRow]]:
    """Read a kind of which each row of the file is one row of reference data."""
    # Each in its branch: a till that imports items does not load the others.
    if kind in {FileKind.PRICES, FileKind.PRICE_LISTS}:
        from terminal.domain.reference_data import import_prices

        if kind is FileKind.PRICES:
            yield from import_prices.read_prices(text)
        else:
            yield from import_prices.read_price_lists(text)
    elif kind in {FileKind.MEMBERS, FileKind.EXCHANGE_RATES}:
        from terminal.domain.reference_data import import_people

        if kind is FileKind.MEMBERS:
            yield from import_people.read_members(text)
        else:
            yield from import_people.read_rates(text)
    elif kind is FileKind.TAXES:
        from terminal.domain.reference_data.import_taxes import read_taxes

        yield from read_taxes(text)
    else:
        from terminal.domain.reference_data.import_promotions import read_promotions

        yield from read_promotions(text)


def _unknown_of_price(row: ReferenceRow, known: KnownIds | None) -> str | None:
    """Return what a price is for that is not there; it holds for nothing."""
    if known is None or not isinstance(row, PriceRow):
        return None
    return _joined(
        None if row.item_id in known.items else f"item_id {row.item_id!r}",
        None
        if row.price_list_id in known.price_lists
        else f"price_list {row.price_list_id!r}",
    )


def _joined(*unknown: str | None) -> str | None:
    named = [f"{one} is not here yet; import it too" for one in unknown if one]
    return "; ".join(named) or None


def _read_items(text: str, known: KnownIds | None) -> Iterator[TakenRow | RefusedRow]:
    from terminal.domain.catalog import import_rows
    from terminal.domain.tax.tax_group import single_rate

    made: set[str] = set()
    in_file: frozenset[str] | None = None
    for row in import_rows.read_rows(text):
        if isinstance(row, RefusedRow):
            yield row
            continue
        rows: list[ReferenceRow] = []
        group_id = row.tax_group_id
        warning = row.warning
        if group_id is None:
            group_id = import_rows.tax_rate_id(row.tax_rate_ppm)
            if group_id not in made:
                made.add(group_id)
                name = import_rows.tax_rate_name(row.tax_rate_ppm)
                rows.append(single_rate(group_id, row.tax_rate_ppm, name))
        if known is not None:
            group = None if row.tax_group_id in known.tax_groups else row.tax_group_id
            links = [one.item_id for one in row.rules.linked_items]
            if links and in_file is None:
                # A deposit may stand below its bottle in the same file.
                in_file = frozenset(
                    other.item_id
                    for other in import_rows.read_rows(text)
                    if not isinstance(other, RefusedRow)
                )
            unknown = _joined(
                None if group is None else f"tax_group {group!r}",
                *(
                    f"linked item {link!r}"
                    for link in links
                    if link not in known.items and link not in (in_file or ())
                ),
            )
            warning = "; ".join(filter(None, (warning, unknown))) or None
        if not row.is_pack:
            rows.append(_item(row, group_id))
        rows.append(_identity(row))
        yield TakenRow(line=row.line, rows=tuple(rows), warning=warning)


def _item(row: ImportRow, tax_group_id: str) -> ItemData:
    assert row.unit_price_micro is not None, row.line
    return ItemData(
        item_id=row.item_id,
        description=row.description,
        unit=row.unit,
        unit_price_micro=row.unit_price_micro,
        tax_group_id=tax_group_id,
        is_open_price=row.is_open_price,
        plu=row.plu,
        category=row.category,
        rules=None if row.rules is NO_RULES else row.rules,
    )


def _identity(row: ImportRow) -> IdentityData:
    if not row.is_pack:
        return IdentityData(scan_code=row.scan_code, item_id=row.item_id)
    return IdentityData(
        scan_code=row.scan_code,
        item_id=row.item_id,
        unit=row.unit,
        base_quantity_micro=row.base_quantity_micro,
        unit_price_micro=row.unit_price_micro,
    )

"""Takes a catalogue file into the replica of a till of its own.

The file is read twice: once whole, to know that it is a catalogue and which rows
are refused, and once to write it, so that a large one does not fill the memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from terminal.domain.catalog.import_rows import (
    ImportRow,
    RefusedRow,
    read_rows,
    tax_rate_id,
    tax_rate_name,
)
from terminal.persistence.replica.rows import (
    IdentityData,
    ItemData,
    RowData,
    TaxRateData,
)
from terminal.persistence.replica.writer import ReplicaWriter

LISTED_MAX: Final = 1_000


class WarnedRow(Struct, frozen=True):
    """A row that was taken but that somebody should look at."""

    line: int
    warning: str


class CatalogReport(Struct, frozen=True, kw_only=True):
    """What is in a catalogue file; the center answers in the same words.

    Attributes:
        rows: Rows but for the header and empty ones.
        accepted: Rows taken.
        refused_by_reason: How often each reason occurred.
        refused: The first `LISTED_MAX` of them.
        warnings: The first `LISTED_MAX` rows taken with a warning.
        dry_run: Nothing was written.
    """

    rows: int
    accepted: int
    refused_count: int
    refused_by_reason: dict[str, int]
    refused: tuple[RefusedRow, ...]
    warnings: tuple[WarnedRow, ...]
    dry_run: bool


def judge_catalog(text: str, *, dry_run: bool) -> CatalogReport:
    """Read every row of *text* and write nothing.

    Raises:
        CatalogFileError: It is no catalogue.
    """
    accepted = 0
    reasons: Counter[str] = Counter()
    refused: list[RefusedRow] = []
    warnings: list[WarnedRow] = []
    for row in read_rows(text):
        if isinstance(row, RefusedRow):
            reasons[row.reason] += 1
            if len(refused) < LISTED_MAX:
                refused.append(row)
            continue
        accepted += 1
        if row.warning is not None and len(warnings) < LISTED_MAX:
            warnings.append(WarnedRow(row.line, row.warning))
    return CatalogReport(
        rows=accepted + reasons.total(),
        accepted=accepted,
        refused_count=reasons.total(),
        refused_by_reason=dict(sorted(reasons.items())),
        refused=tuple(refused),
        warnings=tuple(warnings),
        dry_run=dry_run,
    )


def write_catalog(text: str, writer: ReplicaWriter) -> int:
    """Write the rows of *text* that are taken; return how many rows were written.

    Rows that are there already are replaced, others are kept.  Each thousand is
    durable by itself; after a failure the same file can be imported again.

    Raises:
        StorageError: The disk refuses.
    """
    return writer.put_rows(_changes(text))


def _changes(text: str) -> Iterator[RowData]:
    rates: set[int] = set()
    for row in read_rows(text):
        if isinstance(row, RefusedRow):
            continue
        if row.tax_rate_ppm not in rates:
            rates.add(row.tax_rate_ppm)
            yield TaxRateData(
                tax_rate_id=tax_rate_id(row.tax_rate_ppm),
                name=tax_rate_name(row.tax_rate_ppm),
                rate_ppm=row.tax_rate_ppm,
            )
        yield _item(row)
        yield IdentityData(scan_code=row.scan_code, item_id=row.item_id)


def _item(row: ImportRow) -> ItemData:
    return ItemData(
        item_id=row.item_id,
        description=row.description,
        unit=row.unit,
        unit_price_micro=row.unit_price_micro,
        tax_rate_id=tax_rate_id(row.tax_rate_ppm),
        is_open_price=row.is_open_price,
        plu=row.plu,
        category=row.category,
    )

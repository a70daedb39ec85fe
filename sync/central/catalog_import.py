"""Takes items from a CSV file into the reference data.

The file is read twice: once whole, to know that it is a catalog and which rows are
refused, and once to write it in pieces, so that a large import neither fills the
memory nor keeps the tills from pushing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct, field
from sqlalchemy import Connection

from sync.central import reference_data
from sync.central.reference_data import Change, Changed
from terminal.domain.catalog.import_rows import (
    ImportRow,
    RefusedRow,
    decode_catalog,
    read_rows,
    tax_rate_id,
    tax_rate_name,
)

ROWS_A_TRANSACTION: Final = 2_000
REFUSED_LISTED_MAX: Final = 1_000
WARNINGS_LISTED_MAX: Final = 1_000


class ItemData(Struct, frozen=True, kw_only=True):
    """A row of the feed of kind `item`."""

    item_id: str
    description: str
    unit: str
    unit_price_micro: int
    tax_rate_id: str
    is_open_price: bool
    plu: str | None
    category: str | None


class IdentityData(Struct, frozen=True, kw_only=True):
    """A row of the feed of kind `identity`."""

    scan_code: str
    item_id: str


class TaxRateData(Struct, frozen=True, kw_only=True):
    """A row of the feed of kind `tax_rate`."""

    tax_rate_id: str
    name: str
    rate_ppm: int


class Warned(Struct, frozen=True):
    """A row that was taken but that somebody should look at."""

    line: int
    warning: str


class ImportReport(Struct, frozen=True, kw_only=True):
    """What an import did, or would do.

    Attributes:
        rows: Rows of the file but for its header and empty lines.
        accepted: Rows taken.
        refused_count: Rows not taken.
        refused_by_reason: How often each reason occurred.
        refused: The first of them.
        warnings: The first rows taken with a warning.
        changed: Rows of reference data; all 0 in a dry run.
        dry_run: Nothing was written.
    """

    rows: int
    accepted: int
    refused_count: int
    refused_by_reason: dict[str, int]
    refused: list[RefusedRow]
    warnings: list[Warned]
    changed: Changed
    dry_run: bool


class CatalogFile(Struct, kw_only=True):
    """A catalog that was read whole once.

    Attributes:
        text: Its text.
        changed: What was written of it so far.
    """

    text: str
    accepted: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    refused: list[RefusedRow] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    changed: Changed = field(default_factory=Changed)

    def batches(self) -> Iterator[list[Change]]:
        """Yield the changes the file asks for, some rows at a time."""
        batch: list[Change] = []
        count = 0
        for row in read_rows(self.text):
            if isinstance(row, RefusedRow):
                continue
            batch += _changes(row)
            count += 1
            if count % ROWS_A_TRANSACTION == 0:
                yield batch
                batch = []
        if batch:
            yield batch

    def report(self, *, dry_run: bool) -> ImportReport:
        """Return what to tell the administrator."""
        refused_count = self.reasons.total()
        return ImportReport(
            rows=self.accepted + refused_count,
            accepted=self.accepted,
            refused_count=refused_count,
            refused_by_reason=dict(sorted(self.reasons.items())),
            refused=self.refused,
            warnings=self.warnings,
            changed=self.changed,
            dry_run=dry_run,
        )


def read(data: bytes) -> CatalogFile:
    """Read a catalog file, plain or gzip, and judge every row.

    Raises:
        CatalogFileError: It is no catalog.
    """
    file = CatalogFile(text=decode_catalog(data))
    for row in read_rows(file.text):
        if isinstance(row, RefusedRow):
            file.reasons[row.reason] += 1
            if len(file.refused) < REFUSED_LISTED_MAX:
                file.refused.append(row)
            continue
        file.accepted += 1
        if row.warning is not None and len(file.warnings) < WARNINGS_LISTED_MAX:
            file.warnings.append(Warned(row.line, row.warning))
    return file


def write(connection: Connection, changes: list[Change], now_ms: int) -> Changed:
    """Write one batch; a transaction of its own."""
    return reference_data.put(connection, changes, now_ms)


def _changes(row: ImportRow) -> list[Change]:
    rate = TaxRateData(
        tax_rate_id=tax_rate_id(row.tax_rate_ppm),
        name=tax_rate_name(row.tax_rate_ppm),
        rate_ppm=row.tax_rate_ppm,
    )
    item = ItemData(
        item_id=row.item_id,
        description=row.description,
        unit=row.unit,
        unit_price_micro=row.unit_price_micro,
        tax_rate_id=rate.tax_rate_id,
        is_open_price=row.is_open_price,
        plu=row.plu,
        category=row.category,
    )
    identity = IdentityData(scan_code=row.scan_code, item_id=row.item_id)
    return [
        _change("tax_rate", rate.tax_rate_id, rate),
        _change("item", item.item_id, item),
        _change("identity", identity.scan_code, identity),
    ]


def _change(kind: str, key: str, data: Struct) -> Change:
    return Change(kind=kind, key=key, data=msgspec.json.encode(data).decode())

"""Takes files of items, prices, taxes and promotions into the reference data.

A large import is written in pieces, so that it neither fills the memory nor keeps
the tills from pushing. Meanwhile the feed is held: a till gets all of it, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct, field
from sqlalchemy import Connection, select, update

from sync.central import reference_data
from sync.central.reference_data import Change, Changed
from sync.central.schema import center, reference_row
from terminal.domain.reference_data.file_kind import FileKind
from terminal.domain.reference_data.file_text import decode_catalog
from terminal.domain.reference_data.import_file import (
    ImportReport,
    KnownIds,
    judge_file,
    list_rows,
)
from terminal.domain.reference_data.rows import (
    ReferenceRow,
    encode_row,
    key_of,
    kind_of,
    lookup_of,
)

ROWS_A_TRANSACTION: Final = 2_000

HELD_MS: Final = 15_000
"""How long the feed waits for the next piece. If the server dies in the middle, the
tills get what was written, and the administrator imports the file again."""


class WrittenReport(ImportReport, frozen=True, kw_only=True):
    """What an import did, or would do.

    Attributes:
        changed: Rows of reference data; all 0 in a dry run.
    """

    changed: Changed


class CatalogFile(Struct, kw_only=True):
    """A file that was read whole once.

    Attributes:
        text: Its text.
        judged: Which of its rows are taken.
        changed: What was written of it so far.
    """

    kind: FileKind
    text: str
    judged: ImportReport
    changed: Changed = field(default_factory=Changed)

    def batches(self) -> Iterator[list[Change]]:
        """Yield the changes the file asks for, some rows at a time."""
        batch: list[Change] = []
        for count, rows in enumerate(list_rows(self.kind, self.text), 1):
            batch += map(_change, rows)
            if count % ROWS_A_TRANSACTION == 0:
                yield batch
                batch = []
        if batch:
            yield batch

    def report(self) -> WrittenReport:
        """Return what to tell the administrator."""
        return WrittenReport(
            **msgspec.structs.asdict(self.judged), changed=self.changed
        )


def read(
    data: bytes,
    kind: FileKind,
    *,
    dry_run: bool,
    known: KnownIds | None = None,
) -> CatalogFile:
    """Read a file, plain or gzip, and judge every row; see `judge_file`.

    Raises:
        CatalogFileError: It is no file of this kind.
    """
    text = decode_catalog(data)
    judged = judge_file(kind, text, dry_run=dry_run, known=known)
    return CatalogFile(kind=kind, text=text, judged=judged)


def list_known(connection: Connection) -> KnownIds:
    """Return the ids that rows of a file may name and that some store has."""
    rows = reference_row.c

    def ids(kind: str) -> frozenset[str]:
        answer = connection.execute(
            select(rows.key).where(rows.kind == kind, rows.is_deleted.is_(False))
        )
        return frozenset(answer.scalars())

    return KnownIds(
        tax_groups=ids("tax_group"), items=ids("item"), price_lists=ids("price_list")
    )


def write(connection: Connection, changes: list[Change], now_ms: int) -> Changed:
    """Write one batch, a transaction of its own; `release` follows the last."""
    changed = reference_data.put(connection, changes, now_ms)
    connection.execute(update(center).values(feed_held_until_ms=now_ms + HELD_MS))
    return changed


def release(connection: Connection) -> None:
    """Let the feed go on: the file is written whole."""
    connection.execute(update(center).values(feed_held_until_ms=0))


def _change(row: ReferenceRow) -> Change:
    return Change(
        kind=kind_of(row),
        key=key_of(row),
        data=encode_row(row).decode(),
        lookup=lookup_of(row),
    )

"""Takes a file of reference data into the replica of a till of its own."""

from __future__ import annotations

from itertools import chain

from terminal.domain.reference_data.file_kind import FileKind
from terminal.domain.reference_data.import_file import list_rows
from terminal.persistence.replica.writer import ReplicaWriter


def write_file(kind: FileKind, text: str, writer: ReplicaWriter) -> int:
    """Write the rows of *text* that are taken; return how many rows were written.

    Rows that are there already are replaced, others are kept.  Each thousand is
    durable by itself; after a failure the same file can be imported again.

    Raises:
        CatalogFileError: It is no file of this kind.
        StorageError: The disk refuses.
    """
    return writer.put_rows(chain.from_iterable(list_rows(kind, text)))

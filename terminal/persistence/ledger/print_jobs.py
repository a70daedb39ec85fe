"""What the printer and the drawer still have to do: working state, not facts."""

from typing import Final

import msgspec

from structs.decoding import msgpack_decoder
from terminal.application.ports.clock import Clock
from terminal.application.ports.id_factory import IdFactory
from terminal.application.receipts.document import ReceiptDocument
from terminal.application.receipts.print_job import (
    PrintJob,
    PrintJobKind,
    PrintJobState,
)
from terminal.persistence.dbapi import Connection

_FINISHED: Final = (PrintJobState.DONE.value, PrintJobState.DROPPED.value)

_INSERT: Final = (
    "INSERT INTO print_job (job_id, kind, state, created_at_ms) VALUES (?, ?, ?, ?)"
)
_INSERT_WITH_DOCUMENT: Final = (
    "INSERT INTO print_job (job_id, kind, state, created_at_ms, document)"
    " VALUES (?, ?, ?, ?, ?)"
)

_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgpack_decoder(ReceiptDocument)


class SqlPrintJobs:
    """Implements `PrintJobs`; a finished job leaves no row behind."""

    def __init__(self, connection: Connection, clock: Clock, ids: IdFactory) -> None:
        self._connection = connection
        self._clock = clock
        self._ids = ids
        self.kinds = frozenset(PrintJobKind)
        """The kinds that are queued; a till without a printer keeps no papers."""

    def wants(self, kind: PrintJobKind) -> bool:
        """See `PrintJobs`."""
        return kind in self.kinds

    def add(self, kind: PrintJobKind, document: ReceiptDocument | None) -> str:
        """See `PrintJobs`."""
        job_id = self._ids.new()
        if kind not in self.kinds:
            return job_id
        row = (job_id, kind.value, PrintJobState.QUEUED.value, self._clock.wall_ms())
        if document is None:
            self._connection.execute(_INSERT, row)
        else:
            # As bytearray: the driver sends bytes through its adapters.
            content = bytearray(_encoder.encode(document))
            self._connection.execute(_INSERT_WITH_DOCUMENT, (*row, content))
        return job_id

    def replace(self, job_id: str, document: ReceiptDocument) -> None:
        """See `PrintJobs`."""
        self._connection.execute(
            "UPDATE print_job SET document = ? WHERE job_id = ? AND state = ?",
            (
                bytearray(_encoder.encode(document)),
                job_id,
                PrintJobState.QUEUED.value,
            ),
        )

    def list_queued(self) -> list[PrintJob]:
        """See `PrintJobs`."""
        rows = self._connection.execute(
            "SELECT job_id, kind, state, document, created_at_ms FROM print_job"
            " ORDER BY job_no"
        ).fetchall()
        return [
            PrintJob(
                job_id=job_id,
                kind=PrintJobKind(kind),
                state=PrintJobState(state),
                document=None if document is None else _decoder.decode(document),
                created_at_ms=created_at_ms,
            )
            for job_id, kind, state, document, created_at_ms in rows
        ]

    def mark(self, job_id: str, state: str) -> bool:
        """See `PrintJobs`."""
        if state in _FINISHED:
            statement = "DELETE FROM print_job WHERE job_id = ?"
            return bool(self._connection.execute(statement, (job_id,)).rowcount)
        return bool(
            self._connection.execute(
                "UPDATE print_job SET state = ? WHERE job_id = ?",
                (PrintJobState(state).value, job_id),
            ).rowcount
        )

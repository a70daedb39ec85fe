"""Work for the printer and the cash drawer."""

from enum import StrEnum

import msgspec

from terminal.application.receipts.document import ReceiptDocument


class PrintJobKind(StrEnum):
    """What a job asks for."""

    RECEIPT = "receipt"
    DRAWER = "drawer"
    REPORT = "report"


class PrintJobState(StrEnum):
    """How far a job is; ``in_doubt`` means its answer was lost."""

    QUEUED = "queued"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    DROPPED = "dropped"


class PrintJob(msgspec.Struct, frozen=True, kw_only=True):
    """One job; working state, not a fact.

    Attributes:
        document: None for a drawer job.
    """

    job_id: str
    kind: PrintJobKind
    state: PrintJobState
    document: ReceiptDocument | None
    created_at_ms: int

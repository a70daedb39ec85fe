"""Note how far a print job is."""

import msgspec


class MarkPrintJob(msgspec.Struct, frozen=True, kw_only=True):
    """The device thread reports on a job.

    Attributes:
        state: A value of ``PrintJobState``.
    """

    job_id: str
    state: str

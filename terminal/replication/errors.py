"""What can go wrong between this till and the center, and what to do about it.

Every message says what happened, what was kept and what to do.  None of these
errors ever means that a sale may be dropped.
"""

from __future__ import annotations

from typing import ClassVar


class SyncError(Exception):
    """The center, or the way to it, said no.  Nothing local was lost.

    Attributes:
        code: Stable name of the cause, the same word that `sync status` reports.
        exit_code: What a command answers when this error ends it.
    """

    code: ClassVar[str] = "sync"
    exit_code: ClassVar[int] = 1


class CenterUnreachableError(SyncError):
    """No answer came: no route, no listener, or silence until the deadline."""

    code = "server_unreachable"


class NetworkDownError(CenterUnreachableError):
    """This computer has no way out at all: no link or no route."""

    code = "network_down"


class NameUnknownError(CenterUnreachableError):
    """The center's name could not be turned into an address."""

    code = "name_unknown"


class TrustError(SyncError):
    """The center's certificate could not be trusted, and the clock looks right."""

    code = "certificate"


class ClockError(SyncError):
    """The till's clock is too far from the center's for a signature to count."""

    code = "clock"


class RefusedError(SyncError):
    """The center understood the request and refused it."""

    code = "refused"


class RevokedError(SyncError):
    """The center no longer accepts the key of this workstation."""

    code = "revoked"


class UpgradeRequiredError(SyncError):
    """The center asks for a newer program.  The queue is kept meanwhile."""

    code = "upgrade_required"


class BusyError(SyncError):
    """The center asked to wait.

    Attributes:
        retry_after_s: How long it asked for, or None when it did not say.
    """

    code = "busy"

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class NotOurServerError(SyncError):
    """Somebody answered, but not the center: a portal, a proxy or another program."""

    code = "not_our_server"


class FeedRefusedError(SyncError):
    """Reference data arrived without the center's valid signature; none was applied."""

    code = "feed_refused"


class EnrolmentRefusedError(RefusedError):
    """The center did not accept the enrolment code."""

    code = "enrolment_refused"


class StandAloneError(SyncError):
    """This till keeps its own reference data and has no center to speak with."""

    code = "stand_alone"


class AgentAddressError(SyncError):
    """The local socket between till and agent cannot be made here."""

    code = "agent_address"


class AgentRunningError(SyncError):
    """Another process is the agent of this home."""

    code = "agent_running"


class ExportError(SyncError):
    """The events could not be written to the file; the ledger was only read."""

    code = "export"


class LedgerUnreadableError(SyncError):
    """The till's files cannot be read just now; the text says which and why."""

    code = "ledger_unreadable"

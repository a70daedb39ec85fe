"""What the shell tells the machines.  Every time is monotonic milliseconds."""

from __future__ import annotations

import msgspec

from sync.engine.causes import Cause
from sync.engine.schedule import Committed, NetworkHinted, TimerFired
from sync.engine.values import LocalHead, Mark, Verdict
from sync.protocol.envelope import StoredEvent


class HeadsRead(msgspec.Struct, frozen=True):
    """The heads of the local ledger, oldest epoch first; answers `ReadHeads`."""

    at_ms: int
    ticket: int
    heads: tuple[LocalHead, ...]


class EventsRead(msgspec.Struct, frozen=True):
    """Consecutive events of one epoch; answers `ReadEvents`."""

    at_ms: int
    ticket: int
    events: tuple[StoredEvent, ...]


class HashesRead(msgspec.Struct, frozen=True):
    """Hashes of own events; answers `ReadHashes`.

    Attributes:
        hashes: One for each number asked for; None where the ledger lacks it.
    """

    at_ms: int
    ticket: int
    hashes: tuple[bytes | None, ...]


class LocalFailed(msgspec.Struct, frozen=True):
    """The till's own files could not be read or written just now."""

    at_ms: int
    ticket: int
    detail: str


class HelloAnswered(msgspec.Struct, frozen=True):
    """The center answered `SendHello`.

    Attributes:
        nonce: That of the request this answers.
        incarnation: Changes whenever the center was restored from a backup.
        marks: Its watermarks; an epoch it never heard of is missing.
        paused_ms: How long the center wants no events, or None.
        suspended: Why the center takes nothing more under this key; empty when it
            does.
        quarantined: How many events of this till have no effect there.
    """

    at_ms: int
    nonce: str
    incarnation: str
    marks: tuple[Mark, ...]
    paused_ms: int | None = None
    suspended: str = ""
    quarantined: int = 0


class PushAnswered(msgspec.Struct, frozen=True):
    """The center answered `SendPush` with 200.

    Attributes:
        nonce: That of the request this answers.
        mark: Its watermark after the batch.
        verdicts: What became of each event.
        compressed_bytes: How large the batch was on the wire; 0 when unknown.
        incarnation: As in `HelloAnswered`; empty when the center did not say.
    """

    at_ms: int
    nonce: str
    mark: Mark
    verdicts: tuple[Verdict, ...] = ()
    compressed_bytes: int = 0
    incarnation: str = ""


class HashesAnswered(msgspec.Struct, frozen=True):
    """The center answered `SendHashes`.

    Attributes:
        nonce: That of the request this answers.
        hashes: One for each number asked for; None where the center lacks it.
        incarnation: As in `HelloAnswered`; empty when the center did not say.
    """

    at_ms: int
    nonce: str
    hashes: tuple[bytes | None, ...]
    incarnation: str = ""


class FeedAnswered(msgspec.Struct, frozen=True):
    """The center answered `SendFeed`.

    Attributes:
        nonce: That of the request this answers.
        sealed: The checkpoint exactly as it came, with its signature.
    """

    at_ms: int
    nonce: str
    sealed: bytes


class RowsApplied(msgspec.Struct, frozen=True):
    """Rows and cursor are durable; answers `ApplyRows`.

    Attributes:
        digest: Of all rows that are now in force, 64 hex digits; empty where the
            shell keeps none.
    """

    at_ms: int
    ticket: int
    digest: str = ""


class RequestFailed(msgspec.Struct, frozen=True):
    """A request got no useful answer.

    Attributes:
        nonce: That of the request.
        detail: For people; what exactly was seen.
        retry_after_ms: How long the center asked to be left alone, or None.
    """

    at_ms: int
    nonce: str
    cause: Cause
    detail: str = ""
    retry_after_ms: int | None = None


PushInput = (
    Committed
    | NetworkHinted
    | TimerFired
    | HeadsRead
    | EventsRead
    | HashesRead
    | LocalFailed
    | HelloAnswered
    | HashesAnswered
    | PushAnswered
    | RequestFailed
)
PullInput = (
    Committed
    | NetworkHinted
    | TimerFired
    | FeedAnswered
    | RowsApplied
    | LocalFailed
    | RequestFailed
)

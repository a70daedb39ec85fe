"""What the machines ask of their shell."""

from __future__ import annotations

import msgspec

from sync.engine.schedule import ArmTimer
from sync.engine.values import LocalHead, Mark, Verdict
from sync.protocol.envelope import StoredEvent
from sync.protocol.messages import FeedRow


class ReadHeads(msgspec.Struct, frozen=True):
    """Read the heads of every epoch; answer with `HeadsRead` or `LocalFailed`."""

    ticket: int


class ReadEvents(msgspec.Struct, frozen=True):
    """Read events; answer with `EventsRead` or `LocalFailed`.

    Attributes:
        after_seq: The first event wanted is the one after this number.
        limit: Most events wanted.
    """

    ticket: int
    epoch: str
    after_seq: int
    limit: int


class ReadHashes(msgspec.Struct, frozen=True):
    """Read hashes of own events; answer with `HashesRead` or `LocalFailed`.

    Attributes:
        seqs: Their numbers, ascending; at most `HASHES_MAX`.
    """

    ticket: int
    epoch: str
    seqs: tuple[int, ...]


class SendHello(msgspec.Struct, frozen=True):
    """Ask the center how far it is; answer with the same nonce."""

    nonce: str
    heads: tuple[LocalHead, ...]
    incarnation_seen: str


class SendPush(msgspec.Struct, frozen=True):
    """Send one chained batch; answer with the same nonce."""

    nonce: str
    epoch: str
    first_seq: int
    events: tuple[StoredEvent, ...]

    @property
    def last_seq(self) -> int:
        """Number of the last event of the batch."""
        return self.first_seq + len(self.events) - 1


class SendHashes(msgspec.Struct, frozen=True):
    """Ask the center for hashes of its events; answer with the same nonce.

    Attributes:
        seqs: Their numbers, ascending; at most `HASHES_MAX`.
    """

    nonce: str
    epoch: str
    seqs: tuple[int, ...]


class SendFeed(msgspec.Struct, frozen=True):
    """Ask for reference data after *cursor*; answer with the same nonce."""

    nonce: str
    cursor: str | None


class ApplyRows(msgspec.Struct, frozen=True):
    """Store rows and cursor in one transaction; answer with `RowsApplied`.

    Attributes:
        is_restart: What is stored but not among the rows until the feed is
            complete again is no longer valid.
    """

    ticket: int
    rows: tuple[FeedRow, ...]
    cursor: str
    is_complete: bool
    is_restart: bool


class StoreMark(msgspec.Struct, frozen=True):
    """Remember the center's watermark, for display and as a witness only."""

    mark: Mark


class ReportVerdicts(msgspec.Struct, frozen=True):
    """Events of *epoch* that the center did not simply apply."""

    epoch: str
    verdicts: tuple[Verdict, ...]


class RaiseRequest(msgspec.Struct, frozen=True):
    """Ask the till to record something.

    Attributes:
        kind: `"rehome_wanted"`: begin a new epoch after the last event that till and
            center have in common (`epoch`, `common_seq`, `common_hash`) and append
            what follows it again.  `"epoch_unknown"`: the center holds an epoch that
            this ledger has lost (`epoch`, `center_seq`); begin a new one.
            `"fork_found"`: nothing in common, a person has to look.
        key: The same finding has the same key, so that it is recorded once.
        detail: The finding, by name.
    """

    kind: str
    key: str
    detail: dict[str, str | int]


class RaiseIncident(msgspec.Struct, frozen=True):
    """Something a person should look at; shown in the status until it is over."""

    code: str
    detail: str


class EndIncident(msgspec.Struct, frozen=True):
    """The incident of this code is over."""

    code: str


class RestartTransport(msgspec.Struct, frozen=True):
    """Nothing moves although the center answers: begin with fresh connections."""


PushOutput = (
    ArmTimer
    | ReadHeads
    | ReadEvents
    | ReadHashes
    | SendHello
    | SendHashes
    | SendPush
    | StoreMark
    | ReportVerdicts
    | RaiseRequest
    | RaiseIncident
    | EndIncident
    | RestartTransport
)
PullOutput = ArmTimer | SendFeed | ApplyRows | RaiseIncident | EndIncident

"""What till and agent say to each other over the local socket.

Each message is one frame of MessagePack, tagged by `do` (questions) or by `is`
(answers).  Bytes that are not one of these end the connection: the socket belongs
to the home, and whoever speaks otherwise is not part of Evertill.
"""

from __future__ import annotations

from typing import Final

import msgspec

from sync.protocol.held_events import HeldEvent

FRAME_BYTES_MAX: Final = 4 * 1024 * 1024
"""Longest frame either side reads; a status with every incident fits in 8 KiB, but a
receipt of the center may have a thousand lines."""

RECEIPT: Final = "receipt"
"""Kind of a `Lookup`: the transaction of a receipt; the key is its code as JSON."""

CLAIM: Final = "claim"
"""Kind of a `Lookup`: goods that are about to come back; the key is the claim."""


PROOF: Final = "completeness"
"""Kind of a `Lookup`: the center's receipt for a settlement, whose hash is the key."""


class Nudge(msgspec.Struct, frozen=True, tag_field="do", tag="nudge"):
    """Something was committed to the ledger; look soon.  No answer follows."""


class AskStatus(msgspec.Struct, frozen=True, tag_field="do", tag="status"):
    """How is the way to the center?  Answered by `AgentStatus`."""


class Lookup(msgspec.Struct, frozen=True, tag_field="do", tag="lookup"):
    """Ask the center something that this till cannot know.

    Attributes:
        kind: What is asked; `"drained"` waits until nothing is left to send.
        deadline_ms: How long the asker waits; the answer comes before it ends.
        key: What the question is about, where the kind needs it.
    """

    kind: str
    deadline_ms: int
    key: str = ""


class Stop(msgspec.Struct, frozen=True, tag_field="do", tag="stop"):
    """End after the request in flight.  Answered by `Stopping`."""


class SettlementStatus(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the center has proved that it holds a till period.

    Attributes:
        z_number: Of the settlement.
        is_complete: Whether a signed receipt is kept.
        events: Events that the receipt covers; 0 without one.
        head_hash: Hash of the settlement, hex.
        detail: One sentence.
    """

    z_number: int
    is_complete: bool
    events: int
    head_hash: str
    detail: str


class ClockReading(msgspec.Struct, frozen=True, kw_only=True):
    """What this till's clock is worth, by signed answers of the center.

    Attributes:
        center_ms: The center's time when the status was made, ms since 1970 UTC.
        error_ms: Bound of the error of `center_ms`.
        skew_ms: What to add to this till's clock to have the center's time.
        is_wrong: The skew is large enough to tell people.
    """

    center_ms: int
    error_ms: int
    skew_ms: int
    is_wrong: bool


class AgentStatus(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="is", tag="status"
):
    """How replication stands, in figures and in plain words.

    Attributes:
        state: `"online"`, `"starting"`, `"stopped"` (no agent runs),
            `"stand_alone"`, or the `code` of the `SyncError` that stands in the way.
        cause: One plain English sentence for `state`: what happened, what is kept,
            what to do.
        waiting: Events in the ledger that the center has not yet confirmed; None when
            the ledger could not be read.
        waiting_gross_minor: Signed value of those events, tax included.
        oldest_at_ms: Wall time of the oldest of them, ms since 1970 UTC.
        last_ok_at_ms: When the center last answered well, ms since 1970 UTC.
        feed_cursor: How far reference data has been applied; opaque.
        feed_state: As `state`, for the way down, which is independent.
        incidents: What a person should look at, newest last.
        agent_pid: The process that answered; None when none runs.
        accepted: Events that the center has stored (tick 1); None if not known.
        archived: Of them, those that a copy of the center has too (tick 2).
        settlement: How the last one stands; None before the first.
        detail: What exactly was seen at the last failure; part of `cause`.
        held: Events that the center stored without effect; None if not known.
        held_events: The oldest of them, with reasons.
        incident_codes: Of each of `incidents`, a word that does not change.
        clock: None before the center's first answer.
    """

    state: str
    cause: str
    waiting: int | None
    waiting_gross_minor: int
    oldest_at_ms: int | None = None
    last_ok_at_ms: int | None = None
    feed_cursor: str | None = None
    feed_state: str = "starting"
    incidents: tuple[str, ...] = ()
    agent_pid: int | None = None
    accepted: int | None = None
    archived: int | None = None
    settlement: SettlementStatus | None = None
    detail: str = ""
    held: int | None = None
    held_events: tuple[HeldEvent, ...] = ()
    incident_codes: tuple[str, ...] = ()
    clock: ClockReading | None = None


class LookupAnswer(msgspec.Struct, frozen=True, tag_field="is", tag="lookup"):
    """The answer to a `Lookup`.

    Attributes:
        kind: The kind that was asked.
        is_known: Whether the question was answered; False means "I don't know".
        detail: The answer, or why there is none.
        code: The center's own word for a refusal; empty when it did not answer.
    """

    kind: str
    is_known: bool
    detail: str
    code: str = ""


class Stopping(msgspec.Struct, frozen=True, tag_field="is", tag="stopping"):
    """The agent heard `Stop` and will end."""


Question = Nudge | AskStatus | Lookup | Stop
Answer = AgentStatus | LookupAnswer | Stopping

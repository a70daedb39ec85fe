"""Download: applies the center's reference data, checkpoint by checkpoint.

Independent of the upload: a stuck upload never blocks prices, and the reverse.
A row is handed to the shell only when the pinned key signed it, and the cursor goes
with the rows, so that data is never marked as had before it is.  Whenever the feed is
complete, what is in force is compared with what the center says it is; if they differ,
everything is fetched anew.
"""

from __future__ import annotations

import enum
from typing import Final, assert_never

from sync.engine.causes import PATIENT_CAUSES, Cause
from sync.engine.inputs import (
    FeedAnswered,
    LocalFailed,
    PullInput,
    RequestFailed,
    RowsApplied,
)
from sync.engine.outputs import (
    ApplyRows,
    EndIncident,
    PullOutput,
    RaiseIncident,
    SendFeed,
)
from sync.engine.schedule import (
    ArmTimer,
    AttemptFailed,
    AttemptSucceeded,
    Committed,
    NetworkHinted,
    Schedule,
    StartAttempt,
    TimerFired,
)
from sync.engine.values import REQUEST_DEADLINE_MS, Below, request_nonce
from sync.protocol.errors import CheckpointSignatureError, MalformedMessageError
from sync.protocol.messages import FeedCheckpoint, open_checkpoint

DIGEST_INCIDENT: Final = "feed_digest"

RESNAPSHOT_PAUSE_MS: Final = 60 * 60 * 1000
"""Least time from one snapshot for a wrong digest to the next: where a whole snapshot
does not help, fetching it again and again helps nobody."""


class _Phase(enum.Enum):
    """What the machine is waiting for."""

    REST = enum.auto()
    FETCH = enum.auto()
    APPLY = enum.auto()


class Pull:
    """The download of one workstation's reference data.

    Args:
        below: Randomness, for jitter and nonces.
        central_public_key: The key pinned at enrolment, 32 bytes.
        store: Tenant and store the data must be for, as enrolled.
        cursor: What was applied so far; None before the first checkpoint.
        schedule: The timing; a `Schedule` of its own.
    """

    def __init__(
        self,
        below: Below,
        *,
        central_public_key: bytes,
        store: tuple[str, str],
        cursor: str | None = None,
        schedule: Schedule | None = None,
    ) -> None:
        self._below = below
        self._key = central_public_key
        self._store = store
        self._cursor = cursor
        self._schedule = Schedule(below) if schedule is None else schedule
        self._phase = _Phase.REST
        self._out: list[PullOutput] = []
        self._ticket = 0
        self._nonce = ""
        self._deadline_ms: int | None = None
        self._pending: FeedCheckpoint | None = None
        self._cause: Cause | None = None
        self._detail = ""
        self._attempts = 0
        self._rows = 0
        self._is_complete = False
        self._strays = 0
        self._in_force: tuple[str | None, str] = (cursor, "")
        self._is_wrong = False
        self._healed_ms: int | None = None

    @property
    def cursor(self) -> str | None:
        """How far the feed is applied."""
        return self._cursor

    @property
    def cause(self) -> Cause | None:
        """Why the last attempt failed; None when it succeeded or none has ended."""
        return self._cause

    @property
    def detail(self) -> str:
        """What exactly was seen at the last failure."""
        return self._detail

    @property
    def attempts_ended(self) -> int:
        """Attempts that have ended, well or not."""
        return self._attempts

    @property
    def is_busy(self) -> bool:
        """Whether an attempt is under way."""
        return self._phase is not _Phase.REST

    @property
    def is_complete(self) -> bool:
        """Whether the center had nothing newer when it was last asked."""
        return self._is_complete

    @property
    def rows_applied(self) -> int:
        """Rows applied since the machine was made."""
        return self._rows

    @property
    def in_force(self) -> tuple[str | None, str]:
        """Cursor of the rows the till sells by, and their digest.

        64 hex digits, empty before it is known.  Other than `cursor` it moves only
        when the feed is complete.  May be read from any thread.
        """
        return self._in_force

    @property
    def is_wrong(self) -> bool:
        """Whether the rows in force are not those the center has for this store."""
        return self._is_wrong

    @property
    def stray_answers(self) -> int:
        """Answers that came after their request was given up."""
        return self._strays

    def step(self, given: PullInput) -> list[PullOutput]:
        """Take one input; return what to do, in order."""
        assert not self._out, "step() was entered while it was running"
        match given:
            case Committed() | NetworkHinted():
                self._arm(given)
            case TimerFired(at_ms):
                self._on_timer(at_ms)
            case RowsApplied() | LocalFailed():
                if given.ticket == self._ticket and self._phase is _Phase.APPLY:
                    self._on_local(given)
            case FeedAnswered() | RequestFailed():
                if given.nonce == self._nonce and self._nonce:
                    self._nonce = ""
                    self._deadline_ms = None
                    self._on_remote(given)
                else:
                    self._strays += 1
            case _ as never:
                assert_never(never)
        out, self._out = self._out, []
        return out

    def _arm(self, given: Committed | NetworkHinted | TimerFired) -> None:
        for output in self._schedule.step(given):
            if isinstance(output, StartAttempt):
                self._fetch(given.at_ms)
            else:
                self._out.append(output)

    def _on_timer(self, at_ms: int) -> None:
        if self._deadline_ms is None:
            self._arm(TimerFired(at_ms))
        elif at_ms < self._deadline_ms:
            self._out.append(ArmTimer(self._deadline_ms))
        else:
            self._fail(at_ms, Cause.TIMED_OUT, "no answer within the time allowed")

    def _fetch(self, at_ms: int) -> None:
        self._phase = _Phase.FETCH
        self._nonce = request_nonce(self._below)
        self._deadline_ms = at_ms + REQUEST_DEADLINE_MS
        self._out += [ArmTimer(self._deadline_ms), SendFeed(self._nonce, self._cursor)]

    def _on_remote(self, given: FeedAnswered | RequestFailed) -> None:
        if isinstance(given, RequestFailed):
            self._fail(given.at_ms, given.cause, given.detail, given.retry_after_ms)
            return
        try:
            checkpoint = open_checkpoint(given.sealed, self._key)
            self._check(checkpoint)
        except CheckpointSignatureError as error:
            self._refuse(given.at_ms, str(error))
            return
        except MalformedMessageError as error:
            self._refuse(given.at_ms, f"a checkpoint cannot be read: {error}")
            return
        self._pending = checkpoint
        self._phase = _Phase.APPLY
        self._ticket += 1
        self._out.append(
            ApplyRows(
                self._ticket,
                checkpoint.rows,
                checkpoint.cursor,
                checkpoint.complete,
                checkpoint.resnapshot,
            )
        )

    def _check(self, checkpoint: FeedCheckpoint) -> None:
        """Refuse a genuine checkpoint that is not the answer to our question."""
        if (checkpoint.tenant, checkpoint.store) != self._store:
            raise CheckpointSignatureError("the reference data is for another store")
        if checkpoint.after != (self._cursor or ""):
            # Genuine but old: replayed on the way, it would bring back old prices.
            raise CheckpointSignatureError("the reference data answers another cursor")
        is_stuck = checkpoint.cursor == checkpoint.after and not checkpoint.complete
        if is_stuck:
            raise MalformedMessageError("the feed goes on but its cursor does not")

    def _refuse(self, at_ms: int, detail: str) -> None:
        self._out.append(RaiseIncident("feed_refused", detail))
        self._fail(at_ms, Cause.FEED_REFUSED, detail)

    def _on_local(self, given: RowsApplied | LocalFailed) -> None:
        self._ticket += 1
        if isinstance(given, LocalFailed):
            self._fail(given.at_ms, Cause.LOCAL, given.detail)
            return
        checkpoint, self._pending = self._pending, None
        assert checkpoint is not None
        self._cursor = checkpoint.cursor
        self._rows += len(checkpoint.rows)
        self._is_complete = checkpoint.complete
        if not checkpoint.complete:
            self._fetch(given.at_ms)
            return
        self._in_force = (checkpoint.cursor, given.digest)
        if self._must_heal(given, checkpoint.digest):
            self._cursor = None
            self._fetch(given.at_ms)
            return
        self._rest()
        self._cause = None
        self._detail = ""
        self._out.append(EndIncident("feed_refused"))
        self._end(AttemptSucceeded(given.at_ms))

    def _must_heal(self, given: RowsApplied, expected: str) -> bool:
        """Compare digests; return whether to fetch everything anew, at once."""
        if not expected or not given.digest:
            # One side keeps none: an older program.
            return False
        self._is_wrong = given.digest != expected
        if not self._is_wrong:
            self._out.append(EndIncident(DIGEST_INCIDENT))
            return False
        self._out.append(
            RaiseIncident(
                DIGEST_INCIDENT,
                "the reference data of this till is not what the center has:"
                f" {given.digest[:16]} instead of {expected[:16]}",
            )
        )
        healed_ms = self._healed_ms
        if healed_ms is not None and given.at_ms - healed_ms < RESNAPSHOT_PAUSE_MS:
            return False
        self._healed_ms = given.at_ms
        return True

    def _fail(
        self,
        at_ms: int,
        cause: Cause,
        detail: str,
        retry_after_ms: int | None = None,
    ) -> None:
        self._rest()
        self._cause = cause
        self._detail = detail
        self._is_complete = False
        self._end(AttemptFailed(at_ms, retry_after_ms, cause in PATIENT_CAUSES))

    def _rest(self) -> None:
        self._phase = _Phase.REST
        self._nonce = ""
        self._deadline_ms = None
        self._pending = None
        self._ticket += 1
        self._attempts += 1

    def _end(self, ended: AttemptSucceeded | AttemptFailed) -> None:
        self._out += [
            output
            for output in self._schedule.step(ended)
            if isinstance(output, ArmTimer)
        ]

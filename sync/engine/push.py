"""Upload: brings every local event to the center, in order, exactly once.

What to send next is decided by the center's own watermark alone.  The mark kept in
the till is a display: a till that trusted it would lose events whenever the center
is restored from a backup.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Sequence
from typing import Final, assert_never

import msgspec

from sync.engine.batch_size import BatchSize, raw_bytes
from sync.engine.causes import PATIENT_CAUSES, UNREACHED_CAUSES, Cause
from sync.engine.common_prefix import CommonPrefix
from sync.engine.inputs import (
    EventsRead,
    HashesAnswered,
    HashesRead,
    HeadsRead,
    HelloAnswered,
    LocalFailed,
    PushAnswered,
    PushInput,
    RequestFailed,
)
from sync.engine.outputs import (
    EndIncident,
    PushOutput,
    RaiseIncident,
    RaiseRequest,
    ReadEvents,
    ReadHashes,
    ReadHeads,
    ReportVerdicts,
    RestartTransport,
    SendHashes,
    SendHello,
    SendPush,
    StoreMark,
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
from sync.engine.values import (
    REQUEST_DEADLINE_MS,
    Below,
    LocalHead,
    Mark,
    request_nonce,
)
from sync.protocol.envelope import StoredEvent

STALL_MS: Final = 120_000
"""A backlog, a center that answers, and no progress for twice the longest delay."""

GREETING_MS: Final = 60_000
"""A till that sells without pause has no heartbeat, and greets as often as one that
rests: a clone shows by its greetings alone."""

PAUSE_MS_MIN: Final = 1_000


class _Phase(enum.Enum):
    """What the machine is waiting for."""

    REST = enum.auto()
    HEADS_FOR_HELLO = enum.auto()
    HELLO = enum.auto()
    HEADS = enum.auto()
    EVENTS = enum.auto()
    PUSH = enum.auto()
    OWN_HASHES = enum.auto()
    HASHES = enum.auto()


class _Search(msgspec.Struct):
    """The search for the last common event of one epoch.

    Attributes:
        head: Where the local epoch stood when it began.
        seqs: The numbers that are being compared.
        ours: Our hashes, of all that were compared.
    """

    head: LocalHead
    prefix: CommonPrefix
    seqs: tuple[int, ...] = ()
    ours: dict[int, bytes | None] = {}


class Push:
    """The upload of one workstation's ledger lane.

    Local answers carry the ticket of their question and remote ones its nonce; any
    other is of the past and changes nothing.

    Args:
        below: Randomness, for jitter and nonces.
        schedule: The timing; a `Schedule` of its own.
    """

    def __init__(self, below: Below, schedule: Schedule | None = None) -> None:
        self._below = below
        self._schedule = Schedule(below) if schedule is None else schedule
        self._batch = BatchSize()
        self._phase = _Phase.REST
        self._out: list[PushOutput] = []
        self._ticket = 0
        self._nonce = ""
        self._deadline_ms: int | None = None
        self._has_greeted = False
        self._greeted_now = False
        self._greeted_ms = 0
        self._incarnation = ""
        self._heads: tuple[LocalHead, ...] = ()
        self._marks: dict[str, Mark] = {}
        self._blocked: dict[str, str] = {}
        # Epochs whose common part with the center is not known, and the search.
        self._suspects: dict[str, LocalHead] = {}
        self._search: _Search | None = None
        self._unknown: set[str] = set()
        # Epochs up to where the center holds the same, in this incarnation of it.
        self._agreed: set[tuple[str, int, bytes]] = set()
        self._sent: SendPush | None = None
        self._progress_ms: int | None = None
        self._cause: Cause | None = None
        self._detail = ""
        self._attempts = 0
        self._strays = 0

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
    def stray_answers(self) -> int:
        """Answers that came after their request was given up."""
        return self._strays

    @property
    def incarnation(self) -> str:
        """The center's incarnation as last told; empty before the first answer."""
        return self._incarnation

    @property
    def backlog(self) -> int:
        """Events that the center has not confirmed, as far as the machine knows."""
        return sum(
            max(0, head.due_seq - self._mark(head.epoch).seq) for head in self._heads
        )

    @property
    def blocked_epochs(self) -> tuple[str, ...]:
        """Epochs in which till and center hold different events."""
        return tuple(sorted(self._blocked))

    def step(self, given: PushInput) -> list[PushOutput]:
        """Take one input; return what to do, in order."""
        assert not self._out, "step() was entered while it was running"
        match given:
            case Committed() | NetworkHinted():
                self._arm(given)
            case TimerFired(at_ms):
                self._on_timer(at_ms)
            case HeadsRead() | EventsRead() | HashesRead() | LocalFailed():
                if given.ticket == self._ticket:
                    self._on_local(given)
            case HelloAnswered() | HashesAnswered() | PushAnswered() | RequestFailed():
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

    # --- time -----------------------------------------------------------------

    def _arm(self, given: Committed | NetworkHinted | TimerFired) -> None:
        for output in self._schedule.step(given):
            if isinstance(output, StartAttempt):
                self._start(given.at_ms, is_heartbeat=output.is_heartbeat)
            else:
                self._out.append(output)

    def _on_timer(self, at_ms: int) -> None:
        if self._deadline_ms is None:
            self._arm(TimerFired(at_ms))
        elif at_ms < self._deadline_ms:
            self._out.append(ArmTimer(self._deadline_ms))
        else:
            self._nonce = ""
            self._deadline_ms = None
            self._shrink()
            self._fail(at_ms, Cause.TIMED_OUT, "no answer within the time allowed")

    # --- one attempt ----------------------------------------------------------

    def _start(self, at_ms: int, *, is_heartbeat: bool) -> None:
        if self._progress_ms is None:
            self._progress_ms = at_ms
        if self._is_stalled(at_ms):
            self._out += [
                RaiseIncident("stalled", "nothing was accepted for two minutes"),
                RestartTransport(),
            ]
            self._has_greeted = False
            self._progress_ms = at_ms
        if is_heartbeat or at_ms - self._greeted_ms >= GREETING_MS:
            # The heartbeat is a full greeting: the center hears how far this till
            # is, and blocked epochs are looked at again.
            self._has_greeted = False
        self._greeted_now = False
        self._read_heads(_Phase.HEADS if self._has_greeted else _Phase.HEADS_FOR_HELLO)

    def _is_stalled(self, at_ms: int) -> bool:
        return (
            self._progress_ms is not None
            and at_ms - self._progress_ms >= STALL_MS
            and self.backlog > 0
            and self._attempts > 0
            and self._cause not in UNREACHED_CAUSES
            and self._cause not in PATIENT_CAUSES
        )

    def _read_heads(self, phase: _Phase) -> None:
        self._phase = phase
        self._ticket += 1
        self._out.append(ReadHeads(self._ticket))

    def _on_local(
        self, given: HeadsRead | EventsRead | HashesRead | LocalFailed
    ) -> None:
        self._ticket += 1
        match given:
            case LocalFailed(at_ms, _, detail):
                self._fail(at_ms, Cause.LOCAL, detail)
            case HeadsRead(at_ms, _, heads) if self._phase is _Phase.HEADS_FOR_HELLO:
                self._heads = heads
                self._hello(at_ms)
            case HeadsRead(at_ms, _, heads) if self._phase is _Phase.HEADS:
                self._heads = heads
                self._plan(at_ms)
            case EventsRead(at_ms, _, events) if self._phase is _Phase.EVENTS:
                self._push(at_ms, events)
            case HashesRead(at_ms, _, hashes) if self._phase is _Phase.OWN_HASHES:
                self._ask_hashes(at_ms, hashes)
            case _:
                self._fail(given.at_ms, Cause.LOCAL, "an answer to another question")

    def _hello(self, at_ms: int) -> None:
        self._phase = _Phase.HELLO
        self._expect(at_ms)
        self._out.append(SendHello(self._nonce, self._heads, self._incarnation))

    def _plan(self, at_ms: int) -> None:
        """Choose the next epoch to send from, or end the attempt."""
        if not self._greeted_now and any(
            head.epoch not in self._marks for head in self._heads
        ):
            self._greet_again()
            return
        if self._greeted_now:
            self._compare_heads()
        for head in self._heads:
            mark = self._mark(head.epoch)
            if head.epoch not in self._blocked and mark.seq < head.due_seq:
                self._phase = _Phase.EVENTS
                self._ticket += 1
                self._out.append(
                    ReadEvents(
                        self._ticket,
                        head.epoch,
                        mark.seq,
                        min(self._batch.events, head.due_seq - mark.seq),
                    )
                )
                return
        # Last, so that a center which cannot compare keeps no other epoch waiting.
        if self._suspects:
            self._begin_search()
            return
        self._succeed(at_ms)

    def _compare_heads(self) -> None:
        local = {head.epoch: head for head in self._heads}
        for epoch, mark in self._marks.items():
            head = local.get(epoch)
            if mark.seq == 0 or epoch in self._blocked:
                continue
            if head is None:
                self._want_epoch(mark)
            elif mark.seq == head.due_seq:
                if mark.hash != head.due_hash:
                    self._suspect(head, "the center holds another last event")
            elif mark.seq > head.due_seq:
                self._compare_beyond(head)

    def _compare_beyond(self, head: LocalHead) -> None:
        """The center holds more of an epoch than this till has to send."""
        if (head.epoch, head.due_seq, head.due_hash) not in self._agreed:
            self._suspect(head, "the center holds more than this ledger")
        elif head == self._heads[-1]:
            # Put back to an earlier day, and nothing sold since.  What comes next
            # must neither follow here nor take up the old receipt numbers.
            reason = "the center holds more than this ledger"
            self._want_rehoming(head, head.due_seq, head.due_hash, reason)

    def _push(self, at_ms: int, events: Sequence[StoredEvent]) -> None:
        head = next(
            head
            for head in self._heads
            if head.epoch not in self._blocked
            and self._mark(head.epoch).seq < head.due_seq
        )
        mark = self._mark(head.epoch)
        if not events:
            self._fail(at_ms, Cause.LOCAL, "the ledger did not hand out its events")
            return
        if mark.seq and events[0].prev != mark.hash:
            self._suspect(head, "the center holds another event at its watermark")
            self._plan(at_ms)
            return
        batch = tuple(self._batch.fit(events))
        if not _is_chained(batch):
            # Only a damaged or altered ledger looks so.  `ledger verify` names the
            # event; sending it would only be refused.
            self._block(mark, head, "the chain of this ledger is broken")
            self._plan(at_ms)
            return
        self._phase = _Phase.PUSH
        self._expect(at_ms)
        self._sent = SendPush(self._nonce, head.epoch, mark.seq + 1, batch)
        self._out.append(self._sent)

    def _expect(self, at_ms: int) -> None:
        self._nonce = request_nonce(self._below)
        self._deadline_ms = at_ms + REQUEST_DEADLINE_MS
        self._out.append(ArmTimer(self._deadline_ms))

    # --- answers --------------------------------------------------------------

    def _on_remote(
        self, given: HelloAnswered | HashesAnswered | PushAnswered | RequestFailed
    ) -> None:
        match given:
            case RequestFailed():
                self._on_failure(given)
            case HelloAnswered() if self._phase is _Phase.HELLO:
                self._on_hello(given)
            case PushAnswered() if self._phase is _Phase.PUSH:
                self._on_pushed(given)
            case HashesAnswered() if self._phase is _Phase.HASHES:
                self._on_hashes(given)
            case _:
                self._fail(given.at_ms, Cause.NOT_OUR_SERVER, "an unasked answer")

    def _on_hello(self, answer: HelloAnswered) -> None:
        self._has_greeted = True
        self._greeted_now = True
        self._greeted_ms = answer.at_ms
        if answer.incarnation != self._incarnation:
            self._agreed.clear()
        self._incarnation = answer.incarnation
        self._blocked.clear()
        self._suspects.clear()
        self._unknown.clear()
        before = self._marks
        self._marks = {mark.epoch: mark for mark in answer.marks}
        for head in self._heads:
            # An epoch that the center did not mention is one it never heard of.
            self._marks.setdefault(head.epoch, Mark(head.epoch, 0, b""))
        self._out += [
            StoreMark(mark)
            for mark in self._marks.values()
            if before.get(mark.epoch) != mark
        ]
        if answer.suspended:
            self._fail(answer.at_ms, Cause.SUSPENDED, answer.suspended)
            return
        if answer.paused_ms is not None:
            self._fail(
                answer.at_ms, Cause.BUSY, "the center takes no events", answer.paused_ms
            )
            return
        # The heads are read again: a fork is only what the ledger contradicts now,
        # not what it looked like when the question was sent.
        self._read_heads(_Phase.HEADS)

    def _on_pushed(self, answer: PushAnswered) -> None:
        sent, self._sent = self._sent, None
        assert sent is not None
        mark = answer.mark
        noteworthy = tuple(
            verdict for verdict in answer.verdicts if verdict.outcome != "applied"
        )
        if noteworthy:
            self._out.append(ReportVerdicts(sent.epoch, noteworthy))
        is_restored = answer.incarnation not in {"", self._incarnation}
        if is_restored or mark.epoch != sent.epoch or mark.seq < sent.first_seq:
            # Restored in between, or it kept nothing: only a greeting tells.
            if is_restored and not self._greeted_now:
                self._greet_again()
            else:
                detail = "the center accepted the batch but kept none of it"
                self._fail(answer.at_ms, Cause.SERVER_FAULT, detail)
            return
        self._marks[sent.epoch] = mark
        self._out.append(StoreMark(mark))
        if mark.seq <= sent.last_seq:
            ours = sent.events[mark.seq - sent.first_seq].hash
            if mark.hash != ours:
                head = self._head(sent.epoch)
                assert head is not None
                self._suspect(head, "the center confirmed another event")
                self._plan(answer.at_ms)
                return
        else:
            # An older batch of ours arrived late and went further: look closely.
            self._has_greeted = False
        self._progress_ms = answer.at_ms
        self._greeted_now = False
        raw = sum(raw_bytes(event) for event in sent.events)
        self._batch.delivered(len(sent.events), raw, answer.compressed_bytes)
        self._plan(answer.at_ms)

    def _on_failure(self, failure: RequestFailed) -> None:
        match failure.cause:
            case Cause.TOO_LARGE:
                self._on_too_large(failure)
                return
            case Cause.GAP | Cause.FORK | Cause.CHAIN if not self._greeted_now:
                # What we believed of the center is out of date: ask, then decide.
                self._sent = None
                self._greet_again()
                return
            case Cause.FORK if self._sent is not None:
                sent, self._sent = self._sent, None
                head = self._head(sent.epoch)
                assert head is not None
                self._suspect(head, "the center refused the chain (fork)")
                self._plan(failure.at_ms)
                return
            case Cause.CHAIN if self._sent is not None:
                sent, self._sent = self._sent, None
                self._block(
                    self._mark(sent.epoch),
                    self._head(sent.epoch),
                    "the center refused the chain (chain)",
                )
                self._plan(failure.at_ms)
                return
            case Cause.REFUSED if self._search is not None:
                # A center that cannot compare, of an earlier version: as before it
                # is told to people, and everything else goes on.
                head, self._search = self._search.head, None
                self._give_up(head)
                self._plan(failure.at_ms)
                return
            case Cause.TIMED_OUT:
                self._shrink()
            case _:
                pass
        self._fail(failure.at_ms, failure.cause, failure.detail, failure.retry_after_ms)

    def _on_too_large(self, failure: RequestFailed) -> None:
        count = 0 if self._sent is None else len(self._sent.events)
        self._shrink()
        self._sent = None
        if count > 1:
            self._plan(failure.at_ms)
            return
        self._out.append(
            RaiseIncident("too_large", "the center takes not even a single event")
        )
        self._fail(failure.at_ms, Cause.TOO_LARGE, failure.detail)

    def _shrink(self) -> None:
        if self._sent is not None:
            self._batch.too_much(len(self._sent.events))

    def _greet_again(self) -> None:
        self._search = None
        self._has_greeted = False
        self._greeted_now = False
        self._read_heads(_Phase.HEADS_FOR_HELLO)

    # --- where two chains part --------------------------------------------------

    def _suspect(self, head: LocalHead, reason: str) -> None:
        """Send nothing more of an epoch until it is known where the chains part."""
        self._blocked[head.epoch] = reason
        self._suspects[head.epoch] = head

    def _begin_search(self) -> None:
        epoch = min(self._suspects)
        head = self._suspects[epoch]
        top = min(self._mark(epoch).seq, head.due_seq)
        self._search = _Search(head, CommonPrefix(top))
        self._compare_hashes()

    def _compare_hashes(self) -> None:
        search = self._search
        assert search is not None
        self._phase = _Phase.OWN_HASHES
        self._ticket += 1
        search.seqs = search.prefix.wanted()
        self._out.append(ReadHashes(self._ticket, search.head.epoch, search.seqs))

    def _ask_hashes(self, at_ms: int, ours: tuple[bytes | None, ...]) -> None:
        search = self._search
        assert search is not None
        if len(ours) != len(search.seqs) or None in ours:
            self._fail(at_ms, Cause.LOCAL, "the ledger did not hand out its hashes")
            return
        search.ours |= zip(search.seqs, ours, strict=True)
        self._phase = _Phase.HASHES
        self._expect(at_ms)
        self._out.append(SendHashes(self._nonce, search.head.epoch, search.seqs))

    def _on_hashes(self, answer: HashesAnswered) -> None:
        search = self._search
        assert search is not None
        if answer.incarnation not in {"", self._incarnation}:
            # Restored in between: what was heard so far is of another center.
            self._greet_again()
            return
        if len(answer.hashes) != len(search.seqs):
            detail = "the center compared something else"
            self._fail(answer.at_ms, Cause.SERVER_FAULT, detail)
            return
        ours = [search.ours[seq] for seq in search.seqs]
        search.prefix.take(search.seqs, ours, answer.hashes)
        found = search.prefix.found
        if found is None:
            self._compare_hashes()
            return
        self._search = None
        if found == self._mark(search.head.epoch).seq < search.head.due_seq:
            # No fork: one side has moved on while they were compared.
            detail = "the center moved on while chains were compared"
            self._fail(answer.at_ms, Cause.GAP, detail)
            return
        self._judge(search, found)
        self._plan(answer.at_ms)

    def _judge(self, search: _Search, common: int) -> None:
        """Decide about an epoch whose last common event is known."""
        head = search.head
        epoch, mark = head.epoch, self._mark(head.epoch)
        reason = self._blocked[epoch]
        del self._suspects[epoch]
        if common == head.due_seq:
            self._agreed.add((epoch, head.due_seq, head.due_hash))
            if head == self._heads[-1] and mark.seq > common:
                self._want_rehoming(head, common, head.due_hash, reason)
            else:
                del self._blocked[epoch]
        elif common == 0:
            self._give_up(head)
        else:
            digest = search.ours.get(common) or b""
            self._want_rehoming(head, common, digest, reason)

    def _want_rehoming(
        self, head: LocalHead, common: int, common_hash: bytes, reason: str
    ) -> None:
        """Ask the till to leave an epoch, and keep still in it until it has."""
        epoch, mark = head.epoch, self._mark(head.epoch)
        self._blocked[epoch] = reason
        self._out += [
            RaiseIncident("fork", f"epoch {epoch}: {reason}"),
            RaiseRequest(
                "rehome_wanted",
                f"rehome:{epoch}:{common}:{common_hash.hex()[:16]}",
                {
                    "reason": reason,
                    "epoch": epoch,
                    "common_seq": common,
                    "common_hash": common_hash.hex(),
                    "center_seq": mark.seq,
                    "center_hash": mark.hash.hex(),
                    "local_seq": head.last_seq,
                    "local_hash": head.last_hash.hex(),
                },
            ),
        ]

    def _want_epoch(self, mark: Mark) -> None:
        """Ask the till to begin an epoch, because it has lost one."""
        if mark.epoch in self._unknown:
            return
        self._unknown.add(mark.epoch)
        self._out.append(
            RaiseRequest(
                "epoch_unknown",
                f"unknown:{mark.epoch}",
                {
                    "reason": "the center holds an epoch unknown here",
                    "epoch": mark.epoch,
                    "center_seq": mark.seq,
                    "center_hash": mark.hash.hex(),
                },
            )
        )

    def _give_up(self, head: LocalHead) -> None:
        """Leave an epoch to people: nothing says where its tail belongs."""
        reason = self._blocked.pop(head.epoch)
        self._suspects.pop(head.epoch, None)
        self._block(self._mark(head.epoch), head, reason)

    # --- ends -----------------------------------------------------------------

    def _succeed(self, at_ms: int) -> None:
        self._rest()
        self._progress_ms = at_ms
        reasons = list(self._blocked.values())
        self._cause = Cause.FORK if reasons else None
        self._detail = reasons[0] if reasons else ""
        if not reasons:
            self._out.append(EndIncident("stalled"))
        if not self._blocked:
            self._out.append(EndIncident("fork"))
        self._out.append(EndIncident("too_large"))
        self._out += _timers(self._schedule.step(AttemptSucceeded(at_ms)))

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
        # Whatever was in flight may have been stored: the next attempt asks first.
        self._has_greeted = False
        failed = AttemptFailed(at_ms, retry_after_ms, cause in PATIENT_CAUSES)
        self._out += _timers(self._schedule.step(failed))

    def _rest(self) -> None:
        self._phase = _Phase.REST
        self._ticket += 1
        self._nonce = ""
        self._deadline_ms = None
        self._sent = None
        self._search = None
        self._attempts += 1

    # --- epochs ---------------------------------------------------------------

    def _mark(self, epoch: str) -> Mark:
        return self._marks.get(epoch) or Mark(epoch, 0, b"")

    def _head(self, epoch: str) -> LocalHead | None:
        return next((head for head in self._heads if head.epoch == epoch), None)

    def _block(self, mark: Mark, head: LocalHead | None, reason: str) -> None:
        """Stop sending this epoch and ask the till to record why."""
        if mark.epoch in self._blocked:
            return
        self._blocked[mark.epoch] = reason
        self._out += [
            RaiseIncident("fork", f"epoch {mark.epoch}: {reason}"),
            RaiseRequest(
                "fork_found",
                f"fork:{mark.epoch}:{mark.seq}:{mark.hash.hex()[:16]}",
                {
                    "reason": reason,
                    "epoch": mark.epoch,
                    "center_seq": mark.seq,
                    "center_hash": mark.hash.hex(),
                    "local_seq": 0 if head is None else head.last_seq,
                    "local_hash": "" if head is None else head.last_hash.hex(),
                },
            ),
        ]


def _is_chained(events: Sequence[StoredEvent]) -> bool:
    return all(
        after.prev == before.hash for before, after in itertools.pairwise(events)
    )


def _timers(outputs: Sequence[StartAttempt | ArmTimer]) -> list[ArmTimer]:
    return [output for output in outputs if isinstance(output, ArmTimer)]

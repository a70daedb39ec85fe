"""The agent's runtime: a thin shell around the sync engine.

One thread, the caller of `run`, owns both machines, the ledger reader and the
replica writer.  Network lanes and local callers only put values into its inbox.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, assert_never

import msgspec

from sync.engine.causes import Cause
from sync.engine.clock_watch import SKEW_MS, ClockOutput, ClockWatch
from sync.engine.inputs import (
    EventsRead,
    FeedAnswered,
    HashesAnswered,
    HashesRead,
    HeadsRead,
    HelloAnswered,
    LocalFailed,
    PullInput,
    PushAnswered,
    PushInput,
    RequestFailed,
    RowsApplied,
)
from sync.engine.outputs import (
    ApplyRows,
    EndIncident,
    PullOutput,
    PushOutput,
    RaiseIncident,
    RaiseRequest,
    ReadEvents,
    ReadHashes,
    ReadHeads,
    ReportVerdicts,
    RestartTransport,
    SendFeed,
    SendHashes,
    SendHello,
    SendPush,
    StoreMark,
)
from sync.engine.pull import Pull
from sync.engine.push import Push
from sync.engine.schedule import ArmTimer, Committed, NetworkHinted, TimerFired
from sync.engine.values import Mark, Verdict
from terminal.replication.agent_log import AgentLog
from terminal.replication.call_failure import local_address_outward
from terminal.replication.center_calls import CenterCalls
from terminal.replication.completeness import ProofHeard, Proofs
from terminal.replication.held_events import HeldHeard, HeldWatch
from terminal.replication.local_messages import (
    PROOF,
    AgentStatus,
    Answer,
    AskStatus,
    ClockReading,
    Lookup,
    LookupAnswer,
    Nudge,
    Question,
    Stop,
    Stopping,
)
from terminal.replication.network_lane import NetworkLane
from terminal.replication.plain_words import ONLINE, STARTING, sentence
from terminal.replication.ports import (
    AgentClock,
    LedgerSource,
    LocalFileError,
    ReplicaSink,
    Unsent,
)
from terminal.replication.transport import CenterTime

NETWORK_LOOK_MS: Final = 2_000
"""How often the way out is looked at while the center cannot be reached."""

CHECK_FIRST_MS: Final = 120_000
CHECK_PAUSE_MS: Final = 24 * 60 * 60 * 1000
"""When the rows on the disk are compared with their digest: soon after the start, not
while the till opens, and once a day."""

PROOF_LOOK_MS: Final = 60_000
"""How often a settlement without proof is looked for when nothing else happens."""

LOOKUP_MS_MAX: Final = 60_000
INCIDENTS_MAX: Final = 20
CENTER_QUESTIONS_MAX: Final = 4
"""Questions about receipts that are asked of the center at the same time."""

_ANSWER_WAIT_S: Final = 2.0
_HELD: Final = "quarantined:"
WAIT_S_MAX: Final = 1.0
"""Longest sleep of the main thread: a signal that arrives just before it sleeps does
not wake it."""


class _Asked(msgspec.Struct):
    """A question of a local caller, to be answered on the main thread."""

    question: AskStatus | Lookup
    deadline_ms: int
    reply: queue.SimpleQueue[Answer]


class _Wake(msgspec.Struct, frozen=True):
    """Look at the clock; sent by `stop`."""


class _PushSaid(msgspec.Struct, frozen=True):
    """What the upload's lane brought."""

    given: PushInput


class _PullSaid(msgspec.Struct, frozen=True):
    """What the download's lane brought."""

    given: PullInput


class _TimeHeard(msgspec.Struct, frozen=True):
    """The center's time, with what this computer's clocks said when it came."""

    heard: CenterTime
    wall_ms: int
    mono_ms: int


_Item = (
    _Asked | _Wake | _PushSaid | _PullSaid | ProofHeard | HeldHeard | Nudge | _TimeHeard
)


class Agent:
    """Replicates one home until told to stop.

    Args:
        center: The calls to the center.
        ledger: Read only.
        replica: This agent is its one writer.
        push: The upload machine.
        pull: The download machine, made with the stored cursor.
        clock: Wall and monotonic time.
        clock_watch: Holds the skew that the transport signs with.
        log: Where what happens is written.
        proofs: Keeps the center's receipts for settlements, if this till has any.
    """

    def __init__(  # noqa: PLR0913 - one parameter a port; all are named at the call
        self,
        *,
        center: CenterCalls,
        ledger: LedgerSource,
        replica: ReplicaSink,
        push: Push,
        pull: Pull,
        clock: AgentClock,
        clock_watch: ClockWatch,
        log: AgentLog,
        proofs: Proofs | None = None,
    ) -> None:
        self._center = center
        self._ledger = ledger
        self._replica = replica
        self._push = push
        self._pull = pull
        self._clock = clock
        self._clock_watch = clock_watch
        self._log = log
        self._proofs = proofs
        self._proof_look_ms = 0
        self._inbox: queue.SimpleQueue[_Item] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._timers: dict[str, int] = {}
        self._incidents: dict[str, str] = {}
        self._asking = threading.BoundedSemaphore(CENTER_QUESTIONS_MAX)
        self._lookups: list[_Asked] = []
        self._last_ok_ms: int | None = None
        self._address_outward = local_address_outward()
        self._looked_ms = 0
        self._is_untidy = True
        self._check_due_ms = clock.monotonic_ms() + CHECK_FIRST_MS
        self._push_lane: NetworkLane[PushInput] = NetworkLane(
            "push", lambda said: self._inbox.put(_PushSaid(said)), center.restart
        )
        self._proof_lane: NetworkLane[ProofHeard] = NetworkLane(
            "proof", self._inbox.put, center.restart
        )
        self._held = HeldWatch()
        self._held_lane: NetworkLane[HeldHeard] = NetworkLane(
            "held", self._inbox.put, center.restart
        )
        self._pull_lane: NetworkLane[PullInput] = NetworkLane(
            "pull", lambda said: self._inbox.put(_PullSaid(said)), center.restart
        )

    # --- from any thread ------------------------------------------------------

    def stop(self) -> None:
        """Ask `run` to return soon; safe in a signal handler."""
        self._stopping.set()
        self._inbox.put(_Wake())

    def heard_time(self, heard: CenterTime) -> None:
        """Take the center's time; called by the transport on a lane's thread."""
        # Read here: the main thread may be busy with a file for a while.
        wall_ms, mono_ms = self._clock.wall_ms(), self._clock.monotonic_ms()
        self._inbox.put(_TimeHeard(heard, wall_ms, mono_ms))

    def answer(self, question: Question) -> Answer | None:
        """Answer a local caller, on the caller's thread."""
        match question:
            case Nudge():
                self._inbox.put(question)
                return None
            case Stop():
                self.stop()
                return Stopping()
            case AskStatus():
                return self._ask(question, int(_ANSWER_WAIT_S * 1000))
            case Lookup(kind=("receipt" | "claim")):
                return self._ask_center(question)
            case Lookup():
                wait_ms = max(0, min(question.deadline_ms, LOOKUP_MS_MAX))
                return self._ask(question, wait_ms)
            case _ as never:
                assert_never(never)

    def _ask_center(self, question: Lookup) -> Answer:
        # On the caller's thread: a till waits for it, and nothing else should.
        if not self._asking.acquire(blocking=False):
            return LookupAnswer(
                question.kind, is_known=False, detail="too many questions at once"
            )
        try:
            wait_ms = max(1, min(question.deadline_ms, LOOKUP_MS_MAX))
            return self._center.look_up(
                msgspec.structs.replace(question, deadline_ms=wait_ms)
            )
        finally:
            self._asking.release()

    def _ask(self, question: AskStatus | Lookup, wait_ms: int) -> Answer:
        deadline_ms = self._clock.monotonic_ms() + wait_ms
        asked = _Asked(question, deadline_ms, queue.SimpleQueue())
        self._inbox.put(asked)
        try:
            return asked.reply.get(timeout=wait_ms / 1000)
        except queue.Empty:
            if isinstance(question, Lookup):
                return LookupAnswer(
                    question.kind, is_known=False, detail="no answer in time"
                )
            return self._bare_status("the agent is busy with the till's own files")

    # --- the main thread ------------------------------------------------------

    def run(self, *, once: bool = False) -> Cause | None:
        """Replicate until `stop`; with *once*, until both directions ended a try.

        Returns:
            Why the upload, or else the download, does not work; None when all is well.
        """
        now_ms = self._clock.monotonic_ms()
        self._do_push(self._push.step(TimerFired(now_ms)))
        self._do_pull(self._pull.step(TimerFired(now_ms)))
        while not self._stopping.is_set() and not (once and self._is_done_once()):
            self._take(self._next_item())
            self._fire_timers()
            self._seek_proof()
            self._seek_reasons()
            self._settle_lookups()
        self._push_lane.close()
        self._proof_lane.close()
        self._held_lane.close()
        self._pull_lane.close()
        self._center.close()
        return self._push.cause or self._pull.cause

    def _is_done_once(self) -> bool:
        return all(
            machine.attempts_ended > 0 and not machine.is_busy
            for machine in (self._push, self._pull)
        )

    def _next_item(self) -> _Item | None:
        due_ms = min(self._timers.values(), default=None)
        wait_s = 0.0 if self._is_untidy else WAIT_S_MAX
        now_ms = self._clock.monotonic_ms()
        if due_ms is not None:
            wait_s = min(wait_s, max(0, due_ms - now_ms) / 1000)
        try:
            return self._inbox.get(timeout=wait_s)
        except queue.Empty:
            self._use_quiet_moment(now_ms)
            return None

    def _use_quiet_moment(self, now_ms: int) -> None:
        """Do a little of what can wait; nothing else is at hand."""
        try:
            if self._is_untidy:
                self._is_untidy = False
                self._is_untidy = self._replica.tidy()
            elif now_ms >= self._check_due_ms and not self._pull.is_busy:
                self._check_due_ms = now_ms + CHECK_PAUSE_MS
                if not self._replica.check():
                    # The next complete checkpoint shows the difference and heals it.
                    self._log.warning("rows_differ_on_disk")
        except LocalFileError as error:
            self._raise_incident("replica", str(error))

    def _take(self, item: _Item | None) -> None:
        match item:
            case None | _Wake():
                pass
            case Nudge():
                self._do_push(self._push.step(Committed(self._clock.monotonic_ms())))
            case _PushSaid(given):
                self._note_answer(given)
                self._do_push(self._push.step(given))
            case _PullSaid(given):
                self._note_answer(given)
                self._do_pull(self._pull.step(given))
            case _TimeHeard(CenterTime(center_ms, round_trip_ms), wall_ms, mono_ms):
                self._do_common(
                    self._clock_watch.heard(center_ms, wall_ms, round_trip_ms, mono_ms)
                )
            case HeldHeard():
                self._held.heard(item)
            case ProofHeard():
                self._take_proof(item)
            case _Asked(AskStatus()):
                item.reply.put(self.status())
            case _Asked():
                self._look_up(item)
            case _ as never:
                assert_never(never)

    def _fire_timers(self) -> None:
        now_ms = self._clock.monotonic_ms()
        self._do_common(self._clock_watch.tick(self._clock.wall_ms(), now_ms))
        self._look_at_network(now_ms)
        if self._timers.get("push", now_ms + 1) <= now_ms:
            del self._timers["push"]
            self._do_push(self._push.step(TimerFired(now_ms)))
        if self._timers.get("pull", now_ms + 1) <= now_ms:
            del self._timers["pull"]
            self._do_pull(self._pull.step(TimerFired(now_ms)))

    def _look_at_network(self, now_ms: int) -> None:
        if now_ms - self._looked_ms < NETWORK_LOOK_MS:
            return
        self._looked_ms = now_ms
        before, self._address_outward = self._address_outward, local_address_outward()
        if self._address_outward in {before, None}:
            return
        self._log.info("network_changed")
        self._do_push(self._push.step(NetworkHinted(now_ms)))
        self._do_pull(self._pull.step(NetworkHinted(now_ms)))

    def _note_answer(self, given: PushInput | PullInput) -> None:
        if isinstance(
            given, HelloAnswered | HashesAnswered | PushAnswered | FeedAnswered
        ):
            self._last_ok_ms = self._clock.wall_ms()
            if isinstance(given, HelloAnswered):
                self._note_held(given.quarantined)
        elif isinstance(given, RequestFailed):
            self._log.warning("call_failed", cause=given.cause, detail=given.detail)

    # --- what the machines ask for --------------------------------------------

    def _do_push(self, outputs: Sequence[PushOutput]) -> None:
        """Do what the upload asks; an answer at hand is given back at once."""
        waiting = list(outputs)
        while waiting:
            output = waiting.pop(0)
            match output:
                case ReadHeads() | ReadEvents() | ReadHashes():
                    waiting += self._push.step(self._read(output))
                case SendHello() | SendHashes() | SendPush():
                    self._push_lane.start(self._call_of(output))
                case ArmTimer(at_ms):
                    self._timers["push"] = at_ms
                case StoreMark(mark):
                    self._store_mark(mark)
                case ReportVerdicts(epoch, verdicts):
                    self._report(epoch, verdicts)
                case RestartTransport():
                    self._center.restart()
                case _:
                    self._do_common([output])

    def _do_pull(self, outputs: Sequence[PullOutput]) -> None:
        waiting = list(outputs)
        while waiting:
            output = waiting.pop(0)
            match output:
                case SendFeed():
                    self._pull_lane.start(partial(self._center.fetch, output))
                case ApplyRows():
                    waiting += self._pull.step(self._apply(output))
                case ArmTimer(at_ms):
                    self._timers["pull"] = at_ms
                case RaiseIncident() | EndIncident():
                    self._do_common([output])
                case _ as never:
                    assert_never(never)

    def _do_common(self, outputs: Sequence[ClockOutput]) -> None:
        for output in outputs:
            match output:
                case RaiseIncident(code, detail):
                    self._raise_incident(code, detail)
                case EndIncident(code):
                    if self._incidents.pop(code, None) is not None:
                        self._log.info("incident_over", code=code)
                case RaiseRequest(kind, key, detail_by_name):
                    self._raise_request(kind, key, detail_by_name)
                case _ as never:
                    assert_never(never)

    # --- the till's files -----------------------------------------------------

    def _call_of(
        self, output: SendHello | SendHashes | SendPush
    ) -> Callable[[], PushInput]:
        match output:
            case SendHello():
                return partial(self._center.hello, output, self._last_number())
            case SendHashes():
                return partial(self._center.hashes, output)
            case SendPush():
                return partial(self._center.push, output)

    def _last_number(self) -> str:
        try:
            return self._ledger.last_number()
        except LocalFileError:
            # The greeting says how far the events go without it.
            return ""

    def _read(self, wanted: ReadHeads | ReadEvents | ReadHashes) -> PushInput:
        match wanted:
            case ReadHeads():
                return self._read_heads(wanted)
            case ReadEvents():
                return self._read_events(wanted)
            case ReadHashes():
                return self._read_hashes(wanted)

    def _read_heads(self, wanted: ReadHeads) -> PushInput:
        now_ms = self._clock.monotonic_ms()
        try:
            return HeadsRead(now_ms, wanted.ticket, tuple(self._ledger.heads()))
        except LocalFileError as error:
            self._log.warning("ledger_unreadable", detail=str(error))
            return LocalFailed(now_ms, wanted.ticket, str(error))

    def _read_events(self, wanted: ReadEvents) -> PushInput:
        now_ms = self._clock.monotonic_ms()
        try:
            events = self._ledger.events_after(
                wanted.epoch, wanted.after_seq, wanted.limit
            )
        except LocalFileError as error:
            self._log.warning("ledger_unreadable", detail=str(error))
            return LocalFailed(now_ms, wanted.ticket, str(error))
        return EventsRead(now_ms, wanted.ticket, tuple(events))

    def _read_hashes(self, wanted: ReadHashes) -> PushInput:
        now_ms = self._clock.monotonic_ms()
        try:
            hashes = self._ledger.hashes_at(wanted.epoch, wanted.seqs)
        except LocalFileError as error:
            self._log.warning("ledger_unreadable", detail=str(error))
            return LocalFailed(now_ms, wanted.ticket, str(error))
        return HashesRead(now_ms, wanted.ticket, tuple(hashes))

    def _apply(self, wanted: ApplyRows) -> PullInput:
        try:
            digest = self._replica.apply_rows(
                wanted.rows,
                wanted.cursor,
                is_restart=wanted.is_restart,
                is_complete=wanted.is_complete,
            )
        except LocalFileError as error:
            self._raise_incident("replica", str(error))
            now_ms = self._clock.monotonic_ms()
            return LocalFailed(now_ms, wanted.ticket, str(error))
        self._incidents.pop("replica", None)
        if wanted.rows:
            self._log.info(
                "rows_applied", rows=len(wanted.rows), is_restart=wanted.is_restart
            )
        self._is_untidy = True
        return RowsApplied(self._clock.monotonic_ms(), wanted.ticket, digest)

    def _store_mark(self, mark: Mark) -> None:
        self._proof_look_ms = 0
        # A mark that cannot be stored is a display that lags, not a lost event: the
        # center knows its own watermark.
        try:
            self._replica.set_mark(mark)
        except LocalFileError as error:
            self._raise_incident("replica", str(error))

    def _report(self, epoch: str, verdicts: Sequence[Verdict]) -> None:
        for verdict in verdicts:
            self._log.warning(
                "verdict",
                epoch=epoch,
                seq=verdict.seq,
                outcome=verdict.outcome,
                code=verdict.code,
            )
            if verdict.outcome == "quarantined":
                self._held.suspected()
                self._raise_incident(
                    f"{_HELD}{epoch}:{verdict.seq}",
                    f"event {verdict.seq} waits at the center: {verdict.code}",
                )
        try:
            self._replica.put_verdicts(epoch, verdicts)
        except LocalFileError as error:
            self._raise_incident("replica", str(error))

    def _raise_request(self, kind: str, key: str, detail: dict[str, str | int]) -> None:
        self._log.warning("request_raised", kind=kind, key=key)
        try:
            self._replica.add_request(kind, key, detail)
        except LocalFileError as error:
            self._raise_incident("replica", str(error))

    def _raise_incident(self, code: str, detail: str) -> None:
        if self._incidents.pop(code, None) != detail:
            self._log.warning("incident", code=code, detail=detail)
        self._incidents[code] = detail
        while len(self._incidents) > INCIDENTS_MAX:
            del self._incidents[next(iter(self._incidents))]

    # --- what people see ------------------------------------------------------

    def status(self) -> AgentStatus:
        """Return how replication stands; call on the thread of `run`."""
        push, pull = self._push, self._pull
        state = _state_of(push.cause, push.attempts_ended)
        try:
            marks = self._replica.marks()
            unsent = self._ledger.unsent(marks)
            settlement = None if self._proofs is None else self._proofs.status()
        except LocalFileError as error:
            return self._bare_status(str(error))
        return AgentStatus(
            state=state,
            cause=sentence(state, push.detail if push.cause is not None else ""),
            waiting=unsent.count,
            waiting_gross_minor=unsent.gross_minor,
            oldest_at_ms=unsent.oldest_at_ms,
            last_ok_at_ms=self._last_ok_ms,
            feed_cursor=pull.in_force[0],
            feed_state=_state_of(pull.cause, pull.attempts_ended),
            incidents=tuple(self._incidents.values()),
            agent_pid=os.getpid(),
            accepted=sum(mark.seq for mark in marks),
            archived=sum(mark.archived_seq for mark in marks),
            settlement=settlement,
            detail=push.detail if push.cause is not None else "",
            held=self._held.count,
            held_events=self._held.items,
            incident_codes=tuple(self._incidents),
            clock=self._clock_reading(),
        )

    def _bare_status(self, detail: str) -> AgentStatus:
        return AgentStatus(
            state=Cause.LOCAL,
            cause=sentence(Cause.LOCAL, detail),
            waiting=None,
            waiting_gross_minor=0,
            agent_pid=os.getpid(),
            detail=detail,
        )

    def _clock_reading(self) -> ClockReading | None:
        mono_ms, wall_ms = self._clock.monotonic_ms(), self._clock.wall_ms()
        estimate = self._clock_watch.estimate(mono_ms)
        if estimate is None:
            return None
        skew_ms = estimate.at_ms - wall_ms
        return ClockReading(
            center_ms=estimate.at_ms,
            error_ms=estimate.error_ms,
            skew_ms=skew_ms,
            is_wrong=abs(skew_ms) > SKEW_MS,
        )

    # --- what the center put aside ----------------------------------------------

    def _note_held(self, count: int) -> None:
        self._held.told(count)
        if count:
            return
        for code in [each for each in self._incidents if each.startswith(_HELD)]:
            del self._incidents[code]
            self._log.info("incident_over", code=code)

    def _seek_reasons(self) -> None:
        """Ask why events are held, seldom, and only while the center answers."""
        now_ms = self._clock.monotonic_ms()
        if self._push.cause is None and self._held.is_due(now_ms):
            self._held.asked(now_ms)
            self._held_lane.start(self._center.held_events)

    # --- proofs of completeness -------------------------------------------------

    def _seek_proof(self) -> None:
        """Ask the center about the last settlement once all of it is sent."""
        now_ms = self._clock.monotonic_ms()
        if self._proofs is None or self._push.is_busy or now_ms < self._proof_look_ms:
            return
        self._proof_look_ms = now_ms + PROOF_LOOK_MS
        try:
            wanted = self._proofs.question(list(self._replica.marks()), now_ms)
        except LocalFileError:
            return
        if wanted is not None:
            self._proof_lane.start(partial(self._center.completeness, wanted))

    def _take_proof(self, said: ProofHeard) -> None:
        assert self._proofs is not None
        try:
            shortfall = self._proofs.heard(said, self._clock.monotonic_ms())
        except LocalFileError as error:
            self._raise_incident("replica", str(error))
            return
        if shortfall:
            self._log.warning("settlement_unproved", detail=shortfall)
        else:
            self._log.info("settlement_proved", hash=said.head_hash)

    def _proof_answer(self, question: Lookup) -> LookupAnswer | None:
        """Return the proof, or why there is none; None while there is hope."""
        if self._proofs is None:
            return LookupAnswer(PROOF, is_known=False, detail="no proofs are kept")
        try:
            found = self._proofs.proof(question.key)
            is_sought = self._proofs.is_last(question.key)
        except LocalFileError as error:
            return LookupAnswer(PROOF, is_known=False, detail=str(error))
        if found is not None:
            return LookupAnswer(PROOF, is_known=True, detail=found)
        detail = self._proofs.shortfall(question.key)
        if not is_sought:
            detail = "only the last settlement is asked for"
        if detail is None and self._push.cause is not None:
            detail = "the center cannot be reached"
        if detail is None:
            return None
        return LookupAnswer(PROOF, is_known=False, detail=detail)

    def _look_up(self, asked: _Asked) -> None:
        question = asked.question
        assert isinstance(question, Lookup)
        if question.kind == PROOF:
            if self._proofs is not None:
                self._proofs.ask_soon()
            answer = self._proof_answer(question)
            if answer is not None:
                asked.reply.put(answer)
                return
            self._proof_look_ms = 0
        if question.kind in {"drained", PROOF}:
            self._lookups.append(asked)
            now_ms = self._clock.monotonic_ms()
            self._do_push(self._push.step(Committed(now_ms)))
            return
        asked.reply.put(
            LookupAnswer(
                question.kind,
                is_known=False,
                detail="this agent knows no such question",
            )
        )

    def _settle_lookups(self) -> None:
        """Answer who waits for an empty queue, once it is."""
        if not self._lookups:
            return
        now_ms = self._clock.monotonic_ms()
        self._lookups = [each for each in self._lookups if each.deadline_ms > now_ms]
        waiting, self._lookups = self._lookups, []
        for each in waiting:
            assert isinstance(each.question, Lookup)
            is_proof = each.question.kind == PROOF
            answer = self._proof_answer(each.question) if is_proof else None
            if answer is None:
                self._lookups.append(each)
            else:
                each.reply.put(answer)
        if not self._lookups or self._push.is_busy:
            return
        try:
            unsent: Unsent = self._ledger.unsent(self._replica.marks())
        except LocalFileError:
            return
        if unsent.count:
            return
        drained = [each for each in self._lookups if not _is_for_proof(each)]
        for asked in drained:
            asked.reply.put(
                LookupAnswer("drained", is_known=True, detail="nothing waits")
            )
        self._lookups = [each for each in self._lookups if _is_for_proof(each)]


def _is_for_proof(asked: _Asked) -> bool:
    return isinstance(asked.question, Lookup) and asked.question.kind == PROOF


def _state_of(cause: Cause | None, attempts_ended: int) -> str:
    if cause is not None:
        return str(cause)
    return ONLINE if attempts_ended else STARTING

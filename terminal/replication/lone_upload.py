"""The shipped upload without an agent around it: one chain, one thread, until done.

For measuring how a center serves many tills: what decides when to send, how much and
when to come back is the machine of the real agent, over the real transport.
"""

from __future__ import annotations

import secrets
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from sync.engine.causes import Cause
from sync.engine.inputs import (
    EventsRead,
    HashesRead,
    HeadsRead,
    PushAnswered,
    PushInput,
    RequestFailed,
)
from sync.engine.outputs import (
    PushOutput,
    ReadEvents,
    ReadHashes,
    ReadHeads,
    ReportVerdicts,
    RestartTransport,
    SendHashes,
    SendHello,
    SendPush,
)
from sync.engine.push import Push
from sync.engine.schedule import ArmTimer, TimerFired
from sync.engine.values import LocalHead
from sync.protocol.envelope import StoredEvent
from sync.protocol.signature import Signer
from terminal.replication.center_calls import CenterCalls, Program
from terminal.replication.system_clock import SystemClock
from terminal.replication.transport import Transport, WorkstationIdentity

_LOOK_S_MAX: Final = 1.0


class LoneStatus(msgspec.Struct):
    """What one upload has seen; times by the monotonic clock of the computer, ms.

    Attributes:
        began_ms: When it was let go.
        ended_ms: When the center had everything; None if it never did.
        stored: Watermark as last told.
        pause_ms_max: Longest time without progress, from the begin on.
        requests: Requests that were sent.
        busy: How often the center asked to come back later.
        too_early: Requests sent sooner than it asked.
        failures: Other failures, by cause.
        verdicts: Events that were not simply applied.
    """

    began_ms: int
    ended_ms: int | None = None
    stored: int = 0
    pause_ms_max: int = 0
    requests: int = 0
    busy: int = 0
    too_early: int = 0
    failures: dict[str, int] = {}
    verdicts: int = 0


class LoneUpload:
    """Uploads one chain that does not grow.

    Args:
        url: Of the center.
        identity: Who sends.
        signer: With its key.
        epoch: Of all events.
        events: From number 1 on.
    """

    def __init__(
        self,
        url: str,
        identity: WorkstationIdentity,
        signer: Signer,
        epoch: str,
        events: Sequence[StoredEvent],
    ) -> None:
        self._clock = SystemClock()
        self._epoch = epoch
        self._events = events
        transport = Transport(
            url, identity=identity, signer=signer, time_ms=self._clock.wall_ms
        )
        program = Program("storm", "storm", secrets.token_hex(8))
        self._center = CenterCalls(transport, self._clock, program, lambda: None)
        self._push = Push(secrets.randbelow)
        self._not_before_ms = 0
        self._progress_ms = 0
        self._due_ms: int | None = None
        self.status = LoneStatus(began_ms=0)

    def run(self, deadline_ms: int, stopping: threading.Event) -> LoneStatus:
        """Upload everything, or give up at *deadline_ms* or when told to stop.

        Args:
            deadline_ms: By the monotonic clock of the computer.
            stopping: Ends waits at once.
        """
        now_ms = self._clock.monotonic_ms()
        self.status = LoneStatus(began_ms=now_ms)
        self._progress_ms = now_ms
        waiting: deque[PushInput] = deque([TimerFired(now_ms)])
        while self.status.stored < len(self._events):
            if waiting:
                for output in self._push.step(waiting.popleft()):
                    self._do(output, waiting)
                continue
            now_ms = self._clock.monotonic_ms()
            if now_ms >= deadline_ms or stopping.is_set():
                break
            due_ms = now_ms if self._due_ms is None else self._due_ms
            if due_ms > now_ms:
                stopping.wait(min(_LOOK_S_MAX, (due_ms - now_ms) / 1000))
            else:
                waiting.append(TimerFired(now_ms))
        else:
            self.status.ended_ms = self._clock.monotonic_ms()
        self._note_pause(self._clock.monotonic_ms())
        self._center.close()
        return self.status

    def _do(self, output: PushOutput, waiting: deque[PushInput]) -> None:
        match output:
            case ReadHeads() | ReadEvents() | ReadHashes():
                waiting.append(self._read(output))
            case SendHello():
                waiting.append(self._ask(lambda: self._center.hello(output)))
            case SendHashes():
                waiting.append(self._ask(lambda: self._center.hashes(output)))
            case SendPush():
                waiting.append(self._ask(lambda: self._center.push(output)))
            case ArmTimer(at_ms):
                self._due_ms = at_ms
            case ReportVerdicts(_, verdicts):
                self.status.verdicts += len(verdicts)
            case RestartTransport():
                self._center.restart()
            case _:
                pass  # marks, incidents and requests are for who keeps them

    def _read(self, wanted: ReadHeads | ReadEvents | ReadHashes) -> PushInput:
        now_ms, events = self._clock.monotonic_ms(), self._events
        match wanted:
            case ReadHeads(ticket):
                head = LocalHead(self._epoch, len(events), events[-1].hash)
                return HeadsRead(now_ms, ticket, (head,))
            case ReadEvents(ticket, _, after_seq, limit):
                batch = tuple(events[after_seq : after_seq + limit])
                return EventsRead(now_ms, ticket, batch)
            case ReadHashes(ticket, _, seqs):
                hashes = tuple(events[seq - 1].hash for seq in seqs)
                return HashesRead(now_ms, ticket, hashes)

    def _ask(self, call: Callable[[], PushInput]) -> PushInput:
        status = self.status
        status.requests += 1
        status.too_early += self._clock.monotonic_ms() < self._not_before_ms
        answer = call()
        now_ms = self._clock.monotonic_ms()
        match answer:
            case PushAnswered(mark=mark) if mark.seq > status.stored:
                status.stored = mark.seq
                self._note_pause(now_ms)
                self._progress_ms = now_ms
            case RequestFailed(cause=Cause.BUSY, retry_after_ms=pause_ms):
                status.busy += 1
                self._not_before_ms = answer.at_ms + (pause_ms or 0)
            case RequestFailed(cause=cause):
                status.failures[cause] = status.failures.get(cause, 0) + 1
            case _:
                pass
        return answer

    def _note_pause(self, now_ms: int) -> None:
        pause_ms = now_ms - self._progress_ms
        self.status.pause_ms_max = max(self.status.pause_ms_max, pause_ms)

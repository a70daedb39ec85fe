"""A center in memory that keeps the protocol's promises, and nothing else.

It speaks the engine's own inputs and outputs, so that whole histories of faults run
in microseconds.
"""

from __future__ import annotations

from sync.engine.causes import Cause
from sync.engine.inputs import (
    HashesAnswered,
    HelloAnswered,
    PushAnswered,
    RequestFailed,
)
from sync.engine.outputs import SendHashes, SendHello, SendPush
from sync.engine.values import Mark
from sync.protocol.envelope import StoredEvent

EVENTS_MAX = 1_000


class ModelCenter:
    """Stores chained events above its watermark, each once.

    Attributes:
        stored: Every event it has, by epoch.
        refusal: What it answers instead of working, while it is set.
        events_max: A larger batch is "too large".
    """

    def __init__(self) -> None:
        self.stored: dict[str, list[StoredEvent]] = {}
        self.incarnation = 1
        self.refusal: tuple[Cause, int | None] | None = None
        self.events_max = EVENTS_MAX
        self.requests = 0
        self.batches: list[int] = []

    def mark(self, epoch: str) -> Mark:
        """Return the watermark of *epoch*."""
        events = self.stored.get(epoch, [])
        return Mark(epoch, len(events), events[-1].hash if events else b"")

    def restore(self, epoch: str, seq: int) -> None:
        """Go back to a backup that held *seq* events of *epoch*."""
        del self.stored.get(epoch, [])[seq:]
        self.incarnation += 1

    def take(
        self, request: SendHello | SendHashes | SendPush, at_ms: int
    ) -> HelloAnswered | HashesAnswered | PushAnswered | RequestFailed:
        """Answer one request; *at_ms* is when the answer will be heard."""
        self.requests += 1
        if self.refusal is not None:
            cause, retry_after_ms = self.refusal
            return RequestFailed(at_ms, request.nonce, cause, "told to", retry_after_ms)
        if isinstance(request, SendHello):
            return self._hello(request, at_ms)
        if isinstance(request, SendHashes):
            return self._hashes(request, at_ms)
        return self._push(request, at_ms)

    def _hello(self, request: SendHello, at_ms: int) -> HelloAnswered:
        epochs = {head.epoch for head in request.heads} | set(self.stored)
        return HelloAnswered(
            at_ms,
            request.nonce,
            str(self.incarnation),
            tuple(self.mark(epoch) for epoch in sorted(epochs)),
        )

    def _hashes(self, request: SendHashes, at_ms: int) -> HashesAnswered:
        events = self.stored.get(request.epoch, [])
        return HashesAnswered(
            at_ms,
            request.nonce,
            tuple(
                events[seq - 1].hash if seq <= len(events) else None
                for seq in request.seqs
            ),
            str(self.incarnation),
        )

    def _push(self, request: SendPush, at_ms: int) -> PushAnswered | RequestFailed:
        if len(request.events) > self.events_max:
            return RequestFailed(at_ms, request.nonce, Cause.TOO_LARGE)
        events = self.stored.setdefault(request.epoch, [])
        if request.first_seq > len(events) + 1:
            return RequestFailed(at_ms, request.nonce, Cause.GAP)
        for index, event in enumerate(request.events):
            seq = request.first_seq + index
            if seq <= len(events):
                if events[seq - 1].hash != event.hash:
                    return RequestFailed(at_ms, request.nonce, Cause.FORK)
                continue
            if events and event.prev != events[-1].hash:
                return RequestFailed(at_ms, request.nonce, Cause.CHAIN)
            events.append(event)
        self.batches.append(len(request.events))
        return PushAnswered(
            at_ms,
            request.nonce,
            self.mark(request.epoch),
            incarnation=str(self.incarnation),
        )

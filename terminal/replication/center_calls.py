"""The calls of the machines, made of the transport's; they run on a lane's thread.

Each returns the machine's next input, a failure included, and raises nothing that
the world can cause.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from sync.engine.inputs import (
    FeedAnswered,
    HelloAnswered,
    PullInput,
    PushAnswered,
    PushInput,
    RequestFailed,
)
from sync.engine.outputs import SendFeed, SendHello, SendPush
from sync.engine.values import Mark, Verdict
from sync.protocol.messages import (
    HELLO_EPOCHS_MAX,
    EpochPosition,
    EpochWatermark,
    Hello,
)
from terminal.replication.call_failure import CallFailedError
from terminal.replication.ports import AgentClock
from terminal.replication.transport import Transport

_PAUSE_MS: Final = 30_000
"""How long a paused lane is left alone; the protocol names no time."""

_LANE: Final = "ledger"


class Program(msgspec.Struct, frozen=True):
    """Which program speaks; the center may ask for a newer one."""

    build: str
    schema: str


class CenterCalls:
    """Asks the center what the machines want to know.

    Args:
        feed_cursor: How far the feed is applied; read on a lane's thread.
    """

    def __init__(
        self,
        transport: Transport,
        clock: AgentClock,
        program: Program,
        feed_cursor: Callable[[], str | None],
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._program = program
        self._feed_cursor = feed_cursor

    def restart(self) -> None:
        """Go on with fresh connections."""
        self._transport.restart()

    def close(self) -> None:
        """Close idle connections."""
        self._transport.close()

    def hello(self, wanted: SendHello) -> PushInput:
        """Greet: tell how far this till is, hear how far the center is."""
        message = Hello(
            epochs=tuple(
                EpochPosition(head.epoch, head.last_seq, head.last_hash.hex())
                # Of more epochs than a greeting carries the center tells by itself.
                for head in wanted.heads[-HELLO_EPOCHS_MAX:]
            ),
            feed_cursor=self._feed_cursor(),
            incarnation_seen=wanted.incarnation_seen or None,
            build=self._program.build,
            schema=self._program.schema,
        )
        try:
            reply = self._transport.hello(wanted.nonce, message)
        except CallFailedError as error:
            return self._failed(wanted.nonce, error)
        return HelloAnswered(
            self._clock.monotonic_ms(),
            wanted.nonce,
            reply.incarnation,
            tuple(_mark_of(each) for each in reply.epochs),
            _PAUSE_MS if _LANE in reply.lanes_paused else None,
        )

    def push(self, wanted: SendPush) -> PushInput:
        """Send one batch."""
        try:
            receipt = self._transport.push(
                wanted.nonce, wanted.epoch, wanted.first_seq, wanted.events
            )
        except CallFailedError as error:
            return self._failed(wanted.nonce, error)
        reply = receipt.reply
        return PushAnswered(
            self._clock.monotonic_ms(),
            wanted.nonce,
            _mark_of(
                EpochWatermark(reply.epoch, reply.hw, reply.hw_hash, reply.archived_hw)
            ),
            tuple(
                Verdict(each.seq, each.verdict, each.code or "")
                for each in reply.verdicts
                if each.verdict != "applied"
            ),
            receipt.compressed_bytes,
            reply.incarnation,
        )

    def fetch(self, wanted: SendFeed) -> PullInput:
        """Ask for the next checkpoint."""
        try:
            sealed = self._transport.feed(wanted.nonce, wanted.cursor)
        except CallFailedError as error:
            return self._failed(wanted.nonce, error)
        return FeedAnswered(self._clock.monotonic_ms(), wanted.nonce, sealed)

    def _failed(self, nonce: str, error: CallFailedError) -> RequestFailed:
        return RequestFailed(
            self._clock.monotonic_ms(),
            nonce,
            error.cause,
            error.detail,
            error.retry_after_ms,
        )


def _mark_of(told: EpochWatermark) -> Mark:
    digest = bytes.fromhex(told.hw_hash) if told.hw_hash else b""
    return Mark(told.epoch, told.hw, digest, told.archived_hw)

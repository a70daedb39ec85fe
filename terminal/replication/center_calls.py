"""The calls of the machines, made of the transport's; they run on a lane's thread.

Each returns the machine's next input, a failure included, and raises nothing that
the world can cause.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

import msgspec

from structs.decoding import decode_json
from sync.engine.causes import Cause
from sync.engine.inputs import (
    FeedAnswered,
    HashesAnswered,
    HelloAnswered,
    PullInput,
    PushAnswered,
    PushInput,
    RequestFailed,
)
from sync.engine.outputs import SendFeed, SendHashes, SendHello, SendPush
from sync.engine.values import Mark, Verdict
from sync.protocol.completeness import AskCompleteness
from sync.protocol.envelope import event_hash
from sync.protocol.messages import (
    HELLO_EPOCHS_MAX,
    EpochPosition,
    EpochWatermark,
    Hashes,
    Hello,
)
from sync.protocol.request_signing import new_nonce
from sync.protocol.returns import FoundReceipt, ReturnClaim
from terminal.domain.receipt_code import ReceiptCode
from terminal.replication.call_failure import CallFailedError
from terminal.replication.completeness import ProofHeard, not_heard
from terminal.replication.held_events import LISTED_MAX, HeldHeard
from terminal.replication.local_messages import (
    FRAME_BYTES_MAX,
    RECEIPT,
    Lookup,
    LookupAnswer,
)
from terminal.replication.ports import AgentClock
from terminal.replication.transport import Transport

_PAUSE_MS: Final = 30_000
"""How long a paused lane is left alone; the protocol names no time."""

_LANE: Final = "ledger"
_NONCE_BYTES: Final = 16
_PROOF_WAIT_S: Final = 10.0
# Text of a frame, with room for its other fields and characters of several bytes.
_DETAIL_CHARACTERS_MAX: Final = FRAME_BYTES_MAX // 3


class Program(msgspec.Struct, frozen=True):
    """Which program speaks; the center may ask for a newer one.

    Attributes:
        boot_id: Which run of it, at random: two devices with one key show by it.
    """

    build: str
    schema: str
    boot_id: str = ""


class CenterCalls:
    """Asks the center what the machines want to know.

    Args:
        feed_cursor: How far the feed is applied; read on a lane's thread.
        feed_digest: The same with the digest of the rows in force, empty if not known.
    """

    def __init__(
        self,
        transport: Transport,
        clock: AgentClock,
        program: Program,
        feed_cursor: Callable[[], str | None],
        feed_digest: Callable[[], tuple[str | None, str]] | None = None,
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._program = program
        # Used by `hello` alone, and so on one thread.
        self._run_token = ""
        self._in_force = feed_digest or (lambda: (feed_cursor(), ""))

    def restart(self) -> None:
        """Go on with fresh connections."""
        self._transport.restart()

    def close(self) -> None:
        """Close idle connections."""
        self._transport.close()

    def hello(self, wanted: SendHello, last_number: str = "") -> PushInput:
        """Greet: tell how far this till is, hear how far the center is.

        Args:
            wanted: What the machine says.
            last_number: Series and number of the newest receipt; empty: none.
        """
        cursor, digest = self._in_force()
        message = Hello(
            epochs=tuple(
                EpochPosition(head.epoch, head.last_seq, head.last_hash.hex())
                # Of more epochs than a greeting carries the center tells by itself.
                for head in wanted.heads[-HELLO_EPOCHS_MAX:]
            ),
            feed_cursor=cursor,
            feed_digest=digest or None,
            incarnation_seen=wanted.incarnation_seen or None,
            build=self._program.build,
            schema=self._program.schema,
            boot_id=self._program.boot_id,
            run_token=self._run_token,
            last_number=last_number,
        )
        try:
            reply = self._transport.hello(wanted.nonce, message)
        except CallFailedError as error:
            return self._failed(wanted.nonce, error)
        self._run_token = reply.run_token
        return HelloAnswered(
            self._clock.monotonic_ms(),
            wanted.nonce,
            reply.incarnation,
            tuple(_mark_of(each) for each in reply.epochs),
            _PAUSE_MS if _LANE in reply.lanes_paused else None,
            reply.suspended,
            reply.quarantined,
        )

    def hashes(self, wanted: SendHashes) -> PushInput:
        """Ask for hashes of the center's events."""
        message = Hashes(epoch=wanted.epoch, seqs=wanted.seqs)
        try:
            reply = self._transport.hashes(wanted.nonce, message)
        except CallFailedError as error:
            return self._failed(wanted.nonce, error)
        if reply.epoch != wanted.epoch or len(reply.hashes) != len(wanted.seqs):
            detail = "an answer to another question"
            wrong = CallFailedError(Cause.SERVER_FAULT, detail)
            return self._failed(wanted.nonce, wrong)
        return HashesAnswered(
            self._clock.monotonic_ms(),
            wanted.nonce,
            tuple(
                None if each is None else bytes.fromhex(each) for each in reply.hashes
            ),
            reply.incarnation,
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

    def completeness(self, wanted: AskCompleteness) -> ProofHeard:
        """Ask whether the center holds all of a settled period."""
        nonce = new_nonce(os.urandom(_NONCE_BYTES))
        try:
            reply = self._transport.completeness(nonce, wanted, _PROOF_WAIT_S)
        except CallFailedError as error:
            return not_heard(wanted.head_hash, error)
        return ProofHeard(wanted.head_hash, reply)

    def held_events(self) -> HeldHeard:
        """Ask which events have no effect at the center, and why."""
        nonce = new_nonce(os.urandom(_NONCE_BYTES))
        try:
            return HeldHeard(self._transport.held_events(nonce, LISTED_MAX))
        except CallFailedError:
            return HeldHeard(None)

    def look_up(self, question: Lookup) -> LookupAnswer:
        """Ask about a receipt or claim goods, within the asker's deadline.

        Called on a caller's own thread: neither upload nor download waits for it.
        """
        try:
            return self._looked_up(question)
        except CallFailedError as error:
            return LookupAnswer(
                question.kind,
                is_known=False,
                detail=error.detail,
                code=error.code or "",
            )

    def _looked_up(self, question: Lookup) -> LookupAnswer:
        nonce = new_nonce(os.urandom(_NONCE_BYTES))
        deadline_s = question.deadline_ms / 1000
        found: msgspec.Struct
        try:
            if question.kind == RECEIPT:
                code = decode_json(question.key, ReceiptCode)
                found = self._transport.receipt(nonce, code, deadline_s)
                _require_proof(found, code)
            else:
                wanted = decode_json(question.key, ReturnClaim)
                found = self._transport.claim(nonce, wanted, deadline_s)
        except (msgspec.DecodeError, RecursionError) as error:
            return LookupAnswer(question.kind, is_known=False, detail=str(error))
        detail = msgspec.json.encode(found).decode()
        if len(detail) > _DETAIL_CHARACTERS_MAX:
            return LookupAnswer(
                question.kind, is_known=False, detail="the receipt is too long"
            )
        return LookupAnswer(question.kind, is_known=True, detail=detail)

    def _failed(self, nonce: str, error: CallFailedError) -> RequestFailed:
        return RequestFailed(
            self._clock.monotonic_ms(),
            nonce,
            error.cause,
            error.detail,
            error.retry_after_ms,
        )


def _require_proof(found: FoundReceipt, code: ReceiptCode) -> None:
    """Refuse an event that is not the one whose hash is on the receipt."""
    digest = event_hash(
        bytes.fromhex(found.prev), found.header.encode(), found.body.encode()
    ).hex()
    if digest != found.hash or not digest.startswith(code.hash8 or digest):
        raise CallFailedError(
            Cause.NOT_OUR_SERVER, "the center's receipt is not the one on the paper"
        )


def _mark_of(told: EpochWatermark) -> Mark:
    digest = bytes.fromhex(told.hw_hash) if told.hw_hash else b""
    return Mark(told.epoch, told.hw, digest, told.archived_hw)

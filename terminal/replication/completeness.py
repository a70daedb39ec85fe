"""Keeps the center's proof that it holds every event of a settled till period.

The last settlement is looked for in the ledger, so nothing has to be remembered: a
till that was cut off, killed or closed when it settled asks again as soon as its
queue is empty.
"""

from __future__ import annotations

from typing import Final, Protocol

import msgspec

from sync.protocol.completeness import (
    AskCompleteness,
    CompletenessReceipt,
    CompletenessReply,
    open_completeness,
)
from sync.protocol.errors import MalformedMessageError
from sync.protocol.messages import decode
from terminal.replication.call_failure import CallFailedError
from terminal.replication.local_messages import SettlementStatus
from terminal.replication.ports import Mark

ASK_PAUSE_MS: Final = 60_000
"""A center that did not confirm is asked again after this."""


class SettledPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """Where the last settlement stands.

    Attributes:
        z_number: Its number.
        epoch: Of its event.
        first_seq: Of the event that opened the period.
        last_seq: Of the settlement.
        head_hash: Hash of the settlement, hex.
    """

    z_number: int
    epoch: str
    first_seq: int
    last_seq: int
    head_hash: str


class SettlementSource(Protocol):
    """The ledger's last settlement, read in short transactions."""

    def last_settlement(self) -> SettledPeriod | None:
        """Return it; None before the first."""


class ProofStore(Protocol):
    """Where receipts of the center are kept; the agent is the one writer."""

    def proof(self, head_hash: str) -> str | None:
        """Return the reply that confirmed the settlement with this hash."""

    def put_proof(self, head_hash: str, reply: str) -> None:
        """Keep it."""


class ProofHeard(msgspec.Struct, frozen=True):
    """What the center said about a settlement.

    Attributes:
        head_hash: Which one.
        reply: Its answer as it travelled; empty when there was none.
        detail: Why there was none.
    """

    head_hash: str
    reply: bytes
    detail: str = ""


class Proofs:
    """Knows which settlement is proved; belongs to the agent's main thread."""

    def __init__(
        self,
        settlements: SettlementSource,
        store: ProofStore,
        central_public_key: bytes,
    ) -> None:
        self._settlements = settlements
        self._store = store
        self._key = central_public_key
        self._asking = ""
        self._ask_after_ms = 0
        self._shortfalls: dict[str, str] = {}

    def question(self, marks: list[Mark], now_ms: int) -> AskCompleteness | None:
        """Return what to ask now: the last settlement, once it is all sent.

        Raises:
            LocalFileError: A file cannot be used just now.
        """
        if self._asking or now_ms < self._ask_after_ms:
            return None
        last = self._settlements.last_settlement()
        if last is None or self._store.proof(last.head_hash) is not None:
            return None
        acknowledged = {mark.epoch: mark.seq for mark in marks}
        if acknowledged.get(last.epoch, 0) < last.last_seq:
            return None
        self._asking = last.head_hash
        return AskCompleteness(
            epoch=last.epoch,
            first_seq=last.first_seq,
            last_seq=last.last_seq,
            head_hash=last.head_hash,
        )

    def heard(self, said: ProofHeard, now_ms: int) -> str:
        """Keep a proof; return an empty text, or why there is none.

        Raises:
            LocalFileError: The replica cannot be written; it is asked again.
        """
        self._asking = ""
        self._ask_after_ms = now_ms + ASK_PAUSE_MS
        shortfall = said.detail or self._shortfall_of(said)
        if shortfall:
            self._shortfalls = {said.head_hash: shortfall}
            return shortfall
        self._store.put_proof(said.head_hash, said.reply.decode())
        self._shortfalls.clear()
        self._ask_after_ms = 0
        return ""

    def ask_soon(self) -> None:
        """Forget the pause: somebody waits for the proof."""
        self._ask_after_ms = 0
        self._shortfalls.clear()

    def proof(self, head_hash: str) -> str | None:
        """Return the stored reply about one settlement."""
        return self._store.proof(head_hash)

    def is_last(self, head_hash: str) -> bool:
        """Tell whether that settlement is the one that is asked for.

        Raises:
            LocalFileError: The ledger cannot be read just now.
        """
        last = self._settlements.last_settlement()
        return last is not None and last.head_hash == head_hash

    def shortfall(self, head_hash: str) -> str | None:
        """Return why the center did not confirm it; None if it was not asked."""
        return self._shortfalls.get(head_hash)

    def status(self) -> SettlementStatus | None:
        """Return how the last settlement stands.

        Raises:
            LocalFileError: A file cannot be used just now.
        """
        last = self._settlements.last_settlement()
        if last is None:
            return None
        reply = self._store.proof(last.head_hash)
        receipt = None if reply is None else stored_receipt(reply, self._key)
        if receipt is None:
            why = self._shortfalls.get(last.head_hash)
            detail = why or "the center has not yet confirmed all of its events"
        else:
            detail = f"the center holds {receipt.count} of {receipt.count} events"
        return SettlementStatus(
            z_number=last.z_number,
            is_complete=receipt is not None,
            events=0 if receipt is None else receipt.count,
            head_hash=last.head_hash,
            detail=detail,
        )

    def _shortfall_of(self, said: ProofHeard) -> str:
        try:
            said.reply.decode()  # It is kept as text; unknown parts of it were not read.
            reply = decode(CompletenessReply, said.reply)
            if not reply.is_complete:
                return f"the center did not confirm it: {reply.message}"
            if open_completeness(reply, self._key).head_hash != said.head_hash:
                return "the center confirmed another settlement"
        except (MalformedMessageError, UnicodeDecodeError) as error:
            return str(error)
        return ""


def stored_receipt(reply: str, central_public_key: bytes) -> CompletenessReceipt | None:
    """Return the receipt in a stored *reply*; None if the pinned key did not sign."""
    try:
        return open_completeness(
            decode(CompletenessReply, reply.encode()), central_public_key
        )
    except MalformedMessageError:
        return None


def not_heard(head_hash: str, error: CallFailedError) -> ProofHeard:
    """Return that the center gave no answer."""
    return ProofHeard(head_hash, b"", error.detail or "no answer")

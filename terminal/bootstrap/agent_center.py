"""Asks the center through the till's agent, within the time somebody may wait."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import Final, TypeVar

import msgspec

from structs.decoding import decode_json
from sync.protocol.completeness import CompletenessReceipt
from sync.protocol.returns import ClaimReply, FoundReceipt, ReturnClaim
from terminal.application.ports.center import ANSWER_WAIT_S, silent, unproved
from terminal.domain.errors import ReceiptNotFoundError
from terminal.domain.receipt_code import ReceiptCode, receipt_number
from terminal.replication.agent_client import AgentClient
from terminal.replication.completeness import stored_receipt
from terminal.replication.local_messages import CLAIM, PROOF, RECEIPT, LookupAnswer

_UNKNOWN: Final = "unknown_receipt"
# The agent gives up a little earlier, so that its reason arrives.
_AGENT_SHARE: Final = 0.9

_Found = TypeVar("_Found", FoundReceipt, ClaimReply)


class AgentCenter:
    """Implements `Center`; belongs to the use-case thread.

    Args:
        client: Asks on a thread of its own.
        wait_s: How long an answer is waited for.
        center_key: The pinned key that signs receipts of completeness.
        stored: Returns the kept receipt for the settlement with a hash.
    """

    def __init__(
        self,
        client: AgentClient,
        wait_s: float = ANSWER_WAIT_S,
        *,
        center_key: bytes = b"",
        stored: Callable[[str], str | None] = lambda _hash: None,
    ) -> None:
        self._client = client
        self._wait_s = wait_s
        self._center_key = center_key
        self._stored = stored

    def find_receipt(self, code: ReceiptCode) -> FoundReceipt:
        """See `Center`."""
        name = receipt_number(code.series, code.number)
        return self._asked(RECEIPT, code, FoundReceipt, name)

    def claim(self, claim: ReturnClaim) -> ClaimReply:
        """See `Center`."""
        return self._asked(CLAIM, claim, ClaimReply, claim.event_id)

    def prove(self, head_hash: str) -> CompletenessReceipt:
        """See `Center`; a proof that is kept needs nobody's answer."""
        kept = self._stored(head_hash)
        if kept is None:
            heard = self._heard(PROOF, head_hash)
            if not heard.is_known:
                raise unproved(heard.detail)
            kept = heard.detail
        receipt = stored_receipt(kept, self._center_key)
        if receipt is None or receipt.head_hash != head_hash:
            raise unproved("the receipt is not signed by the center of this till")
        return receipt

    def _asked(
        self, kind: str, question: msgspec.Struct, answer: type[_Found], name: str
    ) -> _Found:
        heard = self._heard(kind, msgspec.json.encode(question).decode())
        if not heard.is_known:
            if heard.code == _UNKNOWN:
                raise ReceiptNotFoundError(
                    f"the center knows no receipt {name}; check the number and the"
                    " eight digits after it",
                    receipt=name,
                )
            raise silent(heard.detail)
        try:
            return decode_json(heard.detail, answer)
        except msgspec.DecodeError as error:
            raise silent(str(error)) from error

    def _heard(self, kind: str, key: str) -> LookupAnswer:
        answers: queue.SimpleQueue[LookupAnswer] = queue.SimpleQueue()
        deadline = time.monotonic() + self._wait_s
        self._client.lookup(kind, self._wait_s * _AGENT_SHARE, answers.put, key=key)
        try:
            return answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return LookupAnswer(kind, is_known=False, detail="no answer in time")

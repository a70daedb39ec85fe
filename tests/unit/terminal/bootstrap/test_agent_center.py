"""The till asks through its agent and never waits longer than it may."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, cast

import msgspec
import pytest

from structs.decoding import decode_json
from sync.protocol.completeness import seal_completeness
from sync.protocol.returns import ClaimReply, ReturnClaim
from sync.protocol.signature import Signer
from terminal.bootstrap.agent_center import AgentCenter
from terminal.domain.errors import CenterSilentError, ReceiptNotFoundError
from terminal.domain.receipt_code import ReceiptCode
from terminal.replication.agent_client import AgentClient
from terminal.replication.local_messages import LookupAnswer
from tests.fakes.completeness import RECEIPT

CODE = ReceiptCode("A", 7, "0123abcd")
CLAIM = ReturnClaim(transaction_id="t", event_id="e", lines=())
WAIT_S = 0.2


class _Client:
    """Gives one answer, or none at all."""

    def __init__(self, answer: LookupAnswer | None) -> None:
        self.answer = answer
        self.asked: tuple[str, float, str] | None = None

    def lookup(
        self,
        kind: str,
        deadline_s: float,
        on_answer: Callable[[LookupAnswer], None],
        *,
        key: str = "",
    ) -> None:
        self.asked = (kind, deadline_s, key)
        if self.answer is not None:
            on_answer(self.answer)


def asking(answer: LookupAnswer | None) -> tuple[AgentCenter, _Client]:
    client = _Client(answer)
    return AgentCenter(cast("AgentClient", client), WAIT_S), client


def test_an_answer_is_read() -> None:
    reply = ClaimReply(is_granted=True, expires_at_ms=7)
    center, client = asking(
        LookupAnswer("claim", is_known=True, detail=msgspec.json.encode(reply).decode())
    )

    assert center.claim(CLAIM) == reply
    assert client.asked is not None
    kind, deadline_s, key = client.asked
    assert kind == "claim"
    assert deadline_s < WAIT_S
    assert decode_json(key, ReturnClaim) == CLAIM


def test_an_agent_that_says_nothing_is_waited_for_no_longer_than_allowed() -> None:
    center, _ = asking(None)
    started = time.monotonic()

    with pytest.raises(CenterSilentError):
        center.find_receipt(CODE)

    assert WAIT_S * 0.9 <= time.monotonic() - started < WAIT_S + 1.0


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"is_known": False, "detail": "no agent answered"}, CenterSilentError),
        (
            {"is_known": False, "detail": "none", "code": "unknown_receipt"},
            ReceiptNotFoundError,
        ),
        ({"is_known": False, "detail": "busy", "code": "database"}, CenterSilentError),
        ({"is_known": True, "detail": "{"}, CenterSilentError),
    ],
)
def test_what_is_no_answer_is_told_apart(
    answer: dict[str, Any], error: type[Exception]
) -> None:
    center, _ = asking(LookupAnswer("receipt", **answer))

    with pytest.raises(error):
        center.find_receipt(CODE)


def _proved(key: bytes = b"\x01" * 32) -> str:
    return seal_completeness(RECEIPT, Signer(key)).decode()


def _proving(answer: LookupAnswer | None, stored: str | None = None) -> AgentCenter:
    return AgentCenter(
        cast("AgentClient", _Client(answer)),
        WAIT_S,
        center_key=Signer(b"\x01" * 32).public_key,
        stored=lambda _hash: stored,
    )


def test_a_proof_of_the_pinned_center_is_believed() -> None:
    center = _proving(LookupAnswer("completeness", is_known=True, detail=_proved()))

    assert center.prove(RECEIPT.head_hash) == RECEIPT


def test_a_kept_proof_needs_no_agent() -> None:
    assert _proving(None, _proved()).prove(RECEIPT.head_hash) == RECEIPT


@pytest.mark.parametrize(
    ("detail", "head_hash"),
    [
        (_proved(b"\x02" * 32), RECEIPT.head_hash),
        (_proved(), "00" * 32),
        ("{}", RECEIPT.head_hash),
        ('{"is_complete":false}', RECEIPT.head_hash),
    ],
    ids=["another key", "another settlement", "no reply", "a shortfall"],
)
def test_another_proof_is_not(detail: str, head_hash: str) -> None:
    center = _proving(LookupAnswer("completeness", is_known=True, detail=detail))

    with pytest.raises(CenterSilentError):
        center.prove(head_hash)


def test_without_a_proof_the_settlement_is_provisional() -> None:
    center = _proving(LookupAnswer("completeness", is_known=False, detail="2 events"))

    with pytest.raises(CenterSilentError, match="stands all the same"):
        center.prove(RECEIPT.head_hash)

"""The till asks through its agent and never waits longer than it may."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, cast

import msgspec
import pytest

from sync.protocol.returns import ClaimReply, ReturnClaim
from terminal.bootstrap.agent_center import AgentCenter
from terminal.domain.errors import CenterSilentError, ReceiptNotFoundError
from terminal.domain.receipt_code import ReceiptCode
from terminal.replication.agent_client import AgentClient
from terminal.replication.local_messages import LookupAnswer

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
    assert msgspec.json.decode(key, type=ReturnClaim) == CLAIM


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

"""What an answer other than 200 means."""

from __future__ import annotations

import pytest

from sync.engine.causes import Cause, cause_of_answer


@pytest.mark.parametrize(
    ("status", "code", "cause"),
    [
        (401, "clock", Cause.CLOCK),
        (401, "signature", Cause.REFUSED),
        (403, None, Cause.REVOKED),
        (401, "revoked", Cause.REVOKED),
        (409, "gap", Cause.GAP),
        (409, "fork", Cause.FORK),
        (409, "chain", Cause.CHAIN),
        (409, None, Cause.CHAIN),
        (408, "too_slow", Cause.TIMED_OUT),
        (413, None, Cause.TOO_LARGE),
        (426, None, Cause.UPGRADE_REQUIRED),
        (429, None, Cause.BUSY),
        (503, None, Cause.BUSY),
        (500, "internal", Cause.SERVER_FAULT),
        (400, "malformed", Cause.REFUSED),
        (404, None, Cause.REFUSED),
    ],
)
def test_each_answer_has_one_cause(status: int, code: str | None, cause: Cause) -> None:
    assert cause_of_answer(status, code) is cause

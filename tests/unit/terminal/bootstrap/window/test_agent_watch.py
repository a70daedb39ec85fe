"""Command and window show the same status, field by field."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout

import msgspec
import pytest

from sync.engine.causes import Cause
from sync.protocol.held_events import HeldEvent
from terminal.bootstrap import sync_report
from terminal.bootstrap.window.agent_watch import shown_sync
from terminal.commands._runner import main
from terminal.replication.local_messages import (
    AgentStatus,
    ClockReading,
    SettlementStatus,
)
from terminal.replication.plain_words import sentence
from terminal.ui.support.translation import use_language

pytestmark = pytest.mark.usefixtures("qapp")

_HELD = HeldEvent(
    epoch="a" * 16,
    seq=7,
    type="sale.completed",
    code="number_reused",
    detail="used twice",
    since_ms=1_900_000_000_000,
)


def _status(state: str) -> AgentStatus:
    return AgentStatus(
        state=state,
        cause=sentence(state, "seen"),
        detail="seen",
        waiting=12,
        waiting_gross_minor=123_456,
        oldest_at_ms=1_900_000_000_000,
        last_ok_at_ms=1_900_000_060_000,
        accepted=412,
        archived=400,
        settlement=SettlementStatus(
            z_number=3, is_complete=False, events=0, head_hash="ab", detail="1 pending"
        ),
        held=1,
        held_events=(_HELD,),
        incidents=("event 7 waits", "the clock differs"),
        incident_codes=("quarantined:aa:7", "clock_skewed"),
        clock=ClockReading(
            center_ms=1_900_000_400_000, error_ms=5, skew_ms=400_000, is_wrong=True
        ),
    )


@pytest.mark.parametrize("state", sorted(Cause))
def test_command_and_window_say_the_same(
    state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_language("en")
    status = _status(state)
    monkeypatch.setattr(sync_report, "sync_status", lambda _home: status)
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert main(["sync", "status", "--json"]) == 0
    told = json.loads(printed.getvalue())

    shown = shown_sync(status)

    assert shown.cause == told["cause"]
    for name in (
        "waiting",
        "waiting_gross_minor",
        "oldest_at_ms",
        "last_ok_at_ms",
        "accepted",
        "archived",
        "held",
        "state",
    ):
        assert getattr(shown, name) == told[name], name
    assert shown.settlement is not None
    for name in ("z_number", "is_complete", "detail"):
        assert getattr(shown.settlement, name) == told["settlement"][name]
    assert [
        (each.seq, each.kind, each.code, each.detail, each.since_ms)
        for each in shown.held_items
    ] == [
        (each["seq"], each["type"], each["code"], each["detail"], each["since_ms"])
        for each in told["held_events"]
    ]
    assert [each.text for each in shown.incidents] == told["incidents"]
    assert [each.code for each in shown.incidents] == told["incident_codes"]
    assert shown.skew_ms == told["clock"]["skew_ms"]
    assert shown.is_clock_wrong is told["clock"]["is_wrong"]


def test_without_an_agent_nothing_is_claimed_to_be_sent() -> None:
    shown = shown_sync(None)

    assert (shown.waiting, shown.held, shown.accepted) == (None, None, None)


def test_a_till_that_stands_alone_has_no_cause() -> None:
    alone = msgspec.structs.replace(_status("stand_alone"), waiting=0)

    shown = shown_sync(alone)

    assert not shown.is_enabled
    assert shown.cause == ""

"""The agent's answer as the window shows it: the same figures as `sync status`."""

from __future__ import annotations

from typing import Final

from terminal.replication.local_messages import AgentStatus
from terminal.replication.plain_words import ONLINE, STAND_ALONE, STARTING, STOPPED
from terminal.ui.view_models.status_view_model import (
    HeldItem,
    Incident,
    SettlementState,
    SyncState,
)

_WELL: Final = frozenset({ONLINE, STARTING, STAND_ALONE})


def shown_sync(status: AgentStatus | None) -> SyncState:
    """Return what the window shows; None means that no agent answered yet."""
    if status is None:
        return SyncState(state=STOPPED, waiting=None, held=None)
    settlement = status.settlement
    return SyncState(
        is_enabled=status.state != STAND_ALONE,
        state=status.state,
        is_hindered=status.state not in _WELL,
        detail=status.detail,
        waiting=status.waiting,
        waiting_gross_minor=status.waiting_gross_minor,
        oldest_at_ms=status.oldest_at_ms,
        is_sending=status.state in _WELL and bool(status.waiting),
        last_ok_at_ms=status.last_ok_at_ms,
        accepted=status.accepted,
        archived=status.archived,
        settlement=None
        if settlement is None
        else SettlementState(
            z_number=settlement.z_number,
            is_complete=settlement.is_complete,
            detail=settlement.detail,
        ),
        held=status.held,
        held_items=tuple(
            HeldItem(
                seq=each.seq,
                kind=each.type,
                code=each.code,
                detail=each.detail,
                since_ms=each.since_ms,
            )
            for each in status.held_events
        ),
        incidents=tuple(
            Incident(code, text)
            for code, text in zip(status.incident_codes, status.incidents, strict=False)
        ),
        skew_ms=None if status.clock is None else status.clock.skew_ms,
        is_clock_wrong=status.clock is not None and status.clock.is_wrong,
    )

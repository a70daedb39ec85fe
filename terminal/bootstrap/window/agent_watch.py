"""What the sync agent does, as the window shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from terminal.replication.plain_words import ONLINE, STAND_ALONE, STARTING, STOPPED
from terminal.ui.view_models.status_view_model import (
    HeldItem,
    Incident,
    SettlementState,
    StatusViewModel,
    SyncState,
)

if TYPE_CHECKING:
    from terminal.replication.agent_client import AgentClient
    from terminal.replication.local_messages import AgentStatus

_POLL_MS: Final = 2_000


class AgentWatch(QObject):
    """Asks the agent every two seconds how things stand."""

    def __init__(
        self, agent: AgentClient, status: StatusViewModel, parent: QObject
    ) -> None:
        """Watch *agent* from now on."""
        super().__init__(parent)
        self._agent = agent
        self._status = status
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._ask)
        self._timer.start()
        self._ask()

    def close(self) -> None:
        """Ask no more."""
        self._timer.stop()

    @Slot()
    def _ask(self) -> None:
        self._status.tell_sync(shown_sync(self._agent.status()))


def shown_sync(status: AgentStatus | None) -> SyncState:
    """Return what the window shows; None means that no agent answered yet."""
    if status is None:
        return SyncState(state=STOPPED, waiting=None, held=None)
    settlement = status.settlement
    is_well = status.state in {ONLINE, STARTING, STAND_ALONE}
    return SyncState(
        is_enabled=status.state != STAND_ALONE,
        state=status.state,
        is_hindered=not is_well,
        detail=status.detail,
        waiting=status.waiting,
        waiting_gross_minor=status.waiting_gross_minor,
        oldest_at_ms=status.oldest_at_ms,
        is_sending=is_well and bool(status.waiting),
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

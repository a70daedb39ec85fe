"""The till's side of the local socket, on a thread of its own.

The till calls `nudge` after a final commit and reads `status` for the header of the
window.  Neither ever waits: the till sells on when no agent runs, when it hangs and
when it answers nonsense.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from terminal.replication.local_messages import AgentStatus, LookupAnswer

ANSWER_DEADLINE_S: Final = 2.0
"""How long the client's thread waits for one answer before it hangs up."""


class AgentClient:
    """Speaks with the agent of one home; safe to call from any thread.

    Args:
        address: Where the agent listens: `local_socket.address_of(home_path)`.
        auth_key: The key of the home that both sides prove to hold.
        start_agent: Called on the client's thread when nobody listens, at most once
            in `START_PAUSE_S`; normally `lambda: ensure_agent_running(home_path)`.
    """

    def __init__(
        self,
        address: str,
        auth_key: bytes,
        *,
        start_agent: Callable[[], None] | None = None,
    ) -> None:
        self._address = address
        self._auth_key = auth_key
        self._start_agent = start_agent
        self._status: AgentStatus | None = None
        self._lock = threading.Lock()

    def nudge(self) -> None:
        """Tell the agent that the ledger grew.  Costs microseconds; never fails."""
        raise NotImplementedError

    def status(self) -> AgentStatus | None:
        """Return the last status heard and ask for a newer one.

        Never waits.  None until the first answer, and again when no agent runs.
        """
        raise NotImplementedError

    def fetch_status(self, deadline_s: float = ANSWER_DEADLINE_S) -> AgentStatus | None:
        """Ask now and wait at most *deadline_s*; for commands, not for the till."""
        raise NotImplementedError

    def lookup(
        self,
        kind: str,
        deadline_s: float,
        on_answer: Callable[[LookupAnswer], None],
        *,
        key: str = "",
    ) -> None:
        """Ask the center through the agent; *on_answer* runs on the client's thread.

        It is called exactly once, after *deadline_s* at the latest, with
        `is_known=False` when nobody knew.
        """
        raise NotImplementedError

    def close(self) -> None:
        """End the thread and hang up; returns at once when it never started."""
        raise NotImplementedError

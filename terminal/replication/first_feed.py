"""The first reference data of a new home, fetched while a person waits.

The same machine as the agent's, driven on the calling thread and without retries:
here a failure is answered by the person, who is still there.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from sync.engine.inputs import PullInput, RowsApplied
from sync.engine.outputs import ApplyRows, PullOutput, SendFeed
from sync.engine.pull import Pull
from sync.engine.schedule import TimerFired
from terminal.replication.center_calls import CenterCalls
from terminal.replication.plain_words import error_of
from terminal.replication.ports import AgentClock, ReplicaSink


class FirstFeed:
    """Pulls until the feed is complete or something is in the way.

    Args:
        calls: The way to the center.
        sink: Where the rows go.
        clock: For the machine.
        central_public_key: The key pinned at enrolment, 32 bytes.
    """

    def __init__(
        self,
        calls: CenterCalls,
        sink: ReplicaSink,
        clock: AgentClock,
        central_public_key: bytes,
    ) -> None:
        self._calls = calls
        self._sink = sink
        self._clock = clock
        self._key = central_public_key

    def run(
        self, store: tuple[str, str], on_progress: Callable[[int], None] | None
    ) -> int:
        """Apply every checkpoint; return the number of rows.

        Args:
            store: Tenant and store the data must be for.
            on_progress: Called with the rows so far after each checkpoint.

        Raises:
            SyncError: See `pull_reference_data`.
        """
        pull = Pull(
            secrets.randbelow,
            central_public_key=self._key,
            store=store,
            cursor=self._sink.cursor(),
        )
        waiting = list(pull.step(TimerFired(self._clock.monotonic_ms())))
        while waiting and pull.attempts_ended == 0:
            given = self._do(waiting.pop(0))
            if given is not None:
                waiting += pull.step(given)
            if isinstance(given, RowsApplied) and on_progress is not None:
                on_progress(pull.rows_applied)
        if pull.cause is not None:
            raise error_of(pull.cause, pull.detail)
        while self._sink.tidy():
            pass
        return pull.rows_applied

    def _do(self, output: PullOutput) -> PullInput | None:
        match output:
            case SendFeed():
                return self._calls.fetch(output)
            case ApplyRows():
                digest = self._sink.apply_rows(
                    output.rows,
                    output.cursor,
                    is_restart=output.is_restart,
                    is_complete=output.is_complete,
                )
                return RowsApplied(self._clock.monotonic_ms(), output.ticket, digest)
            case _:
                # Timers are for those who wait; the error says what an incident says.
                return None

"""The till's side of the local socket, on a thread of its own.

The till calls `nudge` after a final commit and reads `status` for the header of the
window.  Neither ever waits: the till sells on when no agent runs, when it hangs and
when it answers nonsense.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar, assert_never

import msgspec

from terminal.replication.local_messages import (
    AgentStatus,
    AskStatus,
    Lookup,
    LookupAnswer,
    Nudge,
    Question,
)

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from terminal.replication.agent_process import HomeLike

ANSWER_DEADLINE_S: Final = 2.0
"""How long the client's thread waits for one answer before it hangs up."""

START_PAUSE_S: Final = 10.0
"""A missing agent is started at most this often."""

CONNECT_PAUSE_S: Final = 0.5
CONNECT_PAUSE_S_MAX: Final = 2.0
"""While nobody listens, the socket is tried again after pauses that double."""

NUDGE_PAUSE_S: Final = 0.05
"""Commits that follow each other closely share a nudge."""

TIME_PAUSE_S: Final = 30.0
"""How often the center's time is asked for when nobody else asks for the status."""

_JOIN_S: Final = 1.0

_AnswerKind = TypeVar("_AnswerKind", AgentStatus, LookupAnswer)


class _StatusJob(msgspec.Struct):
    """Ask for the status; the answer goes to `reply` too, where somebody waits."""

    reply: queue.SimpleQueue[AgentStatus | None] | None = None


class _NudgeJob(msgspec.Struct, frozen=True):
    """Say that the ledger grew."""


class _EndJob(msgspec.Struct, frozen=True):
    """End the thread."""


_Job = _StatusJob | _NudgeJob | _EndJob


class AgentClient:
    """Speaks with the agent of one home; safe to call from any thread.

    Args:
        address: Where the agent listens, `Home.agent_address`.
        auth_key: The key of the home that both sides prove to hold.
        on_center_time: Told of the center's time, ms since 1970 UTC, and the bound of
            its error in ms, on the client's thread.
        start_agent: Called on the client's thread when nobody listens, at most once
            in `START_PAUSE_S`; normally `lambda: ensure_agent_running(home)`.
    """

    def __init__(
        self,
        address: str,
        auth_key: bytes,
        *,
        start_agent: Callable[[], object] | None = None,
        on_center_time: Callable[[int, int], None] | None = None,
    ) -> None:
        self._address = address
        self._auth_key = auth_key
        self._start_agent = start_agent
        self._on_center_time = on_center_time
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._has_nudge = False
        self._has_status_job = False
        self._status: AgentStatus | None = None
        # From here on: the client's thread only.
        self._connection: Connection | None = None
        self._owes_nudge = False
        self._pause_s = CONNECT_PAUSE_S
        self._quiet_until_s = 0.0
        self._started_at_s: float | None = None
        self._time_asked_s: float | None = None

    def nudge(self) -> None:
        """Tell the agent that the ledger grew.  Costs microseconds; never fails."""
        if self._has_nudge:
            return
        self._has_nudge = True
        self._queue(_NudgeJob())

    def status(self) -> AgentStatus | None:
        """Return the last status heard and ask for a newer one.

        Never waits.  None until the first answer, and again when no agent runs.
        """
        if not self._has_status_job:
            self._has_status_job = True
            self._queue(_StatusJob())
        return self._status

    def fetch_status(self, deadline_s: float = ANSWER_DEADLINE_S) -> AgentStatus | None:
        """Ask now and wait at most *deadline_s*; for commands, not for the till."""
        reply: queue.SimpleQueue[AgentStatus | None] = queue.SimpleQueue()
        self._queue(_StatusJob(reply))
        try:
            return reply.get(timeout=deadline_s)
        except queue.Empty:
            return None

    def lookup(
        self,
        kind: str,
        deadline_s: float,
        on_answer: Callable[[LookupAnswer], None],
        *,
        key: str = "",
    ) -> None:
        """Ask the center through the agent; returns at once.

        *on_answer* is called exactly once, on a thread of this question, with
        `is_known=False` when nobody knew; soon after *deadline_s* at the latest.
        """
        question = Lookup(kind, int(deadline_s * 1000), key)
        threading.Thread(
            target=self._look_up,
            args=(question, deadline_s, on_answer),
            name="agent-lookup",
            daemon=True,
        ).start()

    def close(self) -> None:
        """End the thread and hang up; waits a second at most."""
        self._closing.set()
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is None:
            return
        self._jobs.put(_EndJob())
        if thread is not threading.current_thread():
            thread.join(_JOIN_S)

    def _queue(self, job: _Job) -> None:
        self._jobs.put(job)
        if self._thread is None:
            with self._lock:
                self._start_thread()

    def _start_thread(self) -> None:
        if self._thread is None and not self._closing.is_set():
            self._thread = threading.Thread(
                target=self._run, name="agent-client", daemon=True
            )
            self._thread.start()

    # --- a question's own thread ----------------------------------------------

    def _look_up(
        self,
        question: Lookup,
        deadline_s: float,
        on_answer: Callable[[LookupAnswer], None],
    ) -> None:
        from terminal.replication.local_socket import PEER_ERRORS, open_connection

        answer: LookupAnswer | None = None
        try:
            connection = open_connection(self._address, self._auth_key)
        except PEER_ERRORS:
            pass
        else:
            answer = _asked(connection, question, LookupAnswer, deadline_s)
            connection.close()
        on_answer(
            answer
            or LookupAnswer(question.kind, is_known=False, detail="no agent answered")
        )

    # --- the client's thread --------------------------------------------------

    def _run(self) -> None:
        while True:
            job = self._next_job()
            match job:
                case _EndJob():
                    self._pay_last_nudge()
                    break
                case _StatusJob():
                    self._do_status(job)
                case _NudgeJob():
                    self._do_nudge()
                case _ as never:
                    assert_never(never)
        self._hang_up()

    def _next_job(self) -> _Job:
        if not self._owes_nudge:
            return self._jobs.get()
        # Nobody heard the last nudge.  An agent that starts just now may have read
        # the ledger before the commit, so the nudge stays owed.
        wait_s = max(0.0, self._quiet_until_s - time.monotonic())
        try:
            return self._jobs.get(timeout=wait_s)
        except queue.Empty:
            return _NudgeJob()

    def _do_nudge(self) -> None:
        # Cleared first: a commit that comes while the nudge is sent may have been too
        # late for what the agent reads, and nudges again.
        self._has_nudge = False
        self._owes_nudge = self._say(Nudge()) is None
        if not self._owes_nudge:
            # What is committed meanwhile shares the next nudge.
            self._closing.wait(NUDGE_PAUSE_S)
            self._ask_time()

    def _ask_time(self) -> None:
        """Hear the center's time now and then: a till without window asks no status.

        After a commit and not before the next: what the till has must be at hand.
        """
        now_s = time.monotonic()
        asked_s = self._time_asked_s
        is_fresh = asked_s is not None and now_s - asked_s < TIME_PAUSE_S
        if self._on_center_time is not None and not is_fresh:
            self._do_status(_StatusJob())

    def _pay_last_nudge(self) -> None:
        """Try a nudge that is still owed once more, whatever pause was planned.

        An agent that was still starting when the last sale was committed would
        else hear of it with its next heartbeat, up to a minute later.
        """
        if self._owes_nudge:
            self._quiet_until_s = 0.0
            self._start_agent = None
            self._say(Nudge())

    def _do_status(self, job: _StatusJob) -> None:
        self._has_status_job = False
        self._time_asked_s = began_s = time.monotonic()
        connection = self._say(AskStatus())
        self._status = None
        if connection is not None:
            self._status = _asked(connection, None, AgentStatus, ANSWER_DEADLINE_S)
            if self._status is None:
                # A late answer would be taken for that of the next question.
                self._hang_up()
            else:
                self._pass_time_on(self._status, time.monotonic() - began_s)
        if job.reply is not None:
            job.reply.put(self._status)

    def _pass_time_on(self, status: AgentStatus, took_s: float) -> None:
        if self._on_center_time is None or status.clock is None:
            return
        took_ms = int(took_s * 1000) + 1
        # Read by the agent somewhere between question and answer.
        center_ms = status.clock.center_ms + took_ms // 2
        self._on_center_time(center_ms, status.clock.error_ms + took_ms)

    def _say(self, question: Question) -> Connection | None:
        """Send *question*, on a new connection when the old one is dead."""
        from terminal.replication.local_socket import PEER_ERRORS, send_question

        was_open = self._connection is not None
        for _ in range(1 + was_open):
            connection = self._connected()
            if connection is None:
                return None
            try:
                send_question(connection, question)
            except PEER_ERRORS:
                self._hang_up()
            else:
                return connection
        return None

    def _connected(self) -> Connection | None:
        if self._connection is not None:
            return self._connection
        from terminal.replication.local_socket import PEER_ERRORS, open_connection

        if time.monotonic() < self._quiet_until_s:
            return None
        try:
            self._connection = open_connection(self._address, self._auth_key)
            self._pause_s = CONNECT_PAUSE_S
        except PEER_ERRORS:
            self._quiet_until_s = time.monotonic() + self._pause_s
            self._pause_s = min(CONNECT_PAUSE_S_MAX, self._pause_s * 2)
            self._start()
        return self._connection

    def _start(self) -> None:
        if self._start_agent is None:
            return
        now_s = time.monotonic()
        if self._started_at_s is None or now_s - self._started_at_s >= START_PAUSE_S:
            self._started_at_s = now_s
            self._pause_s = CONNECT_PAUSE_S
            self._start_agent()

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _asked(
    connection: Connection,
    question: Question | None,
    kind: type[_AnswerKind],
    deadline_s: float,
) -> _AnswerKind | None:
    """Return the answer of *kind*; None when none came, or another.

    A *question* of None was sent already.
    """
    from terminal.replication.local_socket import (
        PEER_ERRORS,
        receive_answer,
        send_question,
    )

    try:
        if question is not None:
            send_question(connection, question)
        if not connection.poll(deadline_s):
            return None
        answer = receive_answer(connection)
    except PEER_ERRORS:
        return None
    return answer if isinstance(answer, kind) else None


def ensure_agent_running(home: HomeLike) -> bool:
    """Start the agent of *home* unless one listens; return whether one was started.

    For tills that have a center.  Takes a few milliseconds: call it before the sale
    screen or on a thread of its own.
    """
    from terminal.replication import agent_process

    return agent_process.ensure_agent_running(home)

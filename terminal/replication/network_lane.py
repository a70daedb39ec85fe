"""One direction's way to the network: a thread that makes one call at a time.

Upload and download have a lane each, so that a stalled upload never holds up
prices.  A call that outlives its deadline (a name that the system looks up for
minutes) is left to itself, and the lane goes on with a new thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Outcome = TypeVar("Outcome")


class NetworkLane(Generic[Outcome]):
    """Runs calls off the agent's main thread.

    Args:
        name: For the thread.
        deliver: Given what each call returned, on the lane's thread; also that of a
            call left behind, which the receiver knows by its nonce.
        on_stuck: Called by `start` when a call is left behind.
    """

    def __init__(
        self,
        name: str,
        deliver: Callable[[Outcome], None],
        on_stuck: Callable[[], None],
    ) -> None:
        self._name = name
        self._deliver = deliver
        self._on_stuck = on_stuck
        self._changed = threading.Condition()
        self._call: Callable[[], Outcome] | None = None
        self._worker: threading.Thread | None = None
        self._is_calling = False
        self._is_closed = False

    def start(self, call: Callable[[], Outcome]) -> None:
        """Make *call* on the lane's thread; returns at once.

        *call* turns its own failures into an outcome; it must not raise.
        """
        with self._changed:
            is_stuck = self._is_calling
            self._call = call
            if self._worker is None or is_stuck:
                self._is_calling = False
                self._worker = threading.Thread(
                    target=self._work, name=self._name, daemon=True
                )
                self._worker.start()
            else:
                self._changed.notify()
        if is_stuck:
            self._on_stuck()

    def close(self) -> None:
        """Let the thread end once its call has; does not wait for it."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _work(self) -> None:
        me = threading.current_thread()
        while (call := self._next_call(me)) is not None:
            outcome = call()
            with self._changed:
                # Before the outcome is delivered: the answer to it may be the next
                # call, and that one must not find this lane stuck.
                if self._worker is me:
                    self._is_calling = False
            self._deliver(outcome)

    def _next_call(self, me: threading.Thread) -> Callable[[], Outcome] | None:
        with self._changed:
            while self._worker is me and not self._is_closed:
                if self._call is not None:
                    call, self._call = self._call, None
                    self._is_calling = True
                    return call
                self._changed.wait()
        return None

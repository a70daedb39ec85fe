"""A process of a group, for tests: quick to start, because it imports nothing."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection as Pipe


def member(ready: Pipe, ends: bool) -> None:
    """Be a process that answers requests, or one that cannot start."""
    if ends:
        os._exit(3)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    ready.send(None)
    while True:
        signal.pause()

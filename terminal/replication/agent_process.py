"""Starts the agent as a process of its own that outlives the till."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final, Protocol

_CONNECT_TIMEOUT_S: Final = 0.5
_MAIN: Final = Path(__file__).resolve().parents[2] / "main.py"
_DETACHED: Final = 0x00000008  # Windows: without the console of the till
_NEW_GROUP: Final = 0x00000200  # Windows: without its Ctrl-C

# Kept so that an agent that ended can be reaped; the operating system keeps its
# process entry until somebody asks.
_started: list[subprocess.Popen[bytes]] = []


class HomeLike(Protocol):
    """What must be known of a home to start its agent."""

    @property
    def path(self) -> Path:
        """The folder."""

    @property
    def agent_address(self) -> str:
        """Where its agent listens."""


def ensure_agent_running(home: HomeLike) -> bool:
    """Start the agent of *home* unless one listens; return whether one was started.

    Not for a stand-alone till: its agent would only say so and end.  Two callers at
    once may start two; the second finds the lock held and ends.
    """
    _started[:] = [each for each in _started if each.poll() is None]
    if is_listening(home.agent_address):
        return False
    command = [*program_command(), "agent", "--home", str(home.path)]
    # A session of its own: closing the till's window or terminal, or a signal to
    # the till's group, does not end the upload.
    flags = _DETACHED | _NEW_GROUP if sys.platform == "win32" else 0
    with contextlib.suppress(OSError):
        process: subprocess.Popen[bytes] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=home.path,
            creationflags=flags,
            start_new_session=True,
        )
        _started.append(process)
        return True
    return False


def is_listening(address: str) -> bool:
    """Tell whether somebody listens at *address*, without proving any key."""
    if sys.platform == "win32":
        return os.path.exists(address)  # noqa: PTH110 - the name of a pipe is no path
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(_CONNECT_TIMEOUT_S)
            probe.connect(address)
    except OSError:
        return False
    return True


def program_command() -> list[str]:
    """Return what starts this program once more; its arguments follow."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, str(_MAIN)]

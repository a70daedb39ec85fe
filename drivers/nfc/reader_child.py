"""Starts, hears and ends the process that has the reader."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from drivers.nfc.messages import (
    FrameError,
    Framer,
    Reply,
    Request,
    decode_reply,
    encode_frame,
)

COMMAND: Final = (sys.executable, "-m", "drivers.nfc.reader_process")
REPLIES_MAX: Final = 256
END_TIMEOUT_S: Final = 2.0
GRACE_S: Final = 0.3
"""A healthy reader is closed in less; the till does not wait longer for one."""

_ROOT: Final = Path(__file__).parents[2]
_READ_BYTES: Final = 4096


class ChildGoneError(Exception):
    """The process ended, or does not speak the language."""


class ReaderChild:
    """One process.  Used on the device's thread, wake() on any."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        """Start the process.

        Raises:
            OSError: It cannot be started.
        """
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # What libraries complain about may hold numbers of cards.
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=_ROOT,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input = self._process.stdin
        self._output = self._process.stdout
        self._replies: queue.Queue[Reply | ChildGoneError | None] = queue.Queue(
            REPLIES_MAX
        )
        # A pipe cannot be waited for with a deadline on Windows; a queue can.
        self._thread = threading.Thread(
            target=self._listen, name="nfc-reader-pipe", daemon=True
        )
        self._thread.start()

    @property
    def process_id(self) -> int:
        """Of the process."""
        return self._process.pid

    def send(self, request: Request) -> None:
        """Ask something.

        Raises:
            ChildGoneError: The process is gone.
        """
        # A frame is at most 64 KiB and the process reads all the time, on a
        # thread of its own: this does not block for long.
        frame = encode_frame(request)
        try:
            while frame:
                frame = frame[self._input.write(frame) :]
        except (OSError, ValueError) as error:
            raise ChildGoneError("the reader process is gone") from error

    def receive(self, timeout_s: float) -> Reply | None:
        """Return what it says next; None after *timeout_s* or wake().

        Raises:
            ChildGoneError: It is gone, or spoke nonsense.
        """
        try:
            reply = self._replies.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if isinstance(reply, ChildGoneError):
            # Said again to whoever asks again.
            self._put(reply)
            raise reply
        return reply

    def wake(self) -> None:
        """Make a blocked receive() return; for any thread."""
        self._put(None)

    def close(self) -> None:
        """End the process, by force if it hangs; harmless when repeated.

        The end of its input tells it to switch the reader's field off and end.
        """
        with contextlib.suppress(OSError):
            self._input.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE_S)
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_TIMEOUT_S)
        self._thread.join(END_TIMEOUT_S)
        if not self._thread.is_alive():
            self._output.close()

    def _listen(self) -> None:
        framer = Framer()
        reason = "the reader process ended"
        try:
            while data := os.read(self._output.fileno(), _READ_BYTES):
                for frame in framer.feed(data):
                    if not self._put(decode_reply(frame)):
                        raise FrameError("more replies than anyone reads")
        except (OSError, ValueError) as error:
            reason = f"the reader process failed: {type(error).__name__}"
        gone = ChildGoneError(reason)
        while not self._put(gone):
            with contextlib.suppress(queue.Empty):
                self._replies.get_nowait()

    def _put(self, reply: Reply | ChildGoneError | None) -> bool:
        try:
            self._replies.put_nowait(reply)
        except queue.Full:
            return False
        return True

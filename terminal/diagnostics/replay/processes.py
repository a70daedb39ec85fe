"""The real processes of a replay: till, agent, server and one-off commands.

Every process started here is ended here, by its own id.
"""

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from structs.decoding import json_decoder
from terminal.diagnostics.errors import DiagnosticsError

MAIN: Final = Path(__file__).resolve().parents[3] / "main.py"
_STOP_TIMEOUT_S: Final = 20.0
_START_TIMEOUT_S: Final = 60.0
_REPLY_TIMEOUT_S: Final = 60.0
_CHUNK_BYTES: Final = 65_536
_LISTENING: Final = "listening on "
_HOST: Final = "127.0.0.1"


class ProcessError(DiagnosticsError):
    """A process of the replay did not do what it was started for."""


class TillFailedError(ProcessError):
    """The till could not do a command because of its storage.

    Attributes:
        code: The stable code of the storage error.
        said: What the person at the till is told.
    """

    def __init__(self, code: str, said: str) -> None:
        super().__init__(f"the till failed: {said}")
        self.code = code
        self.said = said


class TillDiedError(Exception):
    """The till process ended while a command was under way."""


class RefusedError(Exception):
    """The till refused a command by a rule; nothing changed.

    Attributes:
        code: The stable code of the domain error.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class _Reply(msgspec.Struct, frozen=True):
    id: int
    ok: msgspec.Raw = msgspec.Raw(b"")
    refused: dict[str, str] | None = None
    failed: dict[str, str] | None = None


class _Request(msgspec.Struct, frozen=True, rename={"with_": "with"}):
    id: int
    do: str
    with_: dict[str, Any]
    at: int


def run_command(*words: str, stdin: str | None = None) -> Any:
    """Run ``main.py WORDS --json`` and return its JSON answer.

    Raises ProcessError with the command's own line when it exits other than 0.
    """
    done = subprocess.run(
        [sys.executable, str(MAIN), *words, "--json"],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip() or done.stdout.strip()
        raise ProcessError(f"{' '.join(words[:2])} exited {done.returncode}: {said}")
    return msgspec.json.decode(done.stdout)


class Child:
    """A background process with its output in a log file."""

    def __init__(
        self, words: list[str], log: Path, *, reads_stdout: bool = False
    ) -> None:
        self._log = log.open("ab")
        self.process = subprocess.Popen(
            [sys.executable, str(MAIN), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if reads_stdout else self._log,
            stderr=self._log,
        )

    def kill(self) -> None:
        """SIGKILL, at once."""
        self.process.kill()
        self.process.wait()
        self._close()

    def stop(self) -> None:
        """Ask the process to end, and end it when it does not."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(_STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._close()

    def _close(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._log.close()


class Central(msgspec.Struct, frozen=True):
    """A central of the replay's own: where it is, and who may administer it."""

    folder: Path
    database: str
    token: str

    @classmethod
    def make(cls, folder: Path) -> "Central":
        """Make one in a folder; nothing serves it yet."""
        database = f"sqlite:///{folder / 'central.db'}"
        made = run_command("central", "init", "--database", database)
        return cls(folder, database, made["administrator_token"])


class CentralProcess(Child):
    """A server of a central, on a loopback port: a free one, or a given one."""

    def __init__(self, central: Central, port: int = 0) -> None:
        super().__init__(
            ["central", "--database", central.database, "--listen", f"{_HOST}:{port}"],
            central.folder / "central.log",
            reads_stdout=True,
        )
        self.url = self._read_url()

    def _read_url(self) -> str:
        assert self.process.stdout is not None
        readable, _, _ = select.select([self.process.stdout], [], [], _START_TIMEOUT_S)
        line = self.process.stdout.readline().decode() if readable else ""
        if not line.startswith(_LISTENING):
            self.stop()
            raise ProcessError("the central server did not start; see central.log")
        return line.removeprefix(_LISTENING).strip()


class AgentProcess(Child):
    """The sync agent of one home."""

    def __init__(self, home: Path, log: Path) -> None:
        super().__init__(["agent", "--home", str(home)], log)


class TillProcess:
    """``till --headless`` spoken to over its standard streams.

    One command is under way at a time.  ``call`` returns the undecoded answer;
    ``send`` and ``receive`` are its halves, for a parent that kills in between.
    ``program`` may put another program in front, such as one that watches it.
    """

    def __init__(
        self,
        home: Path,
        log: Path,
        phase_file: Path | None = None,
        *,
        program: Sequence[str] = (sys.executable, str(MAIN), "till", "--headless"),
    ) -> None:
        words = [
            *program,
            "--home",
            str(home),
            "--clock",
            "injected",
            "--no-agent",
        ]
        if phase_file is not None:
            words += ["--phase-file", str(phase_file)]
        self._log = log.open("ab")
        self.process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            bufsize=0,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._in = self.process.stdin.fileno()
        self._out = self.process.stdout.fileno()
        self._pending = b""
        self._sequence = 0
        self._encode = msgspec.json.Encoder().encode
        self._decode = json_decoder(_Reply).decode

    def call(self, do: str, at_ms: int, **with_: object) -> bytes:
        """Run one use case and return its result as JSON bytes.

        Raises RefusedError for a rule that said no, ProcessError for a till
        that failed and TillDiedError for one that is gone.
        """
        self.send(do, at_ms, with_)
        return self.receive()

    def send(self, do: str, at_ms: int, with_: dict[str, object]) -> None:
        """Write one request."""
        self._sequence += 1
        request = _Request(self._sequence, do, with_, at_ms)
        try:
            os.write(self._in, self._encode(request) + b"\n")
        except BrokenPipeError:
            raise TillDiedError from None

    def is_answering(self, within_s: float) -> bool:
        """Whether bytes of an answer arrived within so many seconds."""
        readable, _, _ = select.select([self._out], [], [], max(within_s, 0.0))
        return bool(readable)

    def receive(self) -> bytes:
        """Wait for the answer to the request sent last."""
        buffer = self._pending
        deadline = time.monotonic() + _REPLY_TIMEOUT_S
        while (end := buffer.find(b"\n")) < 0:
            if not self.is_answering(deadline - time.monotonic()):
                raise ProcessError("the till did not answer in time")
            chunk = os.read(self._out, _CHUNK_BYTES)
            if not chunk:
                self._pending = b""
                raise TillDiedError
            buffer += chunk
        self._pending = buffer[end + 1 :]
        reply = self._decode(buffer[:end])
        if reply.id != self._sequence:
            raise ProcessError(f"answer {reply.id} to request {self._sequence}")
        if reply.refused is not None:
            raise RefusedError(reply.refused["code"], reply.refused["message"])
        if reply.failed is not None:
            raise TillFailedError(reply.failed["code"], reply.failed["message"])
        return bytes(reply.ok)

    def kill(self) -> None:
        """SIGKILL, at once."""
        self.process.kill()
        self.process.wait()
        self._close()

    def stop(self) -> None:
        """Close its input, which ends it after the command under way."""
        with contextlib.suppress(OSError):
            assert self.process.stdin is not None
            self.process.stdin.close()
        try:
            self.process.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._close()

    def _close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout, self._log):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()

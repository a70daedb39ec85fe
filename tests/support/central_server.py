"""A real central server in a process of its own, and clients that speak to it."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests

from sync.protocol import messages
from sync.protocol.envelope import StoredEvent
from sync.protocol.request_signing import (
    NONCE_HEADER,
    SignedParts,
    new_nonce,
    sign_request,
)
from sync.protocol.signature import Signer
from tests.support.till_chain import TillChain

ROOT = Path(__file__).parents[2]
_START_S = 45
_STOP_S = 40
_CALL_S = 60


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """Run one command of the program to its end."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        capture_output=True,
        text=True,
        timeout=_START_S,
        check=False,
    )


class CentralServer:
    """Starts, stops and kills the server of one home."""

    def __init__(
        self, home: Path, administrator_token: str, database: str | None = None
    ) -> None:
        self.home = home
        self.token = administrator_token
        self.database = database or f"sqlite:///{home / 'central.db'}"
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    @classmethod
    def make(
        cls, home: Path, tenant: str = "acme", *, database: str | None = None
    ) -> CentralServer:
        """Make a central in *home* by the command a person would type.

        Its database is in the home too, unless *database* is the URL of another.
        """
        words = ["--home", str(home), "--tenant", tenant, "--json"]
        if database is not None:
            words += ["--database", database]
        made = command("central", "init", *words)
        assert made.returncode == 0, made.stderr
        token = json.loads(made.stdout)["administrator_token"]
        return cls(home, token, database)

    def start(self, *action: str) -> None:
        """Start it on a free port and wait until it answers."""
        self._process = subprocess.Popen(
            [
                sys.executable,
                str(ROOT / "main.py"),
                "central",
                *action,
                "--home",
                str(self.home),
                "--database",
                self.database,
                "--listen",
                "127.0.0.1:0",
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        stdout = self._process.stdout
        assert stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            assert selector.select(_START_S), "the server did not start"
        line = stdout.readline()
        assert line.startswith("listening on http://127.0.0.1:"), line
        self.url = line.removeprefix("listening on ").strip()

    @property
    def pid(self) -> int:
        """The process that was started; those that it starts are its children."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> int:
        """Ask it to stop; return its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, number: int) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(number)
        code = process.wait(_STOP_S)
        assert process.stdout is not None
        process.stdout.close()
        return code

    def cpu_s(self) -> float:
        """Return the processor time the server has used; Linux only."""
        assert self._process is not None
        stat = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii")
        fields = stat.rpartition(")")[2].split()
        user, system = int(fields[11]), int(fields[12])
        return (user + system) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """Stop it if it runs."""
        with contextlib.suppress(ProcessLookupError):
            self.stop()

    def administer(
        self,
        method: str,
        target: str,
        body: object = None,
        *,
        data: bytes | None = None,
    ) -> requests.Response:
        """Send a request with the administrator token."""
        return requests.request(
            method,
            self.url + target,
            data=data if data is not None else json.dumps(body),
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=_CALL_S,
        )

    def answer(self, method: str, target: str, body: object = None) -> Any:
        """Like `administer`, for requests that must succeed; return the JSON."""
        response = self.administer(method, target, body)
        assert response.status_code == 200, response.text
        return response.json()

    def code(self, workstation: str = "T-07", store: str = "S-01") -> str:
        """Get an enrolment code."""
        body = {"store": store, "workstation": workstation}
        code: str = self.answer("POST", "/v1/enrolment-codes", body)["code"]
        return code

    def enrolled(
        self, workstation: str = "T-07", store: str = "S-01", **more: Any
    ) -> TillClient:
        """Return a client with a fresh key that is enrolled as *workstation*."""
        chain = TillChain(os.urandom(32), workstation=workstation, store=store, **more)
        client = TillClient(self, chain)
        client.enrol(self.code(workstation, store))
        return client


class TillClient:
    """Speaks to the central as a till does."""

    def __init__(self, server: CentralServer, chain: TillChain) -> None:
        self.server = server
        self.chain = chain
        self.central_key = b""
        self.session = requests.Session()

    @property
    def signer(self) -> Signer:
        """The key of the till."""
        return self.chain.signer

    def enrol(self, code: str) -> messages.EnrolReply:
        """Enrol, pin the central's key."""
        response = self.try_enrol(code)
        assert response.status_code == 200, response.text
        reply = messages.decode(messages.EnrolReply, response.content)
        self.central_key = reply.central_public_key
        return reply

    def try_enrol(self, code: str) -> requests.Response:
        """Enrol, whatever the answer."""
        wanted = messages.Enrol(
            code=code, public_key=self.signer.public_key, epoch=self.chain.epoch
        )
        return self.session.post(
            f"{self.server.url}/v1/enrol",
            data=messages.encode(wanted),
            timeout=_CALL_S,
        )

    def headers(
        self, method: str, target: str, body: bytes, *, time_ms: int | None = None
    ) -> dict[str, str]:
        """Sign a request."""
        return sign_request(
            self.signer,
            SignedParts(method, target, body),
            workstation=self.chain.workstation,
            nonce=new_nonce(os.urandom(16)),
            time_ms=time.time_ns() // 1_000_000 if time_ms is None else time_ms,
        )

    def send(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        *,
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        """Send a signed request; the nonce must come back with the answer."""
        headers = headers or self.headers(method, target, body)
        response = self.session.request(
            method,
            self.server.url + target,
            data=body,
            headers=headers,
            timeout=_CALL_S,
        )
        if NONCE_HEADER in headers:
            assert response.headers[NONCE_HEADER] == headers[NONCE_HEADER]
        return response

    def push(self, events: list[StoredEvent]) -> messages.PushReply:
        """Push, and it must be taken."""
        response = self.try_push(events)
        assert response.status_code == 200, response.text
        return messages.decode(messages.PushReply, response.content)

    def try_push(self, events: list[StoredEvent]) -> requests.Response:
        """Push, whatever the answer."""
        return self.send("POST", "/v1/push", messages.encode_push(events))

    def refused_push(self, events: list[StoredEvent], status: int) -> messages.Refusal:
        """Push, and it must be refused with *status*."""
        response = self.try_push(events)
        assert response.status_code == status, response.text
        return messages.decode(messages.Refusal, response.content)

    def hello(self) -> messages.HelloReply:
        """Say hello with the chain's own head."""
        chain = self.chain
        position = messages.EpochPosition(
            chain.epoch, len(chain.events), chain.head.hex()
        )
        said = messages.Hello(epochs=(position,))
        response = self.send("POST", "/v1/hello", messages.encode(said))
        assert response.status_code == 200, response.text
        return messages.decode(messages.HelloReply, response.content)

    def feed(self, cursor: str = "") -> messages.FeedCheckpoint:
        """Fetch one checkpoint and check its signature."""
        return messages.open_checkpoint(self.raw_feed(cursor), self.central_key)

    def feed_to_end(self, cursor: str = "") -> tuple[list[messages.FeedRow], str]:
        """Fetch checkpoints until nothing follows; return rows and cursor."""
        rows: list[messages.FeedRow] = []
        while True:
            checkpoint = self.feed(cursor)
            rows += checkpoint.rows
            cursor = checkpoint.cursor
            if checkpoint.complete:
                return rows, cursor

    def raw_feed(self, cursor: str = "") -> bytes:
        """Fetch one checkpoint as it travels."""
        response = self.send("GET", f"/v1/feed?cursor={cursor}")
        assert response.status_code == 200, response.text
        return response.content

    def totals(self, query: str = "") -> Any:
        """Ask the administrator's view of this workstation."""
        target = f"/v1/workstations/{self.chain.workstation}/control-totals{query}"
        return self.server.answer("GET", target)

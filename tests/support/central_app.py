"""The central's application in this process, asked by bytes: no socket, no client.

What a client library would refuse to send can be sent here.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
from collections.abc import Callable, Coroutine, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from litestar.types import HTTPScope, Message, Scope
from msgspec import Struct
from sqlalchemy import update

from sync.central import enrolment, schema
from sync.central.app import create_app
from sync.central.database import Database
from sync.central.installation import Location, install, open_installed
from sync.central.push_queue import Limits
from sync.protocol import messages
from sync.protocol.request_signing import SignedParts, sign_request
from sync.protocol.signature import Signer
from tests.support.till_chain import TillChain

NOW_MS: Final = 1_900_000_000_000

# As text: putting so large a question together takes longer than its answer.
_COUNTS: Final = " UNION ALL ".join(
    f"SELECT '{name}', count(*) FROM {name}" for name in schema.metadata.tables
)

_Result = TypeVar("_Result")


class Answer(Struct, frozen=True):
    """What came back; names of headers are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the JSON of the body."""
        return json.loads(self.body)


class CentralApp:
    """A central on a database of either kind, and the means to ask it."""

    def __init__(
        self, database_url: str, home: Path, limits: Limits | None = None
    ) -> None:
        """Make the central and its application; `close` lets go of the database."""
        location = Location(database_url, home)
        self.token = install(location, "acme", self.now).administrator_token
        engine, self.center, self.signer = open_installed(location)
        self.engine = engine
        self.database = Database(engine)
        self.app = create_app(self.database, self.center, self.signer, self.now, limits)
        self.loop = asyncio.new_event_loop()
        self.client: tuple[str, int] | None = ("127.0.0.1", 5_000)
        self._nonces = itertools.count()

    def now(self) -> int:
        """Return a time that stands."""
        return NOW_MS

    def close(self) -> None:
        """Finish everything."""
        self.database.close()
        self.loop.close()

    def play(self, story: Coroutine[Any, Any, _Result]) -> _Result:
        """Run a coroutine on the application's event loop."""
        return self.loop.run_until_complete(story)

    def ask(
        self,
        method: str,
        target: str | bytes,
        body: bytes = b"",
        headers: Mapping[str, str] | Iterable[tuple[bytes, bytes]] = (),
        *,
        is_whole: bool = True,
    ) -> Answer:
        """Send one request and return its answer; not *is_whole*: more never comes."""
        return self.play(
            self.ask_soon(method, target, body, headers, is_whole=is_whole)
        )

    async def ask_soon(
        self,
        method: str,
        target: str | bytes,
        body: bytes = b"",
        headers: Mapping[str, str] | Iterable[tuple[bytes, bytes]] = (),
        *,
        is_whole: bool = True,
    ) -> Answer:
        """Like `ask`, for several at once."""
        if isinstance(headers, Mapping):
            headers = [
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in headers.items()
            ]
        raw = target.encode("latin-1") if isinstance(target, str) else target
        scope = self._scope(method, raw, [*headers, (b"host", b"x")])
        incoming = [{"type": "http.request", "body": body, "more_body": not is_whole}]
        sent: list[Message] = []

        async def receive() -> Any:
            if not incoming and not is_whole:
                await asyncio.Event().wait()
            return incoming.pop() if incoming else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        return _answer(sent)

    def administer(self, method: str, target: str | bytes, body: bytes = b"") -> Answer:
        """Ask with the administrator's token."""
        return self.ask(method, target, body, {"Authorization": f"Bearer {self.token}"})

    def enrolled(self, workstation: str = "T-07", store: str = "S-01") -> TillInApp:
        """Return a till with a key of its own, enrolled."""
        chain = TillChain(
            workstation.encode().ljust(32, b"-")[:32],
            workstation=workstation,
            store=store,
        )
        code = self.database.write(
            lambda connection: enrolment.issue_code(
                connection,
                store=store,
                workstation_id=workstation,
                name=None,
                now_ms=NOW_MS,
            )
        ).code
        wanted = messages.Enrol(
            code=code, public_key=chain.signer.public_key, epoch=chain.epoch
        )
        assert self.ask("POST", "/v1/enrol", messages.encode(wanted)).status == 200
        return TillInApp(self, chain)

    def suspend(self, workstation: str, *, is_suspended: bool = True) -> None:
        """Shut one till out, or let it in again."""
        table = schema.workstation
        self.database.write(
            lambda connection: connection.execute(
                update(table)
                .where(table.c.workstation == workstation)
                .values(is_suspended=is_suspended)
            )
        )

    def rows(self) -> dict[str, int]:
        """Return how many rows every table has."""
        found = self.database.read(
            lambda connection: connection.exec_driver_sql(_COUNTS).all()
        )
        return {str(row[0]): int(row[1]) for row in found}

    def nonce(self) -> str:
        """Return one that was not used."""
        number = next(self._nonces)
        return base64.urlsafe_b64encode(number.to_bytes(16, "big")).decode()[:22]

    def _scope(
        self, method: str, target: bytes, headers: list[tuple[bytes, bytes]]
    ) -> Scope:
        from urllib.parse import unquote_to_bytes

        path, _, query = target.partition(b"?")
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            # As the server does it.
            "path": unquote_to_bytes(path).decode("utf-8", "replace"),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": headers,
            "client": self.client,
            "server": ("127.0.0.1", 80),
            "state": {},
            "extensions": {},
        }
        checked: HTTPScope = scope  # type: ignore[assignment]  # a plain dictionary
        return checked


class TillInApp:
    """A till that speaks to a `CentralApp`."""

    def __init__(self, central: CentralApp, chain: TillChain) -> None:
        """Speak as the workstation of *chain*."""
        self.central = central
        self.chain = chain

    @property
    def signer(self) -> Signer:
        """The key of the till."""
        return self.chain.signer

    def headers(self, method: str, target: str, body: bytes = b"") -> dict[str, str]:
        """Sign a request."""
        return sign_request(
            self.signer,
            SignedParts(method, target, body),
            workstation=self.chain.workstation,
            nonce=self.central.nonce(),
            time_ms=NOW_MS,
        )

    def send(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Send a signed request."""
        return self.central.play(self.send_soon(method, target, body))

    async def send_soon(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Like `send`, for several at once."""
        headers = self.headers(method, target, body)
        return await self.central.ask_soon(method, target, body, headers)

    def push(self) -> messages.PushReply:
        """Push the whole chain, and it must be taken."""
        body = messages.encode_push(self.chain.events)
        answer = self.send("POST", "/v1/push", body)
        assert answer.status == 200, answer.body
        return messages.decode(messages.PushReply, answer.body)


def _answer(sent: list[Message]) -> Answer:
    start, *rest = sent
    assert start["type"] == "http.response.start"
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1")
        for name, value in start["headers"]
    }
    body = b"".join(
        part["body"] for part in rest if part["type"] == "http.response.body"
    )
    return Answer(start["status"], headers, body)


MakeCentral = Callable[..., CentralApp]
"""Makes centrals that are closed when the test is over."""

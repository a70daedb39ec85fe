"""The center of a simulated chain: the shipped services on a real database.

What `sync.central.routes` does with threads and an event loop is done here at once, on
one thread; authentication, ingest, hello and feed are the shipped ones.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from unittest import mock
from urllib.parse import parse_qs, unquote

from msgspec import Struct
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from sync.central import (
    clones,
    completeness,
    enrolment,
    feed,
    hashes,
    hello,
    ingest,
    installation,
    losses,
    projections,
    reference_data,
    replays,
)
from sync.central import secrets as central_secrets
from sync.central.authentication import Authenticator, Workstation
from sync.central.database import migrate, open_engine
from sync.central.errors import PushConflictError, RefusedError
from sync.central.reference_data import Change
from sync.central.schema import center as center_table
from sync.central.schema import raw_event, stream, workstation, workstation_key
from sync.protocol import messages
from sync.protocol.completeness import AskCompleteness, CompletenessReceipt
from sync.protocol.errors import MalformedMessageError, MessageTooLargeError
from sync.protocol.messages import Enrol, Hashes, Hello, HelloReply, PushReply, Refusal
from sync.protocol.request_signing import NONCE_HEADER, SignedParts
from sync.protocol.signature import Signer
from tests.simulation import future
from tests.simulation.record import Sale
from tests.simulation.world import START_WALL_MS, Violation, World

TENANT: Final = "acme"
KEY: Final = Signer(b"c" * 32)
_FIRST_INCARNATION: Final = "0" * 32
_OTHER_KEY: Final = Signer(b"o" * 32).public_key
_BACKUPS_MAX: Final = 6
_STORES: Final = ("S-01", "S-02")
_TABLES: Final = (
    "raw_event",
    "retail_transaction",
    "control_day",
    "control_tender",
    "quarantine",
    "stock_movement",
    "stream",
)


class Asked(Struct, frozen=True):
    """A request as it arrives."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Answered(Struct, frozen=True):
    """An answer as it leaves."""

    status: int
    headers: dict[str, str]
    body: bytes


class CenterDied(Exception):  # noqa: N818
    """The process ended while it worked on a request."""


def make_template(path: Path, tills: list[tuple[str, str, bytes]]) -> None:
    """Make the database of a new center with *tills* (name, store, key) enrolled."""
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(
            insert(center_table).values(
                id=1,
                tenant=TENANT,
                incarnation=_FIRST_INCARNATION,
                administrator_token_hash="",
                feed_position=0,
                created_at_ms=START_WALL_MS,
            )
        )
        for name, store, public_key in tills:
            _enrol(connection, name, store, public_key, START_WALL_MS)
    engine.dispose()


def _enrol(
    connection: Connection, name: str, store: str, public_key: bytes, now_ms: int
) -> None:
    issued = enrolment.issue_code(
        connection, store=store, workstation_id=name, name=None, now_ms=now_ms
    )
    asked = Enrol(code=issued.code, public_key=public_key, epoch="0" * 16)
    enrolment.enrol(connection, asked, now_ms)


class Center:
    """One center; it dies, comes back, and is restored from backups.

    Attributes:
        cloned: Workstations that two devices are at present.

    Args:
        engine: Of *path*; shared by the seeds of a process, for its compiled
            statements.
        template: The database to begin with.
    """

    def __init__(
        self, world: World, engine: Engine, path: Path, template: Path
    ) -> None:
        self._world = world
        self._engine = engine
        self._reading = engine.execution_options(reads=True)
        self._path = path
        self._backups: list[Path] = []
        self._backups_made = 0
        self._marks: dict[tuple[str, str], int] = {}
        self._has_learned = False
        self._replace(template)
        self.is_up = True
        self.dies: str | None = None
        self.is_faulty = False
        self.cloned: set[str] = set()
        self.items: dict[str, dict[str, dict[str, Any]]]
        self.items = {store: {} for store in ("", *_STORES)}

    # --- requests -------------------------------------------------------------

    def handle(self, asked: Asked) -> Answered:
        """Answer one request.

        Raises:
            CenterDied: The process ended; what it committed is kept.
        """
        headers = {NONCE_HEADER: asked.headers.get(NONCE_HEADER, "")}
        try:
            body = self._route(asked)
        except RefusedError as error:
            return self._refuse(headers, error.status, error.code, error)
        except MessageTooLargeError as error:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return self._refuse(headers, status, "too_large", error)
        except MalformedMessageError as error:
            return self._refuse(headers, HTTPStatus.BAD_REQUEST, "malformed", error)
        except SQLAlchemyError as error:
            if not isinstance(error, OperationalError):
                raise Violation(
                    "I9", f"the center's database refused: {error}"
                ) from error
            headers["Retry-After"] = "5"
            status = HTTPStatus.SERVICE_UNAVAILABLE
            return self._refuse(headers, status, "database", error)
        return Answered(HTTPStatus.OK, headers, body)

    def _refuse(
        self, headers: dict[str, str], status: int, code: str, error: Exception
    ) -> Answered:
        refusal = Refusal(code=code, message=str(error), time=self._world.wall_ms)
        if isinstance(error, PushConflictError):
            refusal = Refusal(
                code=code,
                message=str(error),
                time=self._world.wall_ms,
                epoch=error.epoch,
                hw=error.hw,
                hw_hash=error.hw_hash,
            )
        return Answered(status, headers, messages.encode(refusal))

    def _route(self, asked: Asked) -> bytes:
        path, _, query = asked.target.partition("?")
        parts = SignedParts(asked.method, asked.target, asked.body)
        now_ms = self._world.wall_ms
        greeting: tuple[Hello, HelloReply] | None = None
        batch: ingest.Batch | None = None
        with self._reading.connect() as connection, connection.begin():
            till = self._authenticator.require_workstation(
                connection, asked.headers, parts, now_ms
            )
            if path == "/v1/hello":
                said = messages.decode(Hello, asked.body)
                reply = hello.answer(connection, till, said, self.incarnation, now_ms)
                if not hello.is_to_note(connection, till, said, reply):
                    return messages.encode(reply)
                greeting = said, reply
            elif path == "/v1/hashes":
                wanted = messages.decode(Hashes, asked.body)
                return messages.encode(
                    hashes.answer(connection, till, wanted, self.incarnation)
                )
            elif path == "/v1/feed":
                cursor = unquote(parse_qs(query).get("cursor", [""])[0])
                scope = feed.Scope(TENANT, self.incarnation, till.store)
                checkpoint = feed.read_feed(connection, scope, cursor, 5)
                return messages.seal_checkpoint(checkpoint, KEY)
            else:
                assert path == "/v1/push", path
                batch = ingest.prepare(till, messages.decode_push(asked.body))
        if batch is not None:
            return messages.encode(self._store(batch))
        assert greeting is not None
        if self.is_faulty:
            raise OperationalError("COMMIT", {}, Exception("disk I/O error"))
        with self._engine.begin() as connection:
            noted = hello.note(connection, till, *greeting, now_ms)
        if noted.suspended:
            self._world.count("clones_noticed")
            self._world.note("center", "clone", till.workstation)
            if till.workstation not in self.cloned:
                raise Violation("clone", f"{till.workstation} was taken for a clone")
        return messages.encode(noted)

    def _store(self, batch: ingest.Batch) -> PushReply:
        dies, self.dies = self.dies, None
        if self.is_faulty:
            raise OperationalError("COMMIT", {}, Exception("disk I/O error"))
        with self._engine.begin() as connection:
            reply = ingest.store(
                connection, batch, self.incarnation, self._world.wall_ms
            )
            if dies == "before":
                raise CenterDied
        key = (batch.workstation.workstation, batch.epoch)
        if reply.hw < self._marks.get(key, 0):
            raise Violation("I6", f"the watermark of {key} went back to {reply.hw}")
        self._marks[key] = reply.hw
        if dies == "after":
            raise CenterDied
        # Now and then, and a few events at a time, as behind the pushes of a server.
        if reply.hw % 4 == 0:
            with self._engine.begin() as connection:
                projections.step(connection, 1 + reply.hw % 40)
        return reply

    def confirm(
        self, name: str, store: str, settled: Sale, first_seq: int
    ) -> CompletenessReceipt | None:
        """Return the receipt for a settlement; None while something is missing."""
        asked = AskCompleteness(
            epoch=settled.epoch,
            first_seq=first_seq,
            last_seq=settled.seq,
            head_hash=settled.hash.hex(),
        )
        issuer = completeness.Issuer(TENANT, self.incarnation, self._world.wall_ms)
        station = Workstation(workstation=name, store=store, public_keys=())
        try:
            with self._reading.connect() as connection, connection.begin():
                return completeness.confirm(connection, station, asked, issuer)
        except completeness.ShortfallError as error:
            self._world.count(f"no receipt: {error.code}")
            return None

    # --- life -----------------------------------------------------------------

    def restart(self) -> None:
        """Begin a new process: it remembers only what is in the database."""
        self._authenticator = Authenticator("")
        self._engine.dispose()
        with self._engine.begin() as connection:
            self.incarnation: str = connection.execute(
                select(center_table.c.incarnation)
            ).scalar_one()
        if self._has_learned:
            self._replay()

    def learn(self) -> None:
        """Begin again with a program that knows one more type of event."""
        future.learn()
        self._has_learned = True
        self.restart()

    def _replay(self) -> None:
        """Do what a server does when it starts: look at the quarantine again."""
        first: int | None = 0
        while first is not None:
            with self._engine.begin() as connection:
                done = replays.step(
                    connection, self._world.wall_ms, first_arrival=first
                )
            self._world.count("replayed", done.released)
            first = done.next_arrival

    def back_up(self) -> None:
        """Keep a copy of the database as it is now."""
        self._backups_made += 1
        path = self._path.with_name(f"backup-{self._backups_made}.db")
        self._engine.dispose()
        shutil.copyfile(self._path, path)
        path.with_suffix(".json").write_text(json.dumps(self.items))
        self._backups.append(path)
        del self._backups[:-_BACKUPS_MAX]

    def restore(self) -> bool:
        """Go back to one of the backups and do what the manual says after it."""
        if not self._backups:
            return False
        backup = self._world.rng.choice(self._backups)
        del self._backups[self._backups.index(backup) + 1 :]
        self._replace(backup)
        self.items = json.loads(backup.with_suffix(".json").read_text())
        incarnation = f"{self._world.rng.getrandbits(128):032x}"
        with (
            mock.patch.object(
                central_secrets, "new_incarnation", return_value=incarnation
            ),
            self._engine.begin() as connection,
        ):
            installation.renew_incarnation(connection)
        self._marks.clear()
        self.restart()
        return True

    def _replace(self, source: Path) -> None:
        self._engine.dispose()
        for suffix in ("-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(source, self._path)
        self.restart()

    # --- what people do there -------------------------------------------------

    def change_prices(self) -> None:
        """Add, alter and delete some items."""
        rng = self._world.rng
        changes = [
            Change(
                kind="tax_group",
                key="standard",
                data=json.dumps(
                    {
                        "tax_group_id": "standard",
                        "name": "Standard",
                        "components": [
                            {"tax_id": "vat", "name": "VAT", "rate_ppm": 200_000}
                        ],
                    }
                ),
            )
        ]
        for _ in range(rng.randrange(1, 12)):
            key, store = f"item-{rng.randrange(30)}", rng.choice(("", "", *_STORES))
            data: dict[str, Any] | None = {
                "item_id": key,
                "description": f"Item {rng.randrange(1000)}",
                "unit": "piece",
                "unit_price_micro": rng.randrange(1, 1000) * 10_000,
                "tax_group_id": "standard",
            }
            if rng.random() < 0.25:
                data = None
                self.items[store].pop(key, None)
            else:
                assert data is not None
                self.items[store][key] = data
            text = None if data is None else json.dumps(data)
            changes.append(Change(kind="item", key=key, data=text, store=store))
        with self._engine.begin() as connection:
            reference_data.put(connection, changes, self._world.wall_ms)

    def items_of(self, store: str) -> dict[str, dict[str, Any]]:
        """Return the items of a store: its own in place of those of every store."""
        return {**self.items[""], **self.items[store]}

    def set_suspended(self, name: str, *, is_suspended: bool) -> None:
        """Suspend a workstation, or let it in again."""
        with self._engine.begin() as connection:
            connection.execute(
                update(workstation)
                .where(workstation.c.workstation == name)
                .values(is_suspended=is_suspended)
            )

    def enrol(self, name: str, store: str, public_key: bytes | None) -> None:
        """Enrol a workstation again; without a key, a wrong computer in its place."""
        with self._engine.begin() as connection:
            key = _OTHER_KEY if public_key is None else public_key
            _enrol(connection, name, store, key, self._world.wall_ms)

    def new_code(self, name: str, store: str) -> str:
        """Return a code with which a device becomes workstation *name*."""
        with self._engine.begin() as connection:
            return enrolment.issue_code(
                connection,
                store=store,
                workstation_id=name,
                name=None,
                now_ms=self._world.wall_ms,
            ).code

    def take_in(self, asked: Enrol) -> enrolment.Enrolled:
        """Do what the center does with a code that was typed at a device.

        Raises:
            RefusedError: It does not accept it.
        """
        with self._engine.begin() as connection:
            return enrolment.enrol(connection, asked, self._world.wall_ms)

    # --- what the checks see --------------------------------------------------

    def is_alarmed(self, name: str, public_key: bytes) -> bool:
        """Tell whether two devices were heard with this key."""
        with self._reading.connect() as connection, connection.begin():
            return clones.is_alarmed(connection, name, public_key)

    def knows(self, name: str, public_key: bytes) -> bool:
        """Tell whether this is the key that a workstation speaks with."""
        keys = workstation_key.c
        with self._reading.connect() as connection, connection.begin():
            active = connection.execute(
                select(keys.public_key).where(
                    keys.workstation == name, keys.is_active.is_(True)
                )
            ).scalar_one_or_none()
        return active == public_key

    def marks(self, name: str) -> dict[str, tuple[int, bytes]]:
        """Return watermark and hash of each epoch of a workstation."""
        with self._reading.connect() as connection, connection.begin():
            rows = connection.execute(
                select(stream.c.epoch, stream.c.hw, stream.c.hw_hash).where(
                    stream.c.workstation == name
                )
            ).all()
        return {row.epoch: (row.hw, row.hw_hash) for row in rows}

    def hash_at(self, name: str, epoch: str, seq: int) -> bytes | None:
        """Return the hash of one event; None while it is not here."""
        events = raw_event.c
        with self._reading.connect() as connection, connection.begin():
            return connection.execute(
                select(events.hash).where(
                    events.workstation == name,
                    events.lane == "ledger",
                    events.epoch == epoch,
                    events.seq == seq,
                )
            ).scalar_one_or_none()

    def losses(self) -> list[tuple[str, str, int, int]]:
        """Return what the center knows to be lost: till, epoch, first and last seq."""
        with self._reading.connect() as connection, connection.begin():
            return [
                (each.workstation, each.epoch, each.first_seq, each.last_seq)
                for each in losses.list_losses(connection).losses
            ]

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return every row of the tables that the oracle looks at."""
        with self._engine.begin() as connection:
            projections.catch_up(connection)
        with self._reading.connect() as connection, connection.begin():
            learned: list[dict[str, Any]] = [{}] if self._has_learned else []
            return {"learned": learned} | {
                name: [
                    dict(row)
                    for row in connection.exec_driver_sql(
                        f"SELECT * FROM {name}"
                    ).mappings()
                ]
                for name in _TABLES
            }

"""Values that only one of the databases refuses: kept or quarantined, never a fault.

SQLite takes NUL in text and large numbers anywhere; PostgreSQL does not. A till must
get the same answer from both, and its queue must go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient
from sqlalchemy import Engine, func, select

from sync.central import effects, ingest, projections
from sync.central.app import create_app
from sync.central.authentication import Workstation
from sync.central.database import Database, migrate, open_engine
from sync.central.installation import Location, install, open_installed
from sync.central.schema import raw_event
from sync.protocol.envelope import ControlTotals
from sync.protocol.errors import MalformedMessageError
from sync.protocol.events import EventBody, UnknownEventError, decode_body
from tests.support.till_chain import TillChain

_SAMPLES = Path(__file__).parents[2] / "fixtures" / "events"
_HOSTILE: dict[type, list[Any]] = {
    str: ["a\x00b", "\x00", "\u202e\x1f", "x" * 3_000, ""],
    int: [2**31, 2**53 - 1, -(2**53) + 1, 2**63, 2**64, -1],
    bool: ["true"],
}
_EVENTS = 200
_BATCH = 50


def sample_bodies() -> Iterator[tuple[str, int, bytes]]:
    """Yield type, version and a body with one hostile value, for every leaf."""
    random = Random(4)
    for path in sorted(_SAMPLES.glob("*.json")):
        name, _, version = path.stem.rpartition("_v")
        kind = name.replace("_", ".", 1)
        for place in leaves(msgspec.json.decode(path.read_bytes())):
            body = msgspec.json.decode(path.read_bytes())
            parent = body
            for step in place[:-1]:
                parent = parent[step]
            values = _HOSTILE.get(type(parent[place[-1]]), [None])
            parent[place[-1]] = random.choice(values)
            yield type_of(kind, int(version)), int(version), msgspec.json.encode(body)


def type_of(kind: str, version: int) -> str:
    """Return the type that a file is named after; its dot is not where it was."""
    words = kind.replace(".", "_").split("_")
    for cut in range(1, len(words)):
        name = "_".join(words[:cut]) + "." + "_".join(words[cut:])
        try:
            decode_body(name, version, b"{}")
        except UnknownEventError:
            continue
        except msgspec.DecodeError:
            return name
    raise AssertionError(kind)


def leaves(node: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where the values are that hold no others."""
    if isinstance(node, dict | list):
        inner = node.items() if isinstance(node, dict) else enumerate(node)
        for step, value in inner:
            yield from leaves(value, (*place, step))
    else:
        yield place


def control_of(kind: str, version: int, body: bytes) -> ControlTotals | None:
    """Return totals that agree with the body, so that it is looked at further."""
    try:
        event: EventBody = decode_body(kind, version, body)
        rule = effects._RULES.get(type(event))
        row = None if rule is None else rule(event)
    except msgspec.DecodeError:
        return None
    if row is None:
        return None
    return ControlTotals.of(
        count=1,
        gross_minor=row.gross_minor,
        tax_minor=row.tax_minor,
        tenders=row.tenders,
        quantity_micro=0,
    )


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = open_engine(database_url)
    migrate(made)
    yield made
    made.dispose()


def test_no_value_in_a_body_keeps_the_queue_from_going_on(engine: Engine) -> None:
    chain = TillChain(bytes(32))
    till = Workstation(
        workstation=chain.workstation,
        store=chain.store,
        public_keys=(chain.signer.public_key,),
    )
    bodies = list(sample_bodies())
    for kind, version, body in Random(4).sample(bodies, _EVENTS):
        control = control_of(kind, version, body)
        try:
            chain.append_bytes(kind, body, control, version=version)
        except MalformedMessageError:
            # No header can claim such totals; this one claims others.
            chain.append_bytes(kind, body, None, version=version)
    chain.sell()

    database = Database(engine)
    verdicts = []
    for first in range(0, len(chain.events), _BATCH):
        batch = ingest.prepare(till, chain.events[first : first + _BATCH])
        store = partial(ingest.store, batch=batch, incarnation="life", now_ms=1)
        reply = database.write(store)
        verdicts += [verdict.verdict for verdict in reply.verdicts]
    stored = database.read(
        lambda connection: connection.scalar(select(func.count(raw_event.c.seq)))
    )
    database.write(projections.catch_up)
    assert database.read(projections.pending) == 0
    database.close()

    assert stored == len(chain.events) > _EVENTS // 2
    assert verdicts[-1] == "applied"
    assert set(verdicts) == {"applied", "quarantined"}


_TARGETS = (
    "/v1/workstations/%00/events",
    "/v1/workstations/a%00b/control-totals",
    "/v1/stores/%00/control-totals",
    "/v1/workstations/T/events?epoch=%00",
    "/v1/returns/over-returns?store=%00",
    "/v1/workstations/T/events?after=9007199254740991",
)


def test_no_address_is_a_fault(database_url: str, tmp_path: Path) -> None:
    location = Location(database_url, tmp_path / "key")
    installed = install(location, "acme", lambda: 7)
    engine, center, signer = open_installed(location)
    app = create_app(Database(engine), center, signer, lambda: 7)
    token = f"Bearer {installed.administrator_token}"
    with TestClient(app) as client:
        answers = {
            target: client.get(target, headers={"Authorization": token}).status_code
            for target in _TARGETS
        }

    assert set(answers.values()) <= {200, 400, 404}, answers

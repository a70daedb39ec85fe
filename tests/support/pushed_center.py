"""A center without a server: chains are pushed into its database, then projected."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import Engine, Table, insert, select

from sync.central import ingest, projections
from sync.central.authentication import Workstation
from sync.central.database import migrate, open_engine
from sync.central.schema import center, workstation
from sync.protocol.envelope import StoredEvent
from sync.protocol.messages import PushReply
from tests.support.till_chain import TillChain


class PushedCenter:
    """Keeps the time itself: each push comes a second after the one before."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = open_engine(url)
        migrate(self.engine)
        with self.engine.begin() as connection:
            if connection.scalar(select(center.c.id)) is None:
                connection.execute(
                    insert(center).values(
                        id=1,
                        tenant="acme",
                        incarnation="life",
                        administrator_token_hash="",
                        feed_position=0,
                        created_at_ms=1,
                    )
                )
        self._names = itertools.count(1)
        self._pushed: dict[str, int] = {}
        self.now_ms = 1_000

    def chain(self, store: str = "S-01") -> TillChain:
        """Return the chain of a new till."""
        number = next(self._names)
        name = f"T-{number}"
        with self.engine.begin() as connection:
            connection.execute(
                insert(workstation).values(
                    workstation=name,
                    store=store,
                    name=name,
                    is_suspended=False,
                    enrolled_at_ms=1,
                )
            )
        return TillChain(bytes([number]) * 32, workstation=name, store=store)

    def batch(self, chain: TillChain, events: list[StoredEvent]) -> ingest.Batch:
        """Return a checked push."""
        till = Workstation(
            workstation=chain.workstation,
            store=chain.store,
            public_keys=(chain.signer.public_key,),
        )
        return ingest.prepare(till, events)

    def push(self, chain: TillChain, size: int = 1_000) -> list[PushReply]:
        """Push what a chain has more than before, *size* events at a time."""
        first = self._pushed.get(chain.workstation, 0)
        self._pushed[chain.workstation] = len(chain.events)
        return [
            self.store(self.batch(chain, chain.events[start : start + size]))
            for start in range(first, len(chain.events), size)
        ]

    def store(self, batch: ingest.Batch) -> PushReply:
        """Store one push."""
        self.now_ms += 1_000
        with self.engine.begin() as connection:
            return ingest.store(connection, batch, "life", self.now_ms)

    def catch_up(self) -> None:
        """Project everything."""
        with self.engine.begin() as connection:
            projections.catch_up(connection)

    def rows(self, *tables: Table) -> dict[str, list[tuple[Any, ...]]]:
        """Return the rows of *tables*, in an order of their own."""
        with self.engine.begin() as connection:
            return {
                table.name: sorted(
                    tuple(row) for row in connection.execute(select(table))
                )
                for table in tables
            }

"""The same till twice: over the ledger in memory and over a real one on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

import msgspec

from sync.central.effects import Effect, effect_of
from sync.protocol.envelope import Header, decode_header
from sync.protocol.events import EventBody, decode_body, encode_body
from terminal.application.ports.catalog import Catalog
from terminal.application.ports.members import Members
from terminal.application.ports.operators import Operators
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.ports.unit_of_work import Ledger
from terminal.application.use_cases import UseCases
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.persistence.ledger.opening import LedgerOpener
from terminal.persistence.ledger.reader import LedgerReader
from terminal.persistence.ledger.sql_ledger import SqlLedger
from tests.fakes.clock import ManualClock
from tests.fakes.ids import SequentialIds
from tests.fakes.memory_ledger import EPOCH
from tests.fakes.pin_hasher import PlainPinHasher
from tests.fakes.reference_data import (
    MemoryCatalog,
    MemoryMembers,
    MemoryOperators,
)
from tests.fakes.till import MemoryTill
from tests.fakes.till_home import TillHome
from tests.support import whole_shop

_EVENTS_MAX: Final = 100


class SeenEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event of a till, and what the center makes of it."""

    event_id: str
    body: EventBody
    effect: Effect


class WholeTill(Protocol):
    """A till of the whole shop, as histories drive it."""

    clock: ManualClock
    use_cases: UseCases

    @property
    def ledger(self) -> Ledger:
        """The ledger below the use cases."""

    def reopen(self) -> None:
        """Forget everything in memory and read the store again."""

    def stored(self) -> RetailTransaction | None:
        """Return the open transaction as it is stored, made anew."""

    def events_after(self, count: int) -> list[SeenEvent]:
        """Return the events but for the first so many."""

    def close(self) -> None:
        """Let go of everything."""


def whole_catalog(
    promotions: tuple[Promotion, ...] = whole_shop.PROMOTIONS,
) -> MemoryCatalog:
    """Return the reference data of the whole shop."""
    return MemoryCatalog(
        whole_shop.IDENTITIES,
        whole_shop.PRICES,
        whole_shop.PRICE_LISTS,
        promotions,
        whole_shop.RATES,
    )


class WholeMemoryTill(MemoryTill):
    """The whole shop over the ledger in memory."""

    def __init__(self, store: StoreSettings, promotions: tuple[Promotion, ...]) -> None:
        super().__init__(store)
        self.ledger.catalog = whole_catalog(promotions)
        self.ledger.members = MemoryMembers(whole_shop.MEMBERS)

    def stored(self) -> RetailTransaction | None:
        rows = self.ledger.state.baskets.values()
        found = [row for row in rows if row.suspended_at_ms is None]
        return found[0].restored() if found else None

    def events_after(self, count: int) -> list[SeenEvent]:
        found = []
        for event in self.ledger.state.events[count:]:
            header = Header(
                event_id=event.event_id,
                tenant="acme",
                store="s-01",
                workstation="t-07",
                epoch=EPOCH,
                seq=event.seq,
                type=event.body.TYPE,
                type_v=event.body.VERSION,
                app="test",
                schema="1",
                t_wall=0,
                t_mono=0,
                boot_id="b",
                ctl=event.control,
            )
            found.append(
                SeenEvent(
                    event_id=event.event_id,
                    body=event.body,
                    effect=effect_of(header, encode_body(event.body)),
                )
            )
        return found

    def close(self) -> None:
        pass


class _WholeReference:
    """Reference data in memory beside a ledger on disk."""

    def __init__(self, store: StoreSettings, promotions: tuple[Promotion, ...]) -> None:
        self._catalog = whole_catalog(promotions)
        self._operators = MemoryOperators()
        self._members = MemoryMembers(whole_shop.MEMBERS)
        self._store = store

    @property
    def catalog(self) -> Catalog:
        return self._catalog

    @property
    def operators(self) -> Operators:
        return self._operators

    @property
    def members(self) -> Members:
        return self._members

    @property
    def store(self) -> StoreSettings:
        return self._store

    def acknowledged(self) -> dict[str, int]:
        return {}

    def close(self) -> None:
        pass


class WholeDiskTill:
    """The whole shop over an encrypted ledger in a home of its own."""

    def __init__(
        self, folder: Path, store: StoreSettings, promotions: tuple[Promotion, ...]
    ) -> None:
        self.home = TillHome(folder)
        self.clock = ManualClock()
        self.ids = SequentialIds()
        self._reference = _WholeReference(store, promotions)
        self._reader: LedgerReader | None = None
        self.ledger: SqlLedger
        self.use_cases: UseCases
        self._open()

    def reopen(self) -> None:
        self.ledger.close()
        self._open()

    def stored(self) -> RetailTransaction | None:
        self.reopen()
        with self.ledger.draft() as uow:
            found = uow.baskets.open_basket()
            uow.commit()
        return found

    def events_after(self, count: int) -> list[SeenEvent]:
        if self._reader is None:
            self._reader = LedgerReader(self.home.home, self.home.keys)
        (epoch,) = self._reader.epochs()
        found = []
        for stored in self._reader.events_after(epoch.epoch, count, _EVENTS_MAX):
            header = decode_header(stored.header)
            found.append(
                SeenEvent(
                    event_id=header.event_id,
                    body=decode_body(header.type, header.type_v, stored.body),
                    effect=effect_of(header, stored.body),
                )
            )
        return found

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self.ledger.close()

    def _open(self) -> None:
        self.ledger = LedgerOpener(
            self.home.home,
            self.home.keys,
            clock=self.clock,
            ids=self.ids,
            reference=self._reference,
        ).open(None)
        self.use_cases = UseCases(self.ledger, self.clock, self.ids, PlainPinHasher())

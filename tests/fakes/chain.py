"""Real chained and signed events without a till: what a ledger would hand out."""

from __future__ import annotations

from sync.protocol.envelope import (
    GENESIS_PREV,
    ControlTotals,
    Header,
    StoredEvent,
    encode_header,
    event_hash,
)
from sync.protocol.signature import Signer

_DAY_MS = 1_900_000_000_000


class ChainWriter:
    """Appends events to the epochs of one workstation."""

    def __init__(
        self,
        *,
        private_key: bytes = bytes(range(32)),
        tenant: str = "acme",
        store: str = "s-01",
        workstation: str = "t-07",
        is_signed: bool = True,
    ) -> None:
        self._signer = Signer(private_key) if is_signed else None
        self.tenant = tenant
        self.store = store
        self.workstation = workstation
        self.epochs: dict[str, list[StoredEvent]] = {}
        self._count = 0

    def append(
        self, epoch: str, *, gross_minor: int = 100, padding: str = ""
    ) -> StoredEvent:
        """Append one sale to *epoch* and return it."""
        events = self.epochs.setdefault(epoch, [])
        self._count += 1
        header = Header(
            event_id=f"01890a5d-ac96-7000-8000-{self._count:012x}",
            tenant=self.tenant,
            store=self.store,
            workstation=self.workstation,
            epoch=epoch,
            seq=len(events) + 1,
            type="no_sale.recorded",
            type_v=1,
            app="test",
            schema="1",
            t_wall=_DAY_MS + self._count,
            t_mono=self._count,
            boot_id="boot",
            biz_day="2030-03-17",
            ctl=ControlTotals.of(
                count=1,
                gross_minor=gross_minor,
                tax_minor=0,
                tenders={"cash": gross_minor},
                quantity_micro=1_000_000,
            ),
        )
        prev = events[-1].hash if events else GENESIS_PREV
        head = encode_header(header) if self._signer else repr(header.seq).encode()
        body = f'{{"n":{self._count},"padding":"{padding}"}}'.encode()
        digest = event_hash(prev, head, body)
        signature = self._signer.sign(digest) if self._signer else bytes(64)
        event = StoredEvent(head, body, prev, digest, signature)
        events.append(event)
        return event

    def extend(self, epoch: str, count: int) -> list[StoredEvent]:
        """Append *count* events to *epoch*."""
        return [self.append(epoch) for _ in range(count)]

"""A till's chain of events, made without the till, for tests of the wire."""

from __future__ import annotations

import itertools
from typing import Literal

from structs.decoding import decode_json
from sync.protocol.envelope import (
    GENESIS_PREV,
    ControlTotals,
    Header,
    ParentLink,
    StoredEvent,
    encode_header,
    event_hash,
)
from sync.protocol.events import EventBody, encode_body, type_of
from sync.protocol.events.sale_completed_v1 import SaleCompleted
from sync.protocol.events.sale_parts_v1 import SaleLine, TaxSum, Tender
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_voided_v1 import (
    TransactionVoided,
    VoidedTransaction,
)
from sync.protocol.signature import Signer

DAY = "2031-04-02"
_START_MS = 1_932_000_000_000


def event_id(number: int) -> str:
    """Return a UUIDv7 made of *number* alone."""
    return f"01c19f0d-0000-7000-8000-{number:012x}"


class TillChain:
    """Writes signed events one after the other, as a till would."""

    _numbers = itertools.count(1)

    def __init__(
        self,
        private_key: bytes,
        *,
        workstation: str = "T-07",
        store: str = "S-01",
        epoch: str = "00112233aabbccdd",
        parent: ParentLink | None = None,
        series: str = "A",
    ) -> None:
        self.signer = Signer(private_key)
        self.workstation = workstation
        self.store = store
        self.epoch = epoch
        self.parent = parent
        self.series = series
        self.number = 0
        self.events: list[StoredEvent] = []

    @property
    def head(self) -> bytes:
        """The hash of the last event."""
        if self.events:
            return self.events[-1].hash
        return GENESIS_PREV if self.parent is None else bytes.fromhex(self.parent.hash)

    def append(
        self,
        body: EventBody,
        control: ControlTotals | None = None,
        *,
        business_day: str | None = DAY,
        identity: str | None = None,
        deps: tuple[str, ...] = (),
    ) -> StoredEvent:
        """Append any event."""
        kind, version = type_of(body)
        return self.append_bytes(
            kind,
            encode_body(body),
            control,
            version=version,
            business_day=business_day,
            identity=identity,
            deps=deps,
        )

    def append_bytes(
        self,
        kind: str,
        body: bytes,
        control: ControlTotals | None = None,
        *,
        version: int = 1,
        business_day: str | None = DAY,
        identity: str | None = None,
        deps: tuple[str, ...] = (),
    ) -> StoredEvent:
        """Append an event with any body, readable or not."""
        seq = len(self.events) + 1
        header = encode_header(
            Header(
                event_id=identity or event_id(next(self._numbers)),
                tenant="acme",
                store=self.store,
                workstation=self.workstation,
                epoch=self.epoch,
                parent=self.parent if seq == 1 else None,
                seq=seq,
                type=kind,
                type_v=version,
                app="0.1.0",
                schema="m1",
                t_wall=_START_MS + seq,
                t_mono=seq,
                boot_id="boot",
                biz_day=business_day,
                deps=deps,
                ctl=control,
            )
        )
        prev = self.head
        digest = event_hash(prev, header, body)
        event = StoredEvent(header, body, prev, digest, self.signer.sign(digest))
        self.events.append(event)
        return event

    def sell(
        self,
        gross_minor: int = 1_000,
        *,
        lines: int = 2,
        business_day: str = DAY,
        identity: str | None = None,
    ) -> StoredEvent:
        """Append a completed sale; a negative gross is a return."""
        body = self.sale_body(gross_minor, lines=lines, business_day=business_day)
        control = self.control_of(body)
        return self.append(body, control, business_day=business_day, identity=identity)

    def sale_body(
        self, gross_minor: int, *, lines: int = 2, business_day: str = DAY
    ) -> SaleCompleted:
        """Return the body of the next sale; it takes the next number."""
        self.number += 1
        tax_minor = gross_minor // 6
        kind: Literal["sale", "return"] = "return" if gross_minor < 0 else "sale"
        sign = -1 if gross_minor < 0 else 1
        parts = [gross_minor // lines] * lines
        parts[0] += gross_minor - sum(parts)
        taxes = [0] * lines
        taxes[0] = tax_minor
        return SaleCompleted(
            transaction_id=event_id(self.number),
            series=self.series,
            number=self.number,
            operator_id="7",
            session_id=event_id(1),
            till_period_id=event_id(2),
            business_day=business_day,
            opened_at_ms=_START_MS,
            completed_at_ms=_START_MS + 1,
            currency="GBP",
            tax_mode="inclusive",
            drawer_opened=True,
            lines=tuple(
                SaleLine(
                    sequence=index + 1,
                    kind=kind,
                    item_id=f"item-{index}",
                    scan_code=f"2900000{index:05d}",
                    description=f"WHITE HANGING HEART T-LIGHT HOLDER {index}",
                    quantity_micro=sign * 1_000_000,
                    unit="piece",
                    unit_price_micro=abs(amount) * 10_000,
                    price_source="catalog",
                    amount_minor=amount,
                    tax_rate_id="rate-200000",
                    tax_rate_ppm=200_000,
                    tax_minor=tax,
                    is_voided=False,
                )
                for index, (amount, tax) in enumerate(zip(parts, taxes, strict=True))
            ),
            taxes=(
                TaxSum(
                    tax_rate_id="rate-200000",
                    tax_rate_ppm=200_000,
                    taxable_minor=gross_minor - tax_minor,
                    tax_minor=tax_minor,
                ),
            ),
            tenders=(
                Tender(
                    sequence=1,
                    method="cash",
                    amount_minor=gross_minor,
                    given_minor=gross_minor,
                    change_minor=0,
                ),
            ),
            gross_minor=gross_minor,
            tax_minor=tax_minor,
        )

    def control_of(self, body: SaleCompleted) -> ControlTotals:
        """Return the totals that the header of a sale must claim."""
        return ControlTotals.of(
            count=1,
            gross_minor=body.gross_minor,
            tax_minor=body.tax_minor,
            tenders={each.method: each.amount_minor for each in body.tenders},
            quantity_micro=sum(line.quantity_micro for line in body.lines),
        )

    def void(self, sale: StoredEvent) -> StoredEvent:
        """Append the transaction that voids *sale*."""
        self.number += 1
        body = decode_json(sale.body, SaleCompleted)
        header = decode_json(sale.header, Header)
        assert header.ctl is not None
        tender = body.tenders[0]
        voiding = TransactionVoided(
            transaction_id=event_id(self.number),
            series=self.series,
            number=self.number,
            voids=VoidedTransaction(
                event_id=header.event_id, series=body.series, number=body.number
            ),
            till_period_id=body.till_period_id,
            business_day=body.business_day,
            operator_id="7",
            session_id=body.session_id,
            currency="GBP",
            drawer_opened=True,
            taxes=(),
            tenders=(
                Tender(
                    sequence=1,
                    method="cash",
                    amount_minor=-tender.amount_minor,
                    given_minor=-tender.amount_minor,
                    change_minor=0,
                ),
            ),
            gross_minor=-body.gross_minor,
            tax_minor=-body.tax_minor,
            reason="wrong customer",
            at_ms=_START_MS,
        )
        control = ControlTotals.of(
            count=1,
            gross_minor=-body.gross_minor,
            tax_minor=-body.tax_minor,
            tenders={"cash": -tender.amount_minor},
            quantity_micro=-header.ctl.quantity_micro,
        )
        return self.append(voiding, control, business_day=body.business_day)

    def cancel(self, gross_minor: int = 500) -> StoredEvent:
        """Append a cancelled transaction, which takes a number and moves no money."""
        self.number += 1
        body = TransactionCancelled(
            transaction_id=event_id(self.number),
            series=self.series,
            number=self.number,
            till_period_id=event_id(2),
            business_day=DAY,
            operator_id="7",
            session_id=event_id(1),
            lines=1,
            gross_minor=gross_minor,
            currency="GBP",
            at_ms=_START_MS,
        )
        return self.append(body)

"""Sales of several pieces and their returns on a till's chain, for tests of the wire."""

from __future__ import annotations

import msgspec

from structs.decoding import decode_json
from sync.protocol.envelope import ControlTotals, Header, StoredEvent
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v1 import ReturnOf
from sync.protocol.events.sale_parts_v2 import LineTax, SaleLine, TaxSum, Tender
from sync.protocol.events.transaction_voided_v1 import VoidedTransaction
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from tests.support.till_chain import DAY, TillChain, event_id

PIECE = 1_000_000


def id_of(event: StoredEvent) -> str:
    """Return the id in an event's header."""
    return decode_json(event.header, Header).event_id


def sell_pieces(
    chain: TillChain,
    pieces: int = 3,
    amount_minor: int = 1_000,
    *,
    methods: tuple[tuple[str, int], ...] | None = None,
) -> StoredEvent:
    """Append the sale of one line of *pieces*; tax is a sixth."""
    line = _line(pieces * PIECE, amount_minor, amount_minor // 6)
    return _append(chain, (line,), methods or (("cash", amount_minor),))


def take_back(
    chain: TillChain,
    sale: StoredEvent | None,
    pieces: int,
    amount_minor: int,
    tax_minor: int,
    *,
    named_receipt: str | None = None,
    identity: str | None = None,
    method: str = "cash",
) -> StoredEvent:
    """Append a return; without *sale* it has no receipt but maybe names one."""
    line = msgspec.structs.replace(
        _line(-pieces * PIECE, -amount_minor, -tax_minor),
        kind="return",
        price_source="receipt" if sale is not None else "catalog",
        return_of=None
        if sale is None
        else ReturnOf(event_id=id_of(sale), line_sequence=1),
        reason=None if sale is not None else "a gift",
        named_receipt=named_receipt,
    )
    return _append(chain, (line,), ((method, -amount_minor),), identity)


def void(chain: TillChain, sale: StoredEvent) -> StoredEvent:
    """Append the transaction that voids one of these."""
    body = decode_json(sale.body, SaleCompleted)
    header = decode_json(sale.header, Header)
    assert header.ctl is not None
    chain.number += 1
    voiding = TransactionVoided(
        transaction_id=event_id(chain.number),
        series=chain.series,
        number=chain.number,
        voids=VoidedTransaction(
            event_id=header.event_id, series=body.series, number=body.number
        ),
        till_period_id=event_id(2),
        business_day=DAY,
        operator_id="7",
        session_id=event_id(1),
        currency="GBP",
        drawer_opened=True,
        tenders=tuple(
            msgspec.structs.replace(
                tender,
                amount_minor=-tender.amount_minor,
                given_minor=-tender.amount_minor,
            )
            for tender in body.tenders
        ),
        gross_minor=-body.gross_minor,
        tax_minor=-body.tax_minor,
        reason="wrong customer",
        at_ms=3,
    )
    control = ControlTotals.of(
        count=1,
        gross_minor=-body.gross_minor,
        tax_minor=-body.tax_minor,
        tenders={each.method: each.amount_minor for each in voiding.tenders},
        quantity_micro=-header.ctl.quantity_micro,
    )
    return chain.append(voiding, control)


def _append(
    chain: TillChain,
    lines: tuple[SaleLine, ...],
    methods: tuple[tuple[str, int], ...],
    identity: str | None = None,
) -> StoredEvent:
    chain.number += 1
    gross = sum(line.amount_minor for line in lines)
    tax = sum(line.tax_minor for line in lines)
    body = SaleCompleted(
        transaction_id=event_id(chain.number),
        series=chain.series,
        number=chain.number,
        operator_id="7",
        session_id=event_id(1),
        till_period_id=event_id(2),
        business_day=DAY,
        opened_at_ms=1,
        completed_at_ms=2,
        currency="GBP",
        tax_mode="inclusive",
        lines=lines,
        taxes=(
            TaxSum(
                tax_id="rate-200000",
                rate_ppm=200_000,
                taxable_minor=gross - tax,
                tax_minor=tax,
            ),
        ),
        tenders=tuple(
            Tender(
                sequence=sequence,
                method=method,
                amount_minor=amount,
                given_minor=amount,
            )
            for sequence, (method, amount) in enumerate(methods, start=1)
        ),
        gross_minor=gross,
        tax_minor=tax,
    )
    # What a header claims is read by the names that both versions have.
    control = chain.control_of(body)  # type: ignore[arg-type]
    return chain.append(body, control, identity=identity)


def _line(quantity_micro: int, amount_minor: int, tax_minor: int) -> SaleLine:
    return SaleLine(
        sequence=1,
        item_id="ink",
        scan_code="4006381333948",
        description="Ink",
        quantity_micro=quantity_micro,
        unit="piece",
        unit_price_micro=3_330_000,
        amount_minor=amount_minor,
        tax_group_id="rate-200000",
        taxes=(
            LineTax(
                tax_id="rate-200000",
                rate_ppm=200_000,
                taxable_minor=amount_minor - tax_minor,
                tax_minor=tax_minor,
            ),
        ),
    )

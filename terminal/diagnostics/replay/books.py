"""Three books of the same sales: the witness, the till's ledger, the server.

Each is read by its own way; they are compared event by event and per business
day and tender.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from structs.decoding import json_decoder
from sync.protocol.envelope import StoredEvent, decode_header
from terminal.diagnostics.replay.witness import Acknowledgement

SALE_COMPLETED: Final = "sale.completed"


class EventLine(msgspec.Struct, frozen=True, gc=False):
    """One event as both sides must hold it: place, identity and hash."""

    epoch: str
    seq: int
    event_id: str
    type: str
    hash: str


class DayBook(msgspec.Struct):
    """The money of one business day, in minor units, per tender."""

    transactions: int = 0
    gross_minor: int = 0
    tenders_minor: dict[str, int] = {}

    def add(self, gross_minor: int, tenders: Iterable[tuple[str, int]]) -> None:
        """Count one transaction."""
        self.transactions += 1
        self.gross_minor += gross_minor
        for method, amount in tenders:
            self.tenders_minor[method] = self.tenders_minor.get(method, 0) + amount


class Sale(msgspec.Struct, frozen=True, gc=False):
    """What the till's ledger says of one completed sale."""

    reference: str | None
    series: str
    number: int
    gross_minor: int
    hash: str
    business_day: str


class TillBook(msgspec.Struct):
    """The till's ledger, read from its bytes."""

    events: list[EventLine]
    sales: list[Sale]
    days: dict[str, DayBook]
    sale_lines: int
    return_lines: int


# Newer bodies leave out what has its default.


class _Line(msgspec.Struct, frozen=True, gc=False):
    kind: str = "sale"
    is_voided: bool = False


class _Tender(msgspec.Struct, frozen=True, gc=False):
    method: str
    amount_minor: int


class _SaleBody(msgspec.Struct, frozen=True, gc=False):
    series: str
    number: int
    business_day: str
    gross_minor: int
    lines: list[_Line]
    source_reference: str | None = None
    tenders: list[_Tender] = []


def read_till_book(events: Iterable[StoredEvent]) -> TillBook:
    """Read a ledger into a book; nothing is taken from its projections."""
    decode = json_decoder(_SaleBody).decode
    book = TillBook([], [], {}, 0, 0)
    for event in events:
        header = decode_header(event.header)
        digest = event.hash.hex()
        book.events.append(
            EventLine(header.epoch, header.seq, header.event_id, header.type, digest)
        )
        if header.type != SALE_COMPLETED:
            continue
        body = decode(event.body)
        book.sales.append(
            Sale(
                body.source_reference,
                body.series,
                body.number,
                body.gross_minor,
                digest,
                body.business_day,
            )
        )
        day = book.days.setdefault(body.business_day, DayBook())
        day.add(body.gross_minor, ((t.method, t.amount_minor) for t in body.tenders))
        for line in body.lines:
            if line.is_voided:
                continue
            if line.kind == "return":
                book.return_lines += 1
            else:
                book.sale_lines += 1
    return book


def read_witness_days(witness: Iterable[Acknowledgement]) -> dict[str, DayBook]:
    """Sum the witness per business day."""
    days: dict[str, DayBook] = {}
    for seen in witness:
        tenders = [("cash", seen.tender_minor)] if seen.gross_minor else []
        days.setdefault(seen.business_day, DayBook()).add(seen.gross_minor, tenders)
    return days


def read_server_days(totals: dict[str, Any]) -> dict[str, DayBook]:
    """Read the per-day part of the server's control totals."""
    return {
        day["business_day"]: DayBook(
            day["transactions"], day["gross_minor"], dict(day["tenders_minor"])
        )
        for day in totals["days"]
        if day["transactions"]
    }


class Comparison(msgspec.Struct, frozen=True):
    """The verdict over the three books.

    Attributes:
        differences: The first differences found, in words.
        acknowledged_lost: Acknowledged sales that the till's ledger or the
            server does not hold with the acknowledged hash.
        sold_twice: References that were sold more than once.
        number_gaps: Places where a series skips or repeats a number.
    """

    differences: list[str]
    acknowledged_lost: int
    sold_twice: int
    number_gaps: int

    @property
    def is_equal(self) -> bool:
        """Whether all three books say the same."""
        return not (
            self.differences
            or self.acknowledged_lost
            or self.sold_twice
            or self.number_gaps
        )


def compare(
    witness: list[Acknowledgement],
    till: TillBook,
    server_events: list[EventLine],
    server_days: dict[str, DayBook],
) -> Comparison:
    """Compare the three books, event by event and day by day."""
    differences = list(_event_differences(till.events, server_events))
    differences += _day_differences("server", till.days, server_days)
    differences += _day_differences("witness", till.days, read_witness_days(witness))
    held = {sale.hash for sale in till.sales} & {line.hash for line in server_events}
    lost = sum(seen.event_hash not in held for seen in witness)
    references = [sale.reference for sale in till.sales if sale.reference is not None]
    twice = len(references) - len(set(references))
    acknowledged = {seen.reference for seen in witness}
    twice += len(witness) - len(acknowledged)
    unwitnessed = [sale for sale in till.sales if sale.reference not in acknowledged]
    differences += [
        f"{sale.series}-{sale.number} is in the ledger and was never acknowledged"
        for sale in unwitnessed[:_DIFFERENCES_SHOWN_MAX]
    ]
    return Comparison(differences, lost, twice, _number_gaps(till.sales))


_DIFFERENCES_SHOWN_MAX: Final = 10


def _event_differences(till: list[EventLine], server: list[EventLine]) -> Iterator[str]:
    if len(till) != len(server):
        yield f"the till has {len(till)} events, the server {len(server)}"
    shown = 0
    for ours, theirs in zip(till, server, strict=False):
        if ours != theirs:
            yield f"event {ours.epoch}/{ours.seq} differs at the server"
            shown += 1
            if shown == _DIFFERENCES_SHOWN_MAX:
                return


def _day_differences(
    name: str, ours: dict[str, DayBook], theirs: dict[str, DayBook]
) -> Iterator[str]:
    for day in sorted(ours.keys() | theirs.keys()):
        if ours.get(day) != theirs.get(day):
            yield f"{day}: till {ours.get(day)}, {name} {theirs.get(day)}"


def _number_gaps(sales: list[Sale]) -> int:
    gaps = 0
    last: dict[str, int] = {}
    for sale in sales:
        if sale.number != last.get(sale.series, 0) + 1:
            gaps += 1
        last[sale.series] = sale.number
    return gaps

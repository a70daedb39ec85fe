"""Tills that are made for `bench ingest`: real events, signed, chained, compressed.

A process of its own: it makes everything before it is told to send, so that what it
costs while the server is measured is only what a till's agent costs too.
"""

from __future__ import annotations

import http.client
import os
import threading
import time
from typing import Final

from msgspec import Struct

from sync.protocol import messages
from sync.protocol.envelope import (
    GENESIS_PREV,
    ControlTotals,
    Header,
    StoredEvent,
    encode_header,
    event_hash,
)
from sync.protocol.events import encode_body
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v2 import LineTax, SaleLine, TaxSum, Tender
from sync.protocol.request_signing import SignedParts, new_nonce, sign_request
from sync.protocol.signature import Signer
from terminal.diagnostics.load_process import play

LINES: Final = 10
_PUSH: Final = "/v1/push"
_BEGIN_MS: Final = 1_932_000_000_000
_ITEMS: Final = 4_000
_BUSY: Final = 429
_TIMEOUT_S: Final = 60


class Load(Struct, frozen=True, kw_only=True):
    """What a generator process is told on its standard input.

    Attributes:
        tills: Id, enrolment code and place in the numbering of all tills.
        sales: Sales of each till.
        batch: Sales of one push.
    """

    host: str
    port: int
    store: str
    tills: list[tuple[str, str, int]]
    sales: int
    batch: int


class Made(Struct, frozen=True, kw_only=True):
    """What it answers when everything is made.

    Attributes:
        making_s: Processor time of making the events and their pushes.
        sending_s: Processor time of signing all requests, without a server.
        body_bytes: Mean size of a sale's body.
        push_bytes: Mean size of a push as it travels.
    """

    making_s: float
    sending_s: float
    body_bytes: float
    push_bytes: float


class Sent(Struct, frozen=True, kw_only=True):
    """What it answers at the end.

    Attributes:
        acknowledged: Sales that are stored.
        began_s: Monotonic clock of the computer when the first push left.
        ended_s: The same when the last was answered.
        push_ms: How long each push took.
        busy: How often a push was asked to come back later.
        cpu_s: Processor time of sending.
    """

    acknowledged: int
    began_s: float
    ended_s: float
    push_ms: list[float]
    busy: int
    cpu_s: float


class GeneratedTill:
    """One till: its key, its pushes, its connection.

    Attributes:
        name: Its workstation.
        signer: With its key.
        epoch: Of all its events.
    """

    def __init__(self, order: Load, till: tuple[str, str, int]) -> None:
        self.name, self._code, self._place = till
        self._order = order
        self.signer = Signer(os.urandom(32))
        self.epoch = os.urandom(8).hex()
        self.pushes: list[tuple[int, bytes]] = []
        self.body_bytes = 0
        self._line = http.client.HTTPConnection(
            order.host, order.port, timeout=_TIMEOUT_S
        )

    def enrol(self) -> None:
        """Exchange the code for the right to speak."""
        asked = messages.Enrol(
            code=self._code, public_key=self.signer.public_key, epoch=self.epoch
        )
        self._line.request("POST", "/v1/enrol", messages.encode(asked))
        answer = self._line.getresponse()
        said = answer.read()
        assert answer.status == http.HTTPStatus.OK, said

    def connect(self) -> None:
        """Make the connection anew: the server may have closed one that rested."""
        self._line.close()
        self._line.connect()

    def make(self) -> None:
        """Write the whole day of the till."""
        prev, waiting = GENESIS_PREV, []
        for number in range(1, self._order.sales + 1):
            event = self.sale(number, prev)
            prev = event.hash
            self.body_bytes += len(event.body)
            waiting.append(event)
            if len(waiting) == self._order.batch or number == self._order.sales:
                self.pushes.append((len(waiting), messages.encode_push(waiting)))
                waiting = []

    def sale(self, number: int, prev: bytes) -> StoredEvent:
        """Return its sale *number*, chained to *prev* and signed."""
        identity = (
            f"01c19f0d-{number >> 16 & 0xFFFF:04x}-7{self._place & 0xFFF:03x}-8000-"
            f"{number & 0xFFFF:012x}"
        )
        body = _sale_body(identity, number, self._place)
        data = encode_body(body)
        header = encode_header(
            Header(
                event_id=identity,
                tenant="bench",
                store=self._order.store,
                workstation=self.name,
                epoch=self.epoch,
                seq=number,
                type=SaleCompleted.TYPE,
                type_v=SaleCompleted.VERSION,
                app="bench",
                schema="bench",
                t_wall=_BEGIN_MS + number,
                t_mono=number,
                boot_id="bench",
                biz_day=body.business_day,
                ctl=ControlTotals.of(
                    count=1,
                    gross_minor=body.gross_minor,
                    tax_minor=body.tax_minor,
                    tenders={"cash": body.gross_minor},
                    quantity_micro=LINES * 1_000_000,
                ),
            )
        )
        digest = event_hash(prev, header, data)
        return StoredEvent(header, data, prev, digest, self.signer.sign(digest))

    def headers(self, body: bytes) -> dict[str, str]:
        """Return what signs a push of *body*."""
        return sign_request(
            self.signer,
            SignedParts("POST", _PUSH, body),
            workstation=self.name,
            nonce=new_nonce(os.urandom(16)),
            time_ms=time.time_ns() // 1_000_000,
        )

    def send_all(self, push_ms: list[float]) -> tuple[int, int]:
        """Send every push; return the sales acknowledged and the times of busy."""
        acknowledged = busy = 0
        for events, body in self.pushes:
            while True:
                begin = time.perf_counter()
                self._line.request("POST", _PUSH, body, self.headers(body))
                answer = self._line.getresponse()
                said = answer.read()
                if answer.status == http.HTTPStatus.OK:
                    break
                assert answer.status == _BUSY, said
                busy += 1
                threading.Event().wait(float(answer.headers.get("Retry-After", "1")))
            push_ms.append((time.perf_counter() - begin) * 1e3)
            verdicts = messages.decode(messages.PushReply, said).verdicts
            assert len(verdicts) == events
            acknowledged += sum(each.verdict == "applied" for each in verdicts)
        return acknowledged, busy


def _sale_body(identity: str, number: int, place: int) -> SaleCompleted:
    amounts = [199 + (number * 7 + line * 31) % 900 for line in range(LINES)]
    taxes = [amount // 6 for amount in amounts]
    lines = tuple(
        SaleLine(
            sequence=line + 1,
            item_id=f"item-{(number * 13 + line * 401 + place * 7) % _ITEMS}",
            scan_code=f"2900000{(number + line) % 100_000:05d}",
            description=f"WHITE HANGING HEART T-LIGHT HOLDER {line}",
            quantity_micro=1_000_000,
            unit="piece",
            unit_price_micro=amount * 10_000,
            amount_minor=amount,
            tax_group_id="standard",
            taxes=(
                LineTax(
                    tax_id="vat",
                    rate_ppm=200_000,
                    taxable_minor=amount - tax,
                    tax_minor=tax,
                ),
            ),
        )
        for line, (amount, tax) in enumerate(zip(amounts, taxes, strict=True))
    )
    gross, tax = sum(amounts), sum(taxes)
    return SaleCompleted(
        transaction_id=identity,
        series=f"{place:04d}",
        number=number,
        operator_id="7",
        session_id=identity,
        till_period_id=identity,
        business_day="2031-04-02",
        opened_at_ms=_BEGIN_MS,
        completed_at_ms=_BEGIN_MS + number,
        currency="GBP",
        tax_mode="inclusive",
        lines=lines,
        taxes=(
            TaxSum(
                tax_id="vat",
                name="VAT",
                rate_ppm=200_000,
                taxable_minor=gross - tax,
                tax_minor=tax,
            ),
        ),
        tenders=(
            Tender(sequence=1, method="cash", amount_minor=gross, given_minor=gross),
        ),
        gross_minor=gross,
        tax_minor=tax,
    )


def sale_bytes() -> int:
    """Return the size of the body of one of the sales."""
    return len(encode_body(_sale_body("0" * 36, 1_000, 1)))


def make(order: Load) -> tuple[list[GeneratedTill], Made]:
    """Enrol the tills and make what they will send."""
    tills = [GeneratedTill(order, till) for till in order.tills]
    for till in tills:
        till.enrol()
    begin = time.process_time()
    for till in tills:
        till.make()
    made_s = time.process_time()
    pushes = [(till, body) for till in tills for _, body in till.pushes]
    for till, body in pushes:
        till.headers(body)
    return tills, Made(
        making_s=made_s - begin,
        sending_s=time.process_time() - made_s,
        body_bytes=sum(till.body_bytes for till in tills) / len(tills) / order.sales,
        push_bytes=sum(len(body) for _, body in pushes) / len(pushes),
    )


def send(tills: list[GeneratedTill]) -> Sent:
    """Send everything, all tills at the same time."""
    for till in tills:
        till.connect()
    push_ms: list[float] = []
    outcomes: list[tuple[int, int]] = []
    threads = [
        threading.Thread(
            target=lambda till=till: outcomes.append(till.send_all(push_ms))
        )
        for till in tills
    ]
    cpu_s, began_s = time.process_time(), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Sent(
        acknowledged=sum(acknowledged for acknowledged, _ in outcomes),
        began_s=began_s,
        ended_s=time.monotonic(),
        push_ms=push_ms,
        busy=sum(busy for _, busy in outcomes),
        cpu_s=time.process_time() - cpu_s,
    )


if __name__ == "__main__":
    play(Load, make, send)

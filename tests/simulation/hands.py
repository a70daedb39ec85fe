"""What a cashier does at a simulated till: the bodies of its events.

Sales, returns, voids, cancelled and suspended transactions and settlements, as two
builds of the program write them: build 1 knows only the first versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, Final

import msgspec
from msgspec import Struct

from sync.protocol.envelope import ControlTotals
from sync.protocol.events import EventBody
from sync.protocol.events import sale_completed_v1 as sale_v1
from sync.protocol.events import sale_parts_v1 as parts_v1
from sync.protocol.events import transaction_voided_v1 as voided_v1
from sync.protocol.events.business_day_closed_v1 import BusinessDayClosed
from sync.protocol.events.business_day_opened_v1 import BusinessDayOpened
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v2 import LineTax, SaleLine, TaxSum, Tender
from sync.protocol.events.till_counted_v1 import CashCount, TillCounted
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import (
    PendingSync,
    SettledTax,
    TenderSettlement,
    TillSettled,
)
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_retrieved_v1 import TransactionRetrieved
from sync.protocol.events.transaction_suspended_v1 import TransactionSuspended
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.ports.unit_of_work import ReceiptNumber, UnitOfWork
from terminal.domain.till.till_state import TillPeriodState

_RATE_PPM: Final = 200_000
_ITEMS: Final = 30
OLDEST: Final = 1
NEWEST: Final = 2
_UNIT_MICRO: Final = 1_000_000
_WHO: Final[dict[str, Any]] = {"operator_id": "0007", "session_id": "session-1"}

_AnySale = SaleCompleted | sale_v1.SaleCompleted
_AnyVoid = TransactionVoided | voided_v1.TransactionVoided


class Done(Struct, frozen=True, kw_only=True):
    """An event that a hand made, and what it is worth.

    Attributes:
        control: Control totals for the header.
        receipt: Series and number, if it takes one.
        items: What left the store by item, in millionths; negative: came back.
        undoes: Event that it voids or returns.
    """

    body: EventBody
    control: ControlTotals | None = None
    receipt: tuple[str, int] | None = None
    items: dict[str, int] = {}
    undoes: str = ""


class Cashier:
    """Makes events; they are appended by whoever asks.

    Attributes:
        build: `OLDEST` or `NEWEST`: which versions the till's program writes.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.build = rng.choice((OLDEST, NEWEST))

    def sale(
        self, event_id: str, number: ReceiptNumber, period: TillPeriodState, at_ms: int
    ) -> Done:
        """Sell one to three lines, paid in cash, by card or both."""
        rng = self._rng
        chosen = [
            (
                f"item-{rng.randrange(_ITEMS)}",
                rng.randrange(1, 4),
                rng.randrange(1, 700),
            )
            for _ in range(rng.randrange(1, 4))
        ]
        lines = [
            self._line(sequence, item, pieces, tax)
            for sequence, (item, pieces, tax) in enumerate(chosen, 1)
        ]
        return self._completed(lines, event_id, number, period, at_ms)

    def returned(
        self,
        sold: _AnySale,
        sold_id: str,
        event_id: str,
        number: ReceiptNumber,
        period: TillPeriodState,
        at_ms: int,
    ) -> Done:
        """Take one line of a sale back."""
        lines: tuple[SaleLine | parts_v1.SaleLine, ...] = sold.lines
        line = lines[self._rng.randrange(len(lines))]
        pieces = line.quantity_micro // _UNIT_MICRO
        back = self._line(1, line.item_id, -pieces, line.tax_minor // pieces)
        link = parts_v1.ReturnOf(event_id=sold_id, line_sequence=line.sequence)
        back = msgspec.structs.replace(
            back, kind="return", return_of=link, price_source="receipt"
        )
        done = self._completed([back], event_id, number, period, at_ms)
        return msgspec.structs.replace(done, undoes=sold_id)

    def voiding(
        self,
        sold: _AnySale,
        sold_id: str,
        event_id: str,
        number: ReceiptNumber,
        period: TillPeriodState,
        at_ms: int,
    ) -> Done:
        """Void a sale: its money goes back the way it came."""
        voided = voided_v1.VoidedTransaction(
            event_id=sold_id, series=sold.series, number=sold.number
        )
        common: dict[str, Any] = {
            "transaction_id": event_id,
            "series": number.series,
            "number": number.number,
            "voids": voided,
            "till_period_id": period.till_period_id,
            "business_day": period.business_day,
            "currency": "EUR",
            "drawer_opened": True,
            "taxes": tuple(map(_mirrored, sold.taxes)),
            "tenders": tuple(map(_mirrored, sold.tenders)),
            "gross_minor": -sold.gross_minor,
            "tax_minor": -sold.tax_minor,
            "reason": "mistake",
            "at_ms": at_ms,
            **_WHO,
        }
        body: _AnyVoid
        if isinstance(sold, sale_v1.SaleCompleted):
            body = voided_v1.TransactionVoided(**common)
        else:
            body = TransactionVoided(**common)
        items = {item: -quantity for item, quantity in _items(sold.lines).items()}
        return _money(body, items, sold_id)

    def cancelled(
        self, event_id: str, number: ReceiptNumber, period: TillPeriodState, at_ms: int
    ) -> Done:
        """Cancel a transaction: it takes a number and moves nothing."""
        body = TransactionCancelled(
            transaction_id=event_id,
            series=number.series,
            number=number.number,
            till_period_id=period.till_period_id,
            business_day=period.business_day,
            lines=2,
            gross_minor=1_200,
            currency="EUR",
            at_ms=at_ms,
            **_WHO,
        )
        return Done(body=body, receipt=(body.series, body.number))

    def suspended(self, transaction_id: str, at_ms: int) -> Iterator[Done]:
        """Put a transaction aside and take it up again."""
        yield Done(
            body=TransactionSuspended(
                transaction_id=transaction_id,
                lines=3,
                gross_minor=1_800,
                currency="EUR",
                at_ms=at_ms,
                **_WHO,
            )
        )
        yield Done(
            body=TransactionRetrieved(
                transaction_id=transaction_id, at_ms=at_ms, **_WHO
            )
        )

    def opening(self, uow: UnitOfWork, day: str, period_id: str, at_ms: int) -> Done:
        """Open the business day, or the till period in it."""
        if uow.till.state().business_day is None:
            return Done(body=BusinessDayOpened(business_day=day, at_ms=at_ms, **_WHO))
        return Done(
            body=TillPeriodOpened(
                till_period_id=period_id,
                business_day=day,
                currency="EUR",
                loan_minor=10_000,
                at_ms=at_ms,
                **_WHO,
            )
        )

    def counted(self, uow: UnitOfWork, period: TillPeriodState, at_ms: int) -> Done:
        """Count the cash."""
        last = uow.till.last_count(period.till_period_id)
        expected = uow.till.expected_cash_minor(period.till_period_id)
        cash = CashCount(currency="EUR", amount_minor=expected)
        return Done(
            body=TillCounted(
                till_period_id=period.till_period_id,
                business_day=period.business_day,
                count_number=1 if last is None else last.count_number + 1,
                cash=(cash,),
                at_ms=at_ms,
                **_WHO,
            )
        )

    def settled(self, uow: UnitOfWork, period: TillPeriodState, at_ms: int) -> Done:
        """Settle the till period with the manifest that the ledger computes."""
        totals, state = uow.till.totals(period.till_period_id), uow.till.state()
        expected = uow.till.expected_cash_minor(period.till_period_id)
        common: dict[str, Any] = {
            name: getattr(totals, name)
            for name in (
                *("first_seq", "last_seq", "event_count", "head_hash"),
                *("transactions", "sale_lines", "return_lines", "voided_lines"),
                *("cancelled", "voided", "no_sales", "reprints"),
                *("gross_minor", "tax_minor", "tenders_minor", "loan_minor"),
            )
        } | {
            "till_period_id": period.till_period_id,
            "business_day": period.business_day,
            "z_number": state.z_number + 1,
            "opened_event_id": period.opened_event_id,
            "opened_at_ms": period.opened_at_ms,
            "currency": "EUR",
            "expected_minor": expected,
            "counted_minor": expected,
            "over_short_minor": 0,
            "perpetual_gross_minor": state.perpetual_gross_minor,
            "at_ms": at_ms,
            **_WHO,
        }
        if self.build == OLDEST:
            return Done(body=TillSettledV1(**common))
        pending = uow.till.pending_sync()
        cash = TenderSettlement(
            method="cash",
            currency="EUR",
            expected_minor=expected,
            counted_minor=expected,
            over_short_minor=0,
        )
        body = TillSettled(
            returns_minor=totals.returns_minor,
            discounts_minor=totals.discounts_minor,
            rounding_minor=totals.rounding_minor,
            taxes=tuple(
                SettledTax(
                    tax_id=tax.tax_id,
                    rate_ppm=tax.rate_ppm,
                    taxable_minor=tax.taxable_minor,
                    tax_minor=tax.tax_minor,
                )
                for tax in totals.taxes
            ),
            movements=(),
            settled=(cash,),
            cash=(CashCount(currency="EUR", amount_minor=expected),),
            count_number=0,
            grand_total_before_minor=state.perpetual_gross_minor - totals.gross_minor,
            decisions=(),
            pending_sync=PendingSync(is_known=pending.is_known, events=pending.events),
            **common,
        )
        return Done(body=body)

    def closing(self, uow: UnitOfWork, at_ms: int) -> Done:
        """Close the business day."""
        day = uow.till.state().business_day
        assert day is not None
        return Done(
            body=BusinessDayClosed(
                business_day=day.business_day,
                opened_event_id=day.opened_event_id,
                at_ms=at_ms,
                **_WHO,
            )
        )

    # --- parts ----------------------------------------------------------------

    def _completed(
        self,
        lines: list[Any],
        event_id: str,
        number: ReceiptNumber,
        period: TillPeriodState,
        at_ms: int,
    ) -> Done:
        gross = sum(line.amount_minor for line in lines)
        tax = sum(line.tax_minor for line in lines)
        common: dict[str, Any] = {
            "transaction_id": event_id,
            "series": number.series,
            "number": number.number,
            "till_period_id": period.till_period_id,
            "business_day": period.business_day,
            "opened_at_ms": at_ms - 1,
            "completed_at_ms": at_ms,
            "currency": "EUR",
            "tax_mode": "inclusive",
            "drawer_opened": True,
            "lines": tuple(lines),
            "gross_minor": gross,
            "tax_minor": tax,
            **_WHO,
        }
        paid = self._paid(gross)
        body: _AnySale
        if self.build == OLDEST:
            taxes = parts_v1.TaxSum(
                tax_rate_id="standard",
                tax_rate_ppm=_RATE_PPM,
                taxable_minor=gross - tax,
                tax_minor=tax,
            )
            tenders = tuple(
                parts_v1.Tender(
                    sequence=sequence,
                    method=method,
                    amount_minor=amount,
                    given_minor=amount,
                    change_minor=0,
                )
                for sequence, (method, amount) in enumerate(paid, 1)
            )
            body = sale_v1.SaleCompleted(taxes=(taxes,), tenders=tenders, **common)
        else:
            body = SaleCompleted(
                taxes=(
                    TaxSum(
                        tax_id="vat",
                        rate_ppm=_RATE_PPM,
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
                    for sequence, (method, amount) in enumerate(paid, 1)
                ),
                **common,
            )
        return _money(body, _items(body.lines))

    def _paid(self, gross_minor: int) -> list[tuple[str, int]]:
        if gross_minor < 0:
            return [("cash", gross_minor)]
        card = self._rng.randrange(0, gross_minor + 1)
        both = (("cash", gross_minor - card), ("card", card))
        return [(method, amount) for method, amount in both if amount]

    def _line(
        self, sequence: int, item: str, pieces: int, tax_minor: int
    ) -> SaleLine | parts_v1.SaleLine:
        """Return a line of *pieces* at five times their tax and the tax."""
        tax, amount = pieces * tax_minor, 6 * pieces * tax_minor
        common: dict[str, Any] = {
            "sequence": sequence,
            "kind": "sale",
            "item_id": item,
            "scan_code": "4006381330000",
            "description": f"Fineliner {item}",
            "quantity_micro": pieces * _UNIT_MICRO,
            "unit": "piece",
            "unit_price_micro": 60_000 * abs(tax_minor),
            "price_source": "catalog",
            "amount_minor": amount,
        }
        if self.build == OLDEST:
            return parts_v1.SaleLine(
                tax_rate_id="standard",
                tax_rate_ppm=_RATE_PPM,
                tax_minor=tax,
                is_voided=False,
                **common,
            )
        taxed = LineTax(
            tax_id="vat",
            rate_ppm=_RATE_PPM,
            taxable_minor=amount - tax,
            tax_minor=tax,
        )
        return SaleLine(tax_group_id="standard", taxes=(taxed,), **common)


def _items(lines: Iterable[SaleLine | parts_v1.SaleLine]) -> dict[str, int]:
    items: dict[str, int] = {}
    for line in lines:
        items[line.item_id] = items.get(line.item_id, 0) + line.quantity_micro
    return items


def _mirrored(part: Any) -> Any:
    negative = {
        name: -getattr(part, name)
        for name in ("amount_minor", "given_minor", "taxable_minor", "tax_minor")
        if hasattr(part, name)
    }
    return msgspec.structs.replace(part, **negative)


def _money(body: _AnySale | _AnyVoid, items: dict[str, int], undoes: str = "") -> Done:
    control = ControlTotals.of(
        count=1,
        gross_minor=body.gross_minor,
        tax_minor=body.tax_minor,
        tenders={tender.method: tender.amount_minor for tender in body.tenders},
        quantity_micro=sum(items.values()),
    )
    receipt = (body.series, body.number)
    return Done(body=body, control=control, receipt=receipt, items=items, undoes=undoes)

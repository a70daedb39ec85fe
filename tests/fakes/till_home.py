"""A real home in a temporary folder, its clock and ids, and events to fill it.

Everything but the clock and the catalogue is the real thing: key store, database,
sentinel, signatures.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec

from sync.protocol.envelope import ControlTotals
from sync.protocol.events.business_day_opened_v1 import BusinessDayOpened
from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from sync.protocol.events.operator_signed_on_v1 import OperatorSignedOn
from sync.protocol.events.sale_completed_v1 import SaleCompleted
from sync.protocol.events.sale_parts_v1 import ReturnOf, SaleLine, TaxSum, Tender
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v1 import TillSettled
from sync.protocol.uuid7 import Uuid7Factory
from terminal.application.ports.clock import TimeEstimate
from terminal.application.ports.unit_of_work import Appended
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.keys.home_keys import create_keys, load_keys
from terminal.persistence.ledger.event_log import EpochReason
from terminal.persistence.ledger.opening import open_ledger
from terminal.persistence.ledger.sql_ledger import SqlLedger
from terminal.persistence.ledger.unit_of_work import CommitProbe
from terminal.settings.schema import (
    KeySettings,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)

DAY: Final = "2026-03-02"
PERIOD: Final = "period-1"
OPERATOR: Final = "0007"
SESSION: Final = "session-1"

_START_WALL_MS: Final = 1_772_450_000_000
_START_MONOTONIC_MS: Final = 5_000


class SteppingClock:
    """A clock that goes on by one millisecond at each look."""

    def __init__(self) -> None:
        self.steps = 0
        self.center: TimeEstimate | None = None

    @property
    def boot_id(self) -> str:
        """The one run of this machine."""
        return "boot-1"

    def wall_ms(self) -> int:
        """Return the next wall time."""
        self.steps += 1
        return _START_WALL_MS + self.steps

    def monotonic_ms(self) -> int:
        """Return the monotonic time of the last look."""
        return _START_MONOTONIC_MS + self.steps

    def estimate(self) -> TimeEstimate | None:
        """Return what the test says."""
        return self.center


class TillHome:
    """A home and the hands that open it, again and again."""

    def __init__(self, folder: Path) -> None:
        self.clock = SteppingClock()
        self.ids = Uuid7Factory(self.clock.wall_ms, os.urandom)
        settings = TillSettings(
            workstation=WorkstationSettings(
                tenant="acme", store="S-01", workstation="T-07"
            ),
            store=StoreSection(name="Acme", currency="EUR", exponent=2),
            keys=KeySettings(store="file", folder="../key-store"),
        )
        path = folder / "home"
        self.home: Home
        self.keys: HomeKeys
        if path.exists():
            self.home = Home.load(path)
            self.keys = load_keys(self.home)
        else:
            self.home = Home.create(path, settings)
            self.keys = create_keys(self.home).keys

    def open(
        self, *, probe: CommitProbe | None = None, new_epoch: EpochReason | None = None
    ) -> SqlLedger:
        """Open the ledger as a till that starts."""
        return open_ledger(
            self.home,
            self.keys,
            clock=self.clock,
            ids=self.ids,
            probe=probe,
            new_epoch=new_epoch,
        )

    @property
    def wal_path(self) -> Path:
        """The WAL beside the ledger."""
        return self.home.ledger_path.with_name("ledger.db-wal")


class TillDay:
    """Writes a trading day into a ledger, event by event, without use cases."""

    def __init__(self, till: TillHome, ledger: SqlLedger) -> None:
        self._till = till
        self._ledger = ledger

    def open(self) -> None:
        """Sign on, open the day and the till period."""
        at_ms = self._till.clock.wall_ms()
        bodies = (
            OperatorSignedOn(
                operator_id=OPERATOR,
                session_id=SESSION,
                name="Ada",
                role="cashier",
                permissions=("sell",),
                language="en",
                at_ms=at_ms,
            ),
            BusinessDayOpened(
                business_day=DAY, operator_id=OPERATOR, session_id=SESSION, at_ms=at_ms
            ),
            TillPeriodOpened(
                till_period_id=PERIOD,
                business_day=DAY,
                currency="EUR",
                loan_minor=10_000,
                operator_id=OPERATOR,
                session_id=SESSION,
                at_ms=at_ms,
            ),
        )
        for body in bodies:
            with self._ledger.final() as uow:
                uow.events.append(body, business_day=DAY)
                uow.commit()

    def sell(
        self,
        line_count: int = 2,
        *,
        source_reference: str | None = None,
        lines: tuple[SaleLine, ...] | None = None,
    ) -> Appended:
        """Record one sale of *line_count* items at 1.20 each."""
        with self._ledger.final() as uow:
            number = uow.numbers.next()
            event_id = self._till.ids.new()
            body = sale_body(
                event_id,
                number.series,
                number.number,
                lines or tuple(sale_line(n) for n in range(1, line_count + 1)),
                at_ms=self._till.clock.wall_ms(),
            )
            body = msgspec.structs.replace(body, source_reference=source_reference)
            appended = uow.events.append(
                body,
                event_id=event_id,
                control=control_of(body),
                business_day=DAY,
            )
            uow.commit()
        return appended

    def settle(self) -> Appended:
        """Count the till exactly as expected."""
        with self._ledger.final() as uow:
            totals = uow.till.totals(PERIOD)
            state = uow.till.state()
            assert state.period is not None
            body = TillSettled(
                till_period_id=PERIOD,
                business_day=DAY,
                z_number=state.z_number + 1,
                opened_event_id=state.period.opened_event_id,
                opened_at_ms=state.period.opened_at_ms,
                first_seq=totals.first_seq,
                last_seq=totals.last_seq,
                event_count=totals.event_count,
                head_hash=totals.head_hash,
                currency="EUR",
                transactions=totals.transactions,
                sale_lines=totals.sale_lines,
                return_lines=totals.return_lines,
                voided_lines=totals.voided_lines,
                cancelled=totals.cancelled,
                voided=totals.voided,
                no_sales=totals.no_sales,
                reprints=totals.reprints,
                gross_minor=totals.gross_minor,
                tax_minor=totals.tax_minor,
                tenders_minor=totals.tenders_minor,
                loan_minor=totals.loan_minor,
                expected_minor=totals.expected_cash_minor,
                counted_minor=totals.expected_cash_minor,
                over_short_minor=0,
                perpetual_gross_minor=state.perpetual_gross_minor,
                operator_id=OPERATOR,
                session_id=SESSION,
                at_ms=self._till.clock.wall_ms(),
            )
            appended = uow.events.append(body, business_day=DAY)
            uow.commit()
        return appended

    def sign_off(self) -> None:
        """End the session."""
        with self._ledger.final() as uow:
            uow.events.append(
                OperatorSignedOff(
                    operator_id=OPERATOR,
                    session_id=SESSION,
                    at_ms=self._till.clock.wall_ms(),
                )
            )
            uow.commit()


def sale_line(sequence: int, *, is_voided: bool = False) -> SaleLine:
    """Return one item at 1.20, tax of 20 % included."""
    return SaleLine(
        sequence=sequence,
        kind="sale",
        item_id=f"item-{sequence}",
        scan_code=f"400638133{sequence:04d}",
        description=f"Fineliner No. {sequence}, black, water-based ink",
        quantity_micro=1_000_000,
        unit="piece",
        unit_price_micro=1_200_000,
        price_source="catalog",
        amount_minor=120,
        tax_rate_id="standard",
        tax_rate_ppm=200_000,
        tax_minor=20,
        is_voided=is_voided,
    )


def return_line(sequence: int, of_event_id: str, of_sequence: int) -> SaleLine:
    """Return the taking back of one such item."""
    return msgspec.structs.replace(
        sale_line(sequence),
        kind="return",
        quantity_micro=-1_000_000,
        amount_minor=-120,
        tax_minor=-20,
        price_source="receipt",
        return_of=ReturnOf(event_id=of_event_id, line_sequence=of_sequence),
    )


def sale_body(
    event_id: str,
    series: str,
    number: int,
    lines: tuple[SaleLine, ...],
    *,
    at_ms: int,
) -> SaleCompleted:
    """Return a balanced sale of *lines*, paid in cash."""
    counting = [line for line in lines if not line.is_voided]
    gross_minor = sum(line.amount_minor for line in counting)
    tax_minor = sum(line.tax_minor for line in counting)
    return SaleCompleted(
        transaction_id=event_id,
        series=series,
        number=number,
        operator_id=OPERATOR,
        session_id=SESSION,
        till_period_id=PERIOD,
        business_day=DAY,
        opened_at_ms=at_ms - 1,
        completed_at_ms=at_ms,
        currency="EUR",
        tax_mode="inclusive",
        drawer_opened=True,
        lines=lines,
        taxes=(
            TaxSum(
                tax_rate_id="standard",
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


def control_of(body: SaleCompleted) -> ControlTotals:
    """Return what a sale adds to the accounts."""
    return ControlTotals(
        count=1,
        gross_minor=body.gross_minor,
        tax_minor=body.tax_minor,
        tenders=(("cash", body.gross_minor),),
        quantity_micro=sum(
            line.quantity_micro for line in body.lines if not line.is_voided
        ),
    )

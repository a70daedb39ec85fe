"""A whole till in memory, and shortcuts to get it selling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from terminal.application.ports.center import Center
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.ports.unit_of_work import Ledger
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.sale_view import CompletedView, LineChange
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.sign_on import SignOn
from terminal.application.till_control.till_view import SessionView
from terminal.application.use_cases import UseCases
from tests.fakes.clock import ManualClock
from tests.fakes.ids import SequentialIds
from tests.fakes.memory_ledger import MemoryLedger
from tests.fakes.pin_hasher import PlainPinHasher
from tests.fakes.reference_data import PEN, STORE

LOAN_MINOR = 10_000
PINS = {"c1": "111111", "m1": "999999", "f1": "333333", "s1": "222222"}


class TillUnderTest(Protocol):
    """What the contract of the unit of work needs of an adapter under test."""

    @property
    def ledger(self) -> Ledger: ...

    @property
    def clock(self) -> ManualClock: ...

    @property
    def use_cases(self) -> UseCases: ...

    def reopen(self) -> None:
        """Forget everything in memory and read the store again."""


class MemoryTill:
    """Use cases over the ledger in memory."""

    def __init__(
        self,
        store: StoreSettings = STORE,
        make_center: Callable[[], Center] | None = None,
    ) -> None:
        self.clock = ManualClock()
        self.ids = SequentialIds()
        self.ledger = MemoryLedger(self.clock, self.ids, store)
        self.pin_hasher = PlainPinHasher()
        self.use_cases = UseCases(
            self.ledger, self.clock, self.ids, self.pin_hasher, make_center
        )

    def reopen(self) -> None:
        """Lose what a killed program loses."""
        self.ledger.crash()


def sign_on(till: TillUnderTest, operator_id: str = "m1") -> SessionView:
    """Sign a known operator on with the right PIN."""
    return till.use_cases.sign_on(
        SignOn(operator_id=operator_id, pin=PINS[operator_id])
    )


def open_till(till: TillUnderTest, business_day: str = "2030-03-17") -> None:
    """Sign the manager on and open day and period."""
    sign_on(till)
    till.use_cases.open_business_day(OpenBusinessDay(business_day=business_day))
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=LOAN_MINOR))


def open_memory_till(
    store: StoreSettings = STORE, make_center: Callable[[], Center] | None = None
) -> MemoryTill:
    """Return a till in memory, ready to sell, with the manager signed on."""
    till = MemoryTill(store, make_center=make_center)
    open_till(till)
    return till


def add(
    till: TillUnderTest,
    scan_code: str = PEN.scan_code,
    quantity: int = 1,
    keyed_price_micro: int | None = None,
) -> LineChange:
    """Ring up whole units of an item."""
    return till.use_cases.add_item(
        AddItem(
            scan_code=scan_code,
            quantity_micro=quantity * 1_000_000,
            keyed_price_micro=keyed_price_micro,
        )
    )


def sell(
    till: TillUnderTest, scan_code: str = PEN.scan_code, quantity: int = 1
) -> CompletedView:
    """Sell whole units of an item for exact cash."""
    add(till, scan_code, quantity)
    return till.use_cases.pay_cash_exact(PayCashExact())

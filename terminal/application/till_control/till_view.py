"""What use cases tell the screen about the till."""

import msgspec

from terminal.application.receipts.document import ReceiptDocument
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.till_state import (
    BusinessDayState,
    SessionState,
    TillPeriodState,
)


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """The operator who just signed on."""

    session_id: str
    operator_id: str
    name: str
    role: str
    permissions: tuple[str, ...]
    language: str


class OperatorView(msgspec.Struct, frozen=True, kw_only=True):
    """An operator on the sign-on screen.

    Attributes:
        wait_ms: How long the next attempt must wait; 0 for none.
    """

    operator_id: str
    name: str
    role: str
    language: str
    wait_ms: int


class TillStateView(msgspec.Struct, frozen=True, kw_only=True):
    """Where the till stands.

    Attributes:
        proposed_business_day: What the clock, the store's time zone and the day
            cut-over suggest for opening; a person decides.
        suspended_count: Transactions that wait for a decision.
    """

    store: str
    store_name: str
    workstation: str
    workstation_name: str
    currency: str
    exponent: int
    tax_mode: str
    business_day: BusinessDayState | None
    period: TillPeriodState | None
    session: SessionState | None
    z_number: int
    perpetual_gross_minor: int
    proposed_business_day: str
    has_open_transaction: bool
    suspended_count: int


class BusinessDayView(msgspec.Struct, frozen=True, kw_only=True):
    """A business day that was opened or closed."""

    business_day: str
    event_id: str


class TillPeriodView(msgspec.Struct, frozen=True, kw_only=True):
    """A till period that was opened."""

    till_period_id: str
    business_day: str
    loan_minor: int
    currency: str
    exponent: int


class XReportView(msgspec.Struct, frozen=True, kw_only=True):
    """The running period so far.

    Attributes:
        expected_minor: Cash that should be in the drawer.
    """

    business_day: str
    totals: PeriodTotals
    expected_minor: int
    currency: str
    exponent: int
    document: ReceiptDocument


class SettlementView(msgspec.Struct, frozen=True, kw_only=True):
    """A settled till period.

    Attributes:
        over_short_minor: Counted less expected; negative is short.
    """

    z_number: int
    till_period_id: str
    business_day: str
    totals: PeriodTotals
    expected_minor: int
    counted_minor: int
    over_short_minor: int
    perpetual_gross_minor: int
    seq: int
    event_hash: str
    currency: str
    exponent: int
    document: ReceiptDocument

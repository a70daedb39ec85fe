"""What use cases tell the screen about the till."""

import msgspec

from terminal.application.receipts.document import ReceiptDocument
from terminal.domain.till.business_day import DayStanding
from terminal.domain.till.denominations import CashCounted
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import SettledTender
from terminal.domain.till.tender_control import TenderControlKind
from terminal.domain.till.till_policy import TransactionDecision
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
        day_standing: How the open day stands to the clock; None when none is open.
        is_lift_due: The drawer holds more cash than the store wants there.
        count_number: Last recorded count of the period; 0 when there is none.
        is_count_stale: Tender came or went after it.
        faces: Usual notes and coins of the currency, in minor units, for counting.
        is_training: Nothing of it counts.
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
    day_standing: DayStanding | None = None
    is_lift_due: bool = False
    count_number: int = 0
    is_count_stale: bool = False
    faces: tuple[int, ...] = ()
    is_training: bool = False


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


class TenderControlView(msgspec.Struct, frozen=True, kw_only=True):
    """A loan, pickup, paid in, paid out or safe drop that is on disk.

    Attributes:
        amount_minor: Signed change of the till's content, in `currency`.
        is_void: It undoes another one.
        document: The slips, as they are queued for the printer.
    """

    event_id: str
    series: str
    number: int
    kind: TenderControlKind
    method: str
    amount_minor: int
    currency: str
    exponent: int
    is_void: bool
    document: ReceiptDocument


class TillCountView(msgspec.Struct, frozen=True, kw_only=True):
    """A count that is on disk; what was expected is not in it on purpose."""

    count_number: int
    cash: tuple[CashCounted, ...]
    others_minor: tuple[tuple[str, int], ...]
    at_ms: int
    currency: str
    exponent: int


class UndecidedView(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction about which the settlement wants a decision.

    Attributes:
        is_open: It is the open one, not a suspended one.
    """

    transaction_id: str
    line_count: int
    total_minor: int
    is_open: bool


class DecidedView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an open or suspended transaction at the settlement.

    Attributes:
        given_back_minor: Tender on the counter that must go back to the shopper.
    """

    transaction_id: str
    decision: TransactionDecision
    was_open: bool
    given_back_minor: int


class XReportView(msgspec.Struct, frozen=True, kw_only=True):
    """The running period so far.

    Attributes:
        totals: Without tenders and movements for who may not see what is expected.
        expected_minor: Cash that should be in the drawer; None for who may not
            see it.
    """

    business_day: str
    totals: PeriodTotals
    expected_minor: int | None
    currency: str
    exponent: int
    document: ReceiptDocument


class SettlementView(msgspec.Struct, frozen=True, kw_only=True):
    """A settled till period.

    Attributes:
        over_short_minor: Counted less expected; negative is short.
        tenders: The same for every tender.
        is_count_stale: Tender came or went after the count that was taken.
        decisions: What became of open and suspended transactions.
        pending_events: Events that the center is not known to hold; None on a till
            that has never heard from one.
        proved_events: Events that the center has signed to hold, the settlement
            among them; None while it has not.
    """

    z_number: int
    till_period_id: str
    business_day: str
    totals: PeriodTotals
    expected_minor: int
    counted_minor: int
    over_short_minor: int
    perpetual_gross_minor: int
    tenders: tuple[SettledTender, ...]
    is_count_stale: bool
    decisions: tuple[DecidedView, ...]
    pending_events: int | None
    seq: int
    event_hash: str
    currency: str
    exponent: int
    document: ReceiptDocument
    proved_events: int | None = None

"""A till was counted by tender and its period closed."""

from typing import ClassVar, Literal

import msgspec

from sync.protocol.events import EventBody
from sync.protocol.events.sale_parts_v1 import WireInt
from sync.protocol.events.till_counted_v1 import CashCount


class TenderSettlement(msgspec.Struct, frozen=True, kw_only=True):
    """One tender of the settlement: expected + over or short = counted.

    Attributes:
        currency: Currency of the three amounts.
        over_short_minor: Counted less expected; recorded, never forced.
        is_counted: Whether somebody counted it. Cash that nobody counted has
            `counted_minor` 0; another tender is taken as it was booked.
    """

    method: str
    currency: str
    expected_minor: WireInt
    counted_minor: WireInt
    over_short_minor: WireInt
    is_counted: bool = True


class MovementSum(msgspec.Struct, frozen=True, kw_only=True):
    """All tender control transactions of one kind, tender and currency.

    Attributes:
        count: How many there were, voids left out and what they voided too.
        amount_minor: Signed sum: positive came in, negative went out.
    """

    kind: Literal["loan", "pickup", "paid_in", "paid_out", "safe_drop"]
    method: str
    currency: str
    count: WireInt
    amount_minor: WireInt


class SettledTax(msgspec.Struct, frozen=True, kw_only=True):
    """Sum of one tax over the period.

    Attributes:
        name: As the receipts call it; empty when they had no name for it.
    """

    tax_id: str
    name: str = ""
    rate_ppm: WireInt
    taxable_minor: WireInt
    tax_minor: WireInt


class TransactionDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a transaction that was open or suspended at the settlement.

    Attributes:
        was_open: It was the open one, not a suspended one.
        given_back_minor: Tender of the open one that had to be given back.
    """

    transaction_id: str
    decision: Literal["cancel", "carry_over"]
    was_open: bool = False
    given_back_minor: WireInt = 0


class PendingSync(msgspec.Struct, frozen=True, kw_only=True):
    """What the central server has not acknowledged; never waited for.

    Attributes:
        is_known: Whether the till was ever told how far the server is.
        events: Events of the ledger before this one that it is not known to hold.
    """

    is_known: bool
    events: WireInt


class TillSettled(EventBody, frozen=True, kw_only=True):
    """The settlement of a till period with the manifest of what it covers.

    Amounts without a currency of their own are in `currency`.

    Attributes:
        z_number: Number of this settlement, gap-free for the workstation, from 1.
        day_standing: What the clock said of the business day: ``current``,
            ``overdue`` (the till was forgotten) or ``ahead``.
        first_seq: Seq of the event that opened the period.
        last_seq: Seq of the last event before this one.
        event_count: Events from the first to the last, both included.
        head_hash: Hash of the last event before this one, hex.
        transactions: Completed retail transactions less those that were voided.
        tenders_minor: Net signed sum per method in store currency, sorted by
            method; no tender control is in it.
        loan_minor: Cash lent when the period was opened.
        movements: Sums of the tender control transactions.
        gross_minor: Signed, tax included.
        returns_minor: What came back: part of `gross_minor`, not positive.
        discounts_minor: Sum of all price modifiers, signed: negative is given away.
        rounding_minor: Cash rounding: gross + rounding = sum of the tenders.
        expected_minor: Cash of the store's currency that should be there.
        counted_minor: Cash of the store's currency that was counted.
        over_short_minor: Counted less expected; recorded, never forced.
        settled: Every tender, sorted by method and currency.
        cash: The count that was taken, by denomination.
        count_number: Which count that was; 0 when the settlement brought its own.
        is_count_stale: Tender came or went after that count.
        uncounted_reason: Why nobody counted the cash, else null.
        grand_total_before_minor: Gross of the workstation before this period.
        perpetual_gross_minor: Gross of the workstation since its first sale.
        decisions: What became of open and suspended transactions.
    """

    TYPE: ClassVar[str] = "till.settled"
    VERSION: ClassVar[int] = 2

    till_period_id: str
    business_day: str
    day_standing: Literal["current", "overdue", "ahead"] = "current"
    z_number: WireInt
    opened_event_id: str
    opened_at_ms: WireInt
    first_seq: WireInt
    last_seq: WireInt
    event_count: WireInt
    head_hash: str
    currency: str
    transactions: WireInt
    sale_lines: WireInt
    return_lines: WireInt
    voided_lines: WireInt
    cancelled: WireInt
    voided: WireInt
    no_sales: WireInt
    reprints: WireInt
    gross_minor: WireInt
    tax_minor: WireInt
    returns_minor: WireInt
    discounts_minor: WireInt
    rounding_minor: WireInt
    taxes: tuple[SettledTax, ...]
    tenders_minor: tuple[tuple[str, WireInt], ...]
    loan_minor: WireInt
    movements: tuple[MovementSum, ...]
    expected_minor: WireInt
    counted_minor: WireInt
    over_short_minor: WireInt
    settled: tuple[TenderSettlement, ...]
    cash: tuple[CashCount, ...]
    count_number: WireInt
    is_count_stale: bool = False
    uncounted_reason: str | None = None
    grand_total_before_minor: WireInt
    perpetual_gross_minor: WireInt
    decisions: tuple[TransactionDecision, ...]
    pending_sync: PendingSync
    operator_id: str
    session_id: str
    at_ms: WireInt


EVENT = TillSettled

"""Counting a till and closing its period."""

import msgspec

from terminal.domain.errors import InvalidAmountError
from terminal.domain.money import AMOUNT_MINOR_MAX
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.till.denominations import CashCounted
from terminal.domain.till.period_totals import PeriodTotals


class TillCount(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody counted, without knowing what should be there.

    Attributes:
        cash: One entry a currency.
        others: (method, amount in store currency) of every other counted tender.
        count_number: Count of the period, from 1; 0 for one that was not recorded
            on its own but came with the settlement.
        is_stale: Tender came or went after it was counted, so the settlement
            compares it with what should be there later.
    """

    cash: tuple[CashCounted, ...]
    others: tuple[tuple[str, int], ...] = ()
    count_number: int = 0
    is_stale: bool = False


class SettledTender(msgspec.Struct, frozen=True, kw_only=True):
    """One tender of a settlement: expected + over or short = counted.

    Attributes:
        is_counted: Whether somebody counted it.
    """

    method: str
    currency: str
    expected_minor: int
    counted_minor: int
    over_short_minor: int
    is_counted: bool


class SettlementSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A settlement of the past, as lists show it.

    Attributes:
        expected_minor: Cash of the store's currency that should have been there.
        copies: Copies of its report that were printed.
    """

    z_number: int
    business_day: str
    settled_at_ms: int
    expected_minor: int
    counted_minor: int
    copies: int


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """What counting a till came to.

    Attributes:
        z_number: Gap-free for the workstation, from 1.
        expected_minor: Cash of the store's currency that should be there.
        over_short_minor: Counted less expected; recorded, never forced to zero.
        perpetual_gross_minor: Gross since the workstation's first sale.
        tenders: Every tender that was expected or counted.
    """

    z_number: int
    expected_minor: int
    counted_minor: int
    over_short_minor: int
    perpetual_gross_minor: int
    tenders: tuple[SettledTender, ...]


def settle(
    totals: PeriodTotals,
    count: TillCount | None,
    *,
    last_z_number: int,
    perpetual_gross_minor: int,
) -> Settlement:
    """Return the settlement of a period; *count* is None when nobody counted.

    Cash that nobody counted is not there as far as anybody knows, so all of it is
    short.  Another tender that nobody counted is taken as it was booked: its sum is
    proved by its issuer, not by a count.
    """
    found = _counted(totals, count)
    expected = {
        (tender.method, tender.currency): tender.amount_minor
        for tender in totals.expected()
    }
    tenders = []
    for key in sorted(expected.keys() | found.keys()):
        method, currency = key
        should = expected.get(key, 0)
        is_counted = key in found
        counted = found.get(key, 0 if method == CASH else should)
        tenders.append(
            SettledTender(
                method=method,
                currency=currency,
                expected_minor=should,
                counted_minor=counted,
                over_short_minor=counted - should,
                is_counted=is_counted,
            )
        )
    cash = next(t for t in tenders if (t.method, t.currency) == (CASH, totals.currency))
    return Settlement(
        z_number=last_z_number + 1,
        expected_minor=cash.expected_minor,
        counted_minor=cash.counted_minor,
        over_short_minor=cash.over_short_minor,
        perpetual_gross_minor=perpetual_gross_minor,
        tenders=tuple(tenders),
    )


def require_cash_amount(amount_minor: int) -> None:
    """Refuse an amount that cannot lie in a drawer.

    Raises:
        InvalidAmountError: negative or out of bounds.
    """
    if not 0 <= amount_minor <= AMOUNT_MINOR_MAX:
        raise InvalidAmountError(
            "the amount must not be negative; count again", amount_minor=amount_minor
        )


def _counted(
    totals: PeriodTotals, count: TillCount | None
) -> dict[tuple[str, str], int]:
    if count is None:
        return {}
    found = {(CASH, cash.currency): cash.amount_minor for cash in count.cash}
    for method, amount in count.others:
        found[method, totals.currency] = amount
    return found

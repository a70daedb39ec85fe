"""Finance: the journal of every business day, with equal debits and credits.

Accounts: `tender` (what the tills hold, by method), `sales` (without tax), `tax` (by
tax and rate), `rounding`, `safe`, `paid_in`, `paid_out`, `over_short`; and
`unexplained` for what an event does not account for itself, so that the books balance
and the fault can be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, func, select

from sync.central.projections.deed import Deed
from sync.central.schema import posting
from sync.protocol.events import (
    EventBody,
    sale_completed_v1,
    sale_parts_v1,
    sale_parts_v2,
    till_settled_v1,
    transaction_voided_v1,
)
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided

COLUMNS: Final = (
    "store",
    "business_day",
    "event_id",
    "workstation",
    "line",
    "account",
    "detail",
    "currency",
    "debit_minor",
    "credit_minor",
)

Posting = tuple[str, str, str, str, int, str, str, str, int, int]
"""The values of `COLUMNS`."""

_Change = tuple[str, str, str, int]
"""Account, detail, currency, and the change: positive is a debit."""

_CASH: Final = "cash"
_CONTRA: Final = {"paid_in": "paid_in", "paid_out": "paid_out"}
_SAFE: Final = "safe"


class AccountSum(Struct, frozen=True):
    """What was posted to one account, in minor units of the currency."""

    account: str
    detail: str
    currency: str
    debit_minor: int
    credit_minor: int


def postings_of(deed: Deed) -> list[Posting]:
    """Return what an event posts; nothing for most of them."""
    rule = _RULES.get(type(deed.body))
    if rule is None:
        return []
    entry = deed.entry
    place = (deed.store, entry.business_day, entry.event_id, entry.workstation)
    return [
        (
            *place,
            line,
            account,
            detail,
            currency,
            max(change, 0),
            max(-change, 0),
        )
        for line, (account, detail, currency, change) in enumerate(
            _balanced(rule(deed.body)), 1
        )
    ]


def trial_balance(
    connection: Connection, store: str, business_day: str | None = None
) -> list[AccountSum]:
    """Return the sums of every account of a store, of one day or all, in order."""
    posted = posting.c
    names = (posted.account, posted.detail, posted.currency)
    query = (
        select(*names, func.sum(posted.debit_minor), func.sum(posted.credit_minor))
        .where(posted.store == store)
        .group_by(*names)
        .order_by(*names)
    )
    if business_day is not None:
        query = query.where(posted.business_day == business_day)
    return [
        AccountSum(account, detail, currency, int(debit), int(credit))
        for account, detail, currency, debit, credit in connection.execute(query)
    ]


def _balanced(changes: Iterable[_Change]) -> list[_Change]:
    """Leave out what changes nothing; post what is missing to `unexplained`."""
    kept = [change for change in changes if change[3]]
    rest: dict[str, int] = {}
    for _, _, currency, change in kept:
        rest[currency] = rest.get(currency, 0) + change
    kept += [
        ("unexplained", "", currency, -change)
        for currency, change in rest.items()
        if change
    ]
    return kept


def _transaction(
    event: SaleCompleted
    | TransactionVoided
    | sale_completed_v1.SaleCompleted
    | transaction_voided_v1.TransactionVoided,
) -> list[_Change]:
    currency = event.currency
    changes: list[_Change] = [
        ("tender", tender.method, currency, tender.amount_minor)
        for tender in event.tenders
    ]
    changes.append(("sales", "", currency, event.tax_minor - event.gross_minor))
    changes += [
        ("tax", _tax_name(tax), currency, -tax.tax_minor) for tax in event.taxes
    ]
    # An event may tell the sum of its taxes alone.
    told = sum(tax.tax_minor for tax in event.taxes)
    changes.append(("tax", "", currency, told - event.tax_minor))
    if isinstance(event, SaleCompleted | TransactionVoided):
        changes.append(("rounding", "", currency, -event.rounding_minor))
    return changes


def _tax_name(tax: sale_parts_v1.TaxSum | sale_parts_v2.TaxSum) -> str:
    if isinstance(tax, sale_parts_v2.TaxSum):
        return f"{tax.tax_id} {tax.rate_ppm}"
    return f"{tax.tax_rate_id} {tax.tax_rate_ppm}"


def _movement(event: TenderControlRecorded) -> list[_Change]:
    contra = _CONTRA.get(event.kind, _SAFE)
    return [
        ("tender", event.method, event.currency, event.amount_minor),
        (contra, event.method, event.currency, -event.amount_minor),
    ]


def _opening(event: TillPeriodOpened) -> list[_Change]:
    return [
        ("tender", _CASH, event.currency, event.loan_minor),
        (_SAFE, _CASH, event.currency, -event.loan_minor),
    ]


def _settlement(event: TillSettled) -> list[_Change]:
    return [
        change
        for tender in event.settled
        for change in _over_short(
            tender.method, tender.currency, tender.over_short_minor
        )
    ]


def _settlement_v1(event: till_settled_v1.TillSettled) -> list[_Change]:
    return _over_short(_CASH, event.currency, event.over_short_minor)


def _over_short(method: str, currency: str, over_minor: int) -> list[_Change]:
    return [
        ("tender", method, currency, over_minor),
        ("over_short", method, currency, -over_minor),
    ]


# Rules are found by the class of the body, so each takes the class it is found by.
_RULES: Final[dict[type[EventBody] | type[None], Callable[[Any], list[_Change]]]] = {
    SaleCompleted: _transaction,
    sale_completed_v1.SaleCompleted: _transaction,
    TransactionVoided: _transaction,
    transaction_voided_v1.TransactionVoided: _transaction,
    TenderControlRecorded: _movement,
    TillPeriodOpened: _opening,
    TillSettled: _settlement,
    till_settled_v1.TillSettled: _settlement_v1,
}

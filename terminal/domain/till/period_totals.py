"""What a till period came to so far."""

import msgspec

from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.till.tender_control import MovementTotal


class TaxTotal(msgspec.Struct, frozen=True, kw_only=True):
    """Sum of one tax over the transactions of a period, voids taken off.

    Attributes:
        name: As the last of the receipts called it; empty when it had no name.
    """

    tax_id: str
    name: str = ""
    rate_ppm: int
    taxable_minor: int
    tax_minor: int


class ForeignTender(msgspec.Struct, frozen=True, kw_only=True):
    """Tender that lies in the till in a currency of its own.

    Attributes:
        amount_minor: Net signed sum in `currency`.
        value_minor: What it was taken for, in the store's currency: this part of the
            method's sum is not there in store currency.
    """

    method: str
    currency: str
    amount_minor: int
    value_minor: int


class ExpectedTender(msgspec.Struct, frozen=True, kw_only=True):
    """What should be in the till of one tender, in `currency`."""

    method: str
    currency: str
    amount_minor: int


class PeriodTotals(msgspec.Struct, frozen=True, kw_only=True):
    """Running totals of one till period, kept as projections of its events.

    Attributes:
        loan_minor: Cash lent when the period was opened.
        transactions: Completed retail transactions; cancelled and voiding
            transactions are counted apart.
        sale_lines: Lines of completed transactions that count.
        return_lines: The same for goods that came back.
        voided_lines: ``line.voided`` events.
        cancelled: ``transaction.cancelled`` events.
        voided: ``transaction.voided`` events.
        no_sales: ``no_sale.recorded`` events.
        reprints: ``receipt.reprinted`` events.
        gross_minor: Signed, tax included, voids subtracted.
        returns_minor: Amount of the goods that came back, not positive.
        discounts_minor: Sum of the price modifiers, negative when given away.
        rounding_minor: Cash rounding: gross + rounding = sum of the tenders.
        taxes: By tax and rate.
        tenders_minor: Net signed sum per method in store currency, sorted by
            method, without loan and movements.
        foreign: The part of the tenders that lies there in other currencies.
        movements: Tender control transactions, by kind, method and currency.
        first_seq: Seq of the event that opened the period.
        last_seq: Seq of the ledger's last event as it stands now.
        event_count: Events from the first to the last, both included.
        head_hash: Hash of the ledger's last event, hex.
    """

    till_period_id: str
    loan_minor: int
    currency: str = ""
    transactions: int = 0
    sale_lines: int = 0
    return_lines: int = 0
    voided_lines: int = 0
    cancelled: int = 0
    voided: int = 0
    no_sales: int = 0
    reprints: int = 0
    gross_minor: int = 0
    tax_minor: int = 0
    returns_minor: int = 0
    discounts_minor: int = 0
    rounding_minor: int = 0
    taxes: tuple[TaxTotal, ...] = ()
    tenders_minor: tuple[tuple[str, int], ...] = ()
    foreign: tuple[ForeignTender, ...] = ()
    movements: tuple[MovementTotal, ...] = ()
    first_seq: int = 0
    last_seq: int = 0
    event_count: int = 0
    head_hash: str = ""

    @property
    def expected_cash_minor(self) -> int:
        """Cash of the store's currency that should lie in the drawer.

        Negative when more went out than ever came in: stated, never refused.
        """
        return next(
            tender.amount_minor
            for tender in self.expected()
            if (tender.method, tender.currency) == (CASH, self.currency)
        )

    def expected(self) -> tuple[ExpectedTender, ...]:
        """Return what should be in the till, by method and currency, sorted.

        Cash of the store's currency is always there, if only with nothing.
        """
        sums = {(CASH, self.currency): self.loan_minor}
        for method, amount in self.tenders_minor:
            key = (method, self.currency)
            sums[key] = sums.get(key, 0) + amount
        for tender in self.foreign:
            home = (tender.method, self.currency)
            sums[home] = sums.get(home, 0) - tender.value_minor
            key = (tender.method, tender.currency)
            sums[key] = sums.get(key, 0) + tender.amount_minor
        for movement in self.movements:
            key = (movement.method, movement.currency)
            sums[key] = sums.get(key, 0) + movement.amount_minor
        return tuple(
            ExpectedTender(method=method, currency=currency, amount_minor=amount)
            for (method, currency), amount in sorted(sums.items())
        )

"""What a till period came to so far."""

import msgspec


class PeriodTotals(msgspec.Struct, frozen=True, kw_only=True):
    """Running totals of one till period, kept as projections of its events.

    Attributes:
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
        tenders_minor: Net signed sum per method, sorted by method, without loan.
        first_seq: Seq of the event that opened the period.
        last_seq: Seq of the ledger's last event as it stands now.
        event_count: Events from the first to the last, both included.
        head_hash: Hash of the ledger's last event, hex.
    """

    till_period_id: str
    loan_minor: int
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
    tenders_minor: tuple[tuple[str, int], ...] = ()
    first_seq: int = 0
    last_seq: int = 0
    event_count: int = 0
    head_hash: str = ""

    @property
    def expected_cash_minor(self) -> int:
        """Cash that should lie in the drawer: the loan and the net cash taken."""
        return self.loan_minor + dict(self.tenders_minor).get("cash", 0)

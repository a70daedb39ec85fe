"""What is fixed when a retail transaction opens."""

from enum import StrEnum

import msgspec

from terminal.domain.money import Currency, Rounding
from terminal.domain.tax.tax_policy import TaxPolicy, TaxRounding
from terminal.domain.tender.cash_rounding import CashRounding


class TaxMode(StrEnum):
    """Whether prices include tax; fixed while a transaction is open."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class TransactionHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What is fixed when a transaction opens.

    Attributes:
        transaction_id: Becomes the event id of the completed sale.
        source_reference: Id given by an outside log, or None.
        cash_rounding: Rule for the part that is paid in cash, or None.
        store: For price lists and promotions of some stores.
        channel: For price lists and promotions of some channels.
    """

    transaction_id: str
    operator_id: str
    session_id: str
    till_period_id: str
    business_day: str
    opened_at_ms: int
    currency: Currency
    tax_mode: TaxMode
    source_reference: str | None = None
    tax_rounding: TaxRounding = TaxRounding.PER_DOCUMENT
    tax_step_minor: int = 1
    tax_halves: Rounding = Rounding.HALF_AWAY_FROM_ZERO
    cash_rounding: CashRounding | None = None
    store: str = ""
    channel: str = "store"

    @property
    def tax_policy(self) -> TaxPolicy:
        """The named choices of its taxes."""
        return TaxPolicy(
            is_inclusive=self.tax_mode is TaxMode.INCLUSIVE,
            rounding=self.tax_rounding,
            step_minor=self.tax_step_minor,
            halves=self.tax_halves,
        )

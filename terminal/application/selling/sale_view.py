"""What use cases tell the screen about a transaction.

Views are values: they cross from the use-case thread to the GUI thread.
Amounts are minor units of ``TotalsView.currency``.
"""

from typing import Literal

import msgspec

from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.document import ReceiptDocument
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.finished_transaction import FinishedTransaction


class LineView(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line as shown.

    Attributes:
        sequence: From 1, never reused.
        quantity_micro: Millionths of ``unit``; negative for returns.
        amount_minor: Signed; includes tax when prices do; kept when voided.
        reason: Why goods came back without a receipt.
    """

    sequence: int
    kind: Literal["sale", "return"]
    item_id: str
    scan_code: str
    description: str
    quantity_micro: int
    unit: str
    unit_price_micro: int
    amount_minor: int
    is_voided: bool
    voided_at_ms: int | None = None
    reason: str | None = None


class TotalsView(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the transaction comes to.

    Attributes:
        item_count: Lines that count (not voided).
        subtotal_minor: Sum of the line amounts; includes tax when prices do.
        total_minor: What is to be paid, tax included; negative for a refund.
        tendered_minor: Net sum of the tenders.
        due_minor: Total less tendered; negative when tender must go back.
        change_minor: Change of all tenders.
        exponent: Decimal places of the currency.
    """

    item_count: int
    subtotal_minor: int
    tax_minor: int
    total_minor: int
    tendered_minor: int
    due_minor: int
    change_minor: int
    currency: str
    exponent: int


class SaleView(msgspec.Struct, frozen=True, kw_only=True):
    """A whole transaction; for opening a screen, not for every line."""

    transaction_id: str
    opened_at_ms: int
    lines: tuple[LineView, ...]
    tenders: tuple[TenderLineItem, ...]
    totals: TotalsView


class LineChange(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line was added or changed; never carries the other lines."""

    transaction_id: str
    line: LineView
    totals: TotalsView


class TenderChange(msgspec.Struct, frozen=True, kw_only=True):
    """Tender was added or removed."""

    transaction_id: str
    tenders: tuple[TenderLineItem, ...]
    totals: TotalsView


class CompletedView(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction that is paid and on disk.

    Attributes:
        receipt_text: ``A-000123 9f3c2a1b``: series-number and the first eight
            digits of the event's hash.
        event_hash: Hex, 64 digits.
        finished: The transaction as it is on disk.
        store: What its receipt is made with.
    """

    transaction_id: str
    series: str
    number: int
    receipt_text: str
    event_hash: str
    seq: int
    gross_minor: int
    change_minor: int
    totals: TotalsView
    finished: FinishedTransaction
    store: StoreSettings

    @property
    def document(self) -> ReceiptDocument:
        """The receipt, as it is queued for the printer.

        Made when it is asked for: the commit of a sale does not wait for it.
        """
        from terminal.application.receipts.sale_receipt import sale_receipt

        return sale_receipt(self.finished, self.store)


class CancelledView(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction that was given up."""

    transaction_id: str
    series: str
    number: int
    seq: int
    event_hash: str


class SuspendedView(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction that was put aside.

    Attributes:
        line_count: Lines that count.
    """

    transaction_id: str
    opened_at_ms: int
    suspended_at_ms: int
    operator_id: str
    line_count: int
    total_minor: int


class ItemView(msgspec.Struct, frozen=True, kw_only=True):
    """An item as shown by search and price check."""

    item_id: str
    scan_code: str
    description: str
    unit: str
    unit_price_micro: int
    is_open_price: bool
    plu: str | None
    currency: str
    exponent: int

"""What use cases tell the screen about a transaction.

Views are values: they cross from the use-case thread to the GUI thread.
Amounts are minor units of ``TotalsView.currency``.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.document import ReceiptDocument
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.finished_transaction import FinishedTransaction


class ModifierView(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One change of a line's amount.

    Attributes:
        kind: ``promotion``, ``manual``, ``rounding`` or ``exemption``.
        amount_minor: Signed: negative lowers a sale.
    """

    kind: str
    label: str
    amount_minor: int


class LineView(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line as shown.

    Attributes:
        sequence: From 1, never reused.
        quantity_micro: Millionths of ``unit``; negative for returns.
        extended_minor: Signed, before the modifiers.
        modifiers: What changed it, in the order applied.
        amount_minor: Signed; includes tax when prices do; kept when voided.
        taxes_text: Names and rates of the line's taxes, e.g. ``VAT 20 %``.
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
    extended_minor: int = 0
    modifiers: tuple[ModifierView, ...] = ()
    taxes_text: str = ""
    price_source: str = "catalog"
    linked_to: int | None = None


class ProposalView(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Goods that the customer may take in addition, to be added by ``AddItem``.

    Attributes:
        promotion_id: For ``AddItem.free_unit_of``.
        label: The promotion's name.
        item_ids: Any of these; the transaction's own items first.
        item_names: What they are called, in the same order; empty for those that
            are not in the transaction.
        quantity_micro: How much may still be added.
    """

    promotion_id: str
    label: str
    item_ids: tuple[str, ...]
    item_names: tuple[str, ...]
    quantity_micro: int


class TotalsView(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the transaction comes to.

    Attributes:
        item_count: Lines that count (not voided).
        subtotal_minor: Sum of the line amounts; includes tax when prices do.
        discount_minor: Sum of the modifiers; negative when something is given off.
        rounding_minor: Rounding of cash once cash closed the balance.
        cash_due_minor: What is due if it is paid in cash.
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
    discount_minor: int = 0
    rounding_minor: int = 0
    cash_due_minor: int = 0


class SaleView(msgspec.Struct, frozen=True, kw_only=True):
    """A whole transaction; for opening a screen, not for every line.

    Attributes:
        member_name: Who buys; None for a stranger.
        coupons: Codes entered.
        refused_coupons: (code, reason) of those that give nothing now.
        promotions: (label, amount) of the promotions applied.
        exemption: Why no tax is due.
        tender: Method that was chosen before it was taken.
        proposals: What may be added and is then free or reduced.
    """

    transaction_id: str
    opened_at_ms: int
    lines: tuple[LineView, ...]
    tenders: tuple[TenderLineItem, ...]
    totals: TotalsView
    member_name: str | None = None
    coupons: tuple[str, ...] = ()
    refused_coupons: tuple[tuple[str, str], ...] = ()
    promotions: tuple[tuple[str, int], ...] = ()
    exemption: str | None = None
    tender: str | None = None
    proposals: tuple[ProposalView, ...] = ()


class LineChange(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One line was added or changed.

    Attributes:
        changed: Other lines whose amounts moved with it; mostly none.
        proposals: What may be added now and is then free or reduced.
    """

    transaction_id: str
    line: LineView
    totals: TotalsView
    changed: tuple[LineView, ...] = ()
    proposals: tuple[ProposalView, ...] = ()


class TenderChange(msgspec.Struct, frozen=True, kw_only=True):
    """Tender was added or removed.

    Attributes:
        changed: Lines whose amounts moved because of the tender chosen.
    """

    transaction_id: str
    tenders: tuple[TenderLineItem, ...]
    totals: TotalsView
    changed: tuple[LineView, ...] = ()


class CompletedView(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction that is paid and on disk.

    Attributes:
        receipt_text: ``A-000123 9f3c2a1b``: series-number and the first eight
            digits of the event's hash.
        event_hash: Hex, 64 digits.
        read: Makes ``finished``.
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
    read: Callable[[], FinishedTransaction]
    store: StoreSettings

    @property
    def finished(self) -> FinishedTransaction:
        """The transaction as it is on disk.

        Made when it is asked for, like the receipt: the commit does not wait.
        """
        return self.read()

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
    """An item as shown by search and price check.

    Attributes:
        is_department: It stands for goods without an item of their own.
    """

    item_id: str
    scan_code: str
    description: str
    unit: str
    unit_price_micro: int
    is_open_price: bool
    plu: str | None
    currency: str
    exponent: int
    is_department: bool = False

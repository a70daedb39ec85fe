"""The open retail transaction: lines, tenders and what they come to.

Totals are kept incrementally: a line costs the same at line 1 and at line 1,114.
Taxes are running sums over the document; they are allocated to lines once, at
completion.  What lines cost beyond quantity × price is the pricer's business: it
reads what was not priced yet and tells the result by ``apply_pricing``.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import (
    BalanceDueError,
    LineFixedError,
    NothingToCompleteError,
    TenderStartedError,
    TransactionTooLargeError,
    UnknownLineError,
)
from terminal.domain.member.member import Member
from terminal.domain.money import (
    MICRO,
    TOTAL_MINOR_MAX,
    divide_rounded,
    require_unit_price,
)
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_modifier import discount_of
from terminal.domain.pricing.price_quote import PriceQuote
from terminal.domain.quantity import require_quantity
from terminal.domain.tax.accumulator import TaxAccumulator
from terminal.domain.tax.exemption import TaxExemption, exempt_group
from terminal.domain.tax.tax_group import TaxGroup
from terminal.domain.tax.tax_policy import TaxPolicy
from terminal.domain.tender.exchange_rate import ExchangeRate
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.completion import (
    Completion,
    assert_balanced,
    completion_of,
)
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.line_item import (
    NO_DETAILS,
    LineDetails,
    LineKind,
    OriginalLine,
    SaleReturnLineItem,
)
from terminal.domain.transaction.line_making import (
    fixed_error,
    new_line,
    require_free,
    with_override,
    with_pricing,
    with_quantity,
    with_quote,
)
from terminal.domain.transaction.line_pricing import LinePricing
from terminal.domain.transaction.return_share import Returned
from terminal.domain.transaction.returning import returnable_line, returned_line
from terminal.domain.transaction.tender_list import TenderList
from terminal.domain.transaction.terms import (
    NO_TERMS,
    PricingOutcome,
    TransactionTerms,
)
from terminal.domain.transaction.transaction_header import TransactionHeader

# The longest real transaction known to us has 1,114 lines.
LINES_MAX: Final = 5_000

# Each is a dependency in the event's header, whose size is bounded.
ORIGINALS_MAX: Final = 100


class TransactionChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What a store must write to keep up with a transaction.

    Attributes:
        header: Only when the transaction was never stored.
        lines: New and changed lines.
        tenders: All tenders when any changed, else None.
        terms: When they changed, else None.
    """

    header: TransactionHeader | None
    lines: tuple[SaleReturnLineItem, ...]
    tenders: tuple[TenderLineItem, ...] | None
    terms: TransactionTerms | None


class RetailTransaction:
    """A sale, a return or both, until it is completed or cancelled.

    Lines and tenders are values that are replaced, so what a caller was given
    never changes under its hands. Each method either does all of its work or
    raises and changes nothing.
    """

    __slots__ = (
        "_are_terms_unpriced",
        "_base_quantities",
        "_changed_lines",
        "_discount_minor",
        "_header_is_new",
        "_item_count",
        "_lines",
        "_linked",
        "_originals",
        "_priced_items",
        "_quantity_micro",
        "_returning",
        "_saved_lines",
        "_subtotal_minor",
        "_taxes",
        "_tenders",
        "_terms",
        "_terms_changed",
        "_unpriced_lines",
        "header",
    )

    def __init__(self, header: TransactionHeader) -> None:
        self.header = header
        self._lines: list[SaleReturnLineItem] = []
        self._tenders = TenderList(header.cash_rounding)
        self._terms = NO_TERMS
        self._taxes = TaxAccumulator(header.tax_policy, header.currency)
        self._returning: dict[OriginalLine, Returned] = {}
        self._originals: set[str] = set()
        self._linked: dict[int, list[int]] = {}
        self._base_quantities: dict[str, int] = {}
        self._priced_items: dict[str, list[int]] = {}
        self._item_count = 0
        self._quantity_micro = 0
        self._subtotal_minor = 0
        self._discount_minor = 0
        self._header_is_new = True
        self._terms_changed = False
        self._changed_lines: set[int] = set()
        self._saved_lines: tuple[int, ...] = ()
        self._unpriced_lines: set[int] = set()
        self._are_terms_unpriced = False

    @classmethod
    def restore(
        cls,
        header: TransactionHeader,
        lines: Iterable[SaleReturnLineItem],
        tenders: Iterable[TenderLineItem],
        terms: TransactionTerms = NO_TERMS,
    ) -> "RetailTransaction":
        """Return the transaction as it was stored, with nothing to write.

        *lines* come in sequence, without gaps, voided ones included.
        """
        transaction = cls(header)
        transaction._terms = terms
        for line in lines:
            assert line.sequence == len(transaction._lines) + 1, line.sequence
            transaction._lines.append(line)
            transaction._index(line)
            if line.voided_at_ms is None:
                transaction._count(line, +1)
        for tender in tenders:
            transaction._tenders.restore(tender)
        transaction._header_is_new = False
        return transaction

    # What it is and comes to.

    @property
    def transaction_id(self) -> str:
        """Id born when the transaction opened."""
        return self.header.transaction_id

    @property
    def lines(self) -> tuple[SaleReturnLineItem, ...]:
        """All lines in sequence, voided ones included; costs a copy."""
        return tuple(self._lines)

    @property
    def line_count(self) -> int:
        """All lines ever rung up."""
        return len(self._lines)

    @property
    def tenders(self) -> tuple[TenderLineItem, ...]:
        """Tenders in the order given."""
        return tuple(self._tenders.items)

    @property
    def item_count(self) -> int:
        """Lines that count."""
        return self._item_count

    @property
    def quantity_micro(self) -> int:
        """Signed sum of the quantities that count, over all units."""
        return self._quantity_micro

    @property
    def subtotal_minor(self) -> int:
        """Signed sum of the line amounts; includes tax when prices do."""
        return self._subtotal_minor

    @property
    def terms(self) -> TransactionTerms:
        """What belongs to it as a whole, e.g. member and coupons."""
        return self._terms

    @property
    def discount_minor(self) -> int:
        """Signed sum of promotions and manual modifiers; negative lowers a sale."""
        return self._discount_minor

    @property
    def tax_minor(self) -> int:
        """Signed taxes of the document, included or added."""
        return self._taxes.tax_minor

    @property
    def total_minor(self) -> int:
        """Signed total, tax included; the rounding of cash is not in it."""
        return self._subtotal_minor + self._taxes.added_minor

    @property
    def rounding_minor(self) -> int:
        """What the rounding of cash added to the total; 0 until cash closes it."""
        return self._tenders.rounding_minor

    @property
    def tendered_minor(self) -> int:
        """Net signed sum of the tenders."""
        return self._tenders.amount_minor

    @property
    def due_minor(self) -> int:
        """What is still to be given; negative when tender must go back."""
        tenders = self._tenders
        return self.total_minor + tenders.rounding_minor - tenders.amount_minor

    @property
    def cash_due_minor(self) -> int:
        """What is still to be given if cash closes the balance."""
        return self._tenders.cash_rounded(self.due_minor)

    @property
    def change_minor(self) -> int:
        """Change of all tenders, not negative."""
        return self._tenders.change_minor

    def line(self, sequence: int) -> SaleReturnLineItem:
        """Return the line, voided or not.

        Raises:
            UnknownLineError: there is no such line.
        """
        if not 1 <= sequence <= len(self._lines):
            raise UnknownLineError(
                f"the transaction has no line {sequence}; choose one of the list",
                line_sequence=sequence,
            )
        return self._lines[sequence - 1]

    @property
    def tax_policy(self) -> TaxPolicy:
        """The named choices of its taxes."""
        return self._taxes.policy

    def base_quantity_of(self, item_id: str) -> int:
        """Return how much of an item is sold here, in millionths of base units."""
        return self._base_quantities.get(item_id, 0)

    def linked_lines(self, sequence: int) -> tuple[int, ...]:
        """Return the lines that follow a line and count."""
        return tuple(
            child
            for child in self._linked.get(sequence, ())
            if self._lines[child - 1].voided_at_ms is None
        )

    # Lines.

    def add_item(
        self,
        item: CatalogItem,
        quantity_micro: int,
        keyed_price_micro: int | None = None,
        *,
        quote: PriceQuote | None = None,
        details: LineDetails = NO_DETAILS,
    ) -> SaleReturnLineItem:
        """Ring up goods that leave.

        Args:
            item: The identity that was scanned.
            quantity_micro: Above zero.
            keyed_price_micro: Keyed by the operator; wins over *quote*.
            quote: Price of a price list or a label; None for the item's own.
            details: What else is known of the goods.

        Raises:
            DomainError: quantity, price or size is refused; nothing changed.
        """
        require_quantity(quantity_micro)
        line = new_line(
            item,
            quantity_micro,
            keyed_price_micro,
            quote,
            details,
            sequence=len(self._lines) + 1,
            currency=self.header.currency,
        )
        if details.linked_to is not None:
            self._counting_line(details.linked_to)
        return self._append(line)

    def add_return_without_receipt(
        self,
        item: CatalogItem,
        quantity_micro: int,
        reason: str,
        keyed_price_micro: int | None = None,
        *,
        quote: PriceQuote | None = None,
        details: LineDetails = NO_DETAILS,
    ) -> SaleReturnLineItem:
        """Take goods back at today's or a keyed price.

        Raises:
            DomainError: quantity, price or size is refused; nothing changed.
        """
        require_quantity(quantity_micro)
        line = new_line(
            item,
            -quantity_micro,
            keyed_price_micro,
            quote,
            details,
            sequence=len(self._lines) + 1,
            currency=self.header.currency,
            reason=reason,
        )
        if details.linked_to is not None:
            self._counting_line(details.linked_to)
        return self._append(line)

    def add_return_of(
        self,
        original: FinishedTransaction,
        line_sequence: int,
        quantity_micro: int,
        *,
        linked_to: int | None = None,
    ) -> SaleReturnLineItem:
        """Take goods back for what was paid.

        Args:
            original: The transaction that sold them.
            line_sequence: Line of that transaction.
            quantity_micro: Above zero, at most what is left.
            linked_to: Line of this transaction whose voiding the new one follows.

        Amount, modifiers and taxes are differences of cumulative shares: whatever
        the parts in which a line comes back, they add up to what was paid for it.

        Raises:
            ReturnExceedsSoldError: more than is left of the line.
            DomainError: the line cannot come back; nothing changed.
        """
        require_quantity(quantity_micro)
        header = self.header
        sold = returnable_line(
            original, line_sequence, header.currency, header.tax_mode
        )
        self._require_originals(original.event_id)
        return_of = OriginalLine(original.event_id, line_sequence)
        return self._append(
            returned_line(
                sold,
                quantity_micro,
                self._returning.get(return_of) or Returned(),
                return_of=return_of,
                sequence=len(self._lines) + 1,
                linked_to=linked_to,
            )
        )

    def change_quantity(self, sequence: int, quantity_micro: int) -> SaleReturnLineItem:
        """Replace a line's quantity and price it again at its own unit price.

        Lines that are linked to it follow in proportion.

        Args:
            sequence: A line that counts.
            quantity_micro: Above zero; a return stays a return.

        Raises:
            LineFixedError: the line is a return with a receipt, has the price of
                its label or follows another line.
            DomainError: refused; nothing changed.
        """
        require_quantity(quantity_micro)
        self._require_no_tender()
        old = self._counting_line(sequence)
        require_free(old, "quantity")
        currency = self.header.currency
        new = with_quantity(old, quantity_micro, currency)
        linked = [
            with_quantity(
                child,
                divide_rounded(quantity_micro * child.linked_micro, MICRO),
                currency,
            )
            for child in map(self.line, self.linked_lines(sequence))
        ]
        self._replace_lines([new, *linked])
        return new

    def override_price(
        self,
        sequence: int,
        unit_price_micro: int,
        reason: str,
        authorised_by: str | None = None,
    ) -> SaleReturnLineItem:
        """Give a line another unit price than the item's.

        Limits and permissions are the use case's business.

        Raises:
            LineFixedError: the line is a return with a receipt.
            DomainError: refused; nothing changed.
        """
        require_unit_price(unit_price_micro)
        self._require_no_tender()
        old = self._counting_line(sequence)
        if old.return_of is not None:
            raise fixed_error(old, "price")
        new = with_override(
            old,
            unit_price_micro,
            reason,
            authorised_by,
            currency=self.header.currency,
        )
        self._replace_lines([new])
        return new

    def set_line_manual(
        self, sequence: int, manual: ManualModifier | None
    ) -> SaleReturnLineItem:
        """Give something off a line, or with None take that back.

        What it comes to is the pricer's business.

        Raises:
            LineFixedError: the line is a return, or may not be discounted.
            DomainError: refused; nothing changed.
        """
        self._require_no_tender()
        old = self._counting_line(sequence)
        if manual is not None and old.kind is not LineKind.SALE:
            raise fixed_error(old, "amount")
        if manual is not None and not old.is_discountable:
            raise LineFixedError(
                f"{old.description} may not be discounted", line_sequence=sequence
            )
        new = msgspec.structs.replace(old, manual=manual)
        self._replace_lines([new])
        return new

    def void_line(self, sequence: int, voided_at_ms: int) -> SaleReturnLineItem:
        """Make a line count in nothing; it and the lines linked to it stay.

        Raises:
            UnknownLineError: there is no such line, or it is voided already.
            LineFixedError: the line follows another one that counts.
            TenderStartedError: tender lies on the counter.
        """
        self._require_no_tender()
        old = self._counting_line(sequence)
        if old.linked_to is not None and not self.line(old.linked_to).is_voided:
            raise fixed_error(old, "voiding")
        new = msgspec.structs.replace(old, voided_at_ms=voided_at_ms)
        linked = [
            msgspec.structs.replace(child, voided_at_ms=voided_at_ms)
            for child in map(self.line, self.linked_lines(sequence))
        ]
        self._replace_lines([new, *linked])
        return new

    # What belongs to the whole; the pricer says what it changes.

    def set_member(self, member: Member | None) -> None:
        """Say who buys.

        Raises:
            TenderStartedError: tender lies on the counter.
        """
        self._change_terms(member=member)

    def set_coupons(self, coupons: tuple[str, ...]) -> None:
        """Replace the coupons that were entered; see :meth:`set_member`."""
        self._change_terms(coupons=coupons)

    def set_manual(self, manual: ManualModifier | None) -> None:
        """Give something off the whole transaction, or with None take it back."""
        self._change_terms(manual=manual)

    def choose_tender(self, method: str | None) -> None:
        """Say how the customer will pay, before it is taken."""
        if method != self._terms.tender:
            self._change_terms(tender=method)

    def set_exemption(self, exemption: TaxExemption | None) -> None:
        """Say that no tax is due, or with None that it is.

        Returns with a receipt keep the taxes of their receipt. Costs as much as
        the transaction has lines.

        Raises:
            TenderStartedError: tender lies on the counter.
        """
        self._require_no_tender()
        counting = [line for line in self._lines if line.voided_at_ms is None]
        for line in counting:
            self._count_tax(line, -1)
        self._change_terms(exemption=exemption)
        for line in counting:
            self._count_tax(line, +1)

    # Pricing.

    @property
    def unpriced_lines(self) -> tuple[int, ...]:
        """Lines that changed, voided ones too, since they were priced."""
        return tuple(sorted(self._unpriced_lines))

    @property
    def are_terms_unpriced(self) -> bool:
        """Whether member, coupons, … changed since they were priced."""
        return self._are_terms_unpriced

    @property
    def priced_items(self) -> tuple[str, ...]:
        """Items that price lists may price."""
        return tuple(self._priced_items)

    def counting_lines(self) -> list[SaleReturnLineItem]:
        """Return the lines that count, in sequence; costs a pass over all."""
        return [line for line in self._lines if line.voided_at_ms is None]

    def quoted(self, line: SaleReturnLineItem, quote: PriceQuote) -> SaleReturnLineItem:
        """Return the line at another unit price, without modifiers; changes nothing.

        Raises:
            DomainError: the price or the amount is too large.
        """
        return with_quote(line, quote, self.header.currency)

    def priced_lines_of(self, item_id: str) -> tuple[int, ...]:
        """Return the counting sale lines of an item that price lists may price."""
        return tuple(
            sequence
            for sequence in self._priced_items.get(item_id, ())
            if self._lines[sequence - 1].voided_at_ms is None
        )

    def apply_pricing(
        self, lines: Mapping[int, LinePricing], outcome: PricingOutcome | None = None
    ) -> tuple[int, ...]:
        """Take over what the pricer found; nothing is unpriced after it.

        Args:
            lines: By sequence, lines that count; others keep price and modifiers.
            outcome: What it found besides; None keeps what is there.

        Returns:
            The lines that changed, in sequence.

        Raises:
            InvalidAmountError: modifiers would turn a line's sign.
            DomainError: refused; nothing changed.
        """
        changed: list[SaleReturnLineItem] = []
        for sequence in sorted(lines):
            old = self._counting_line(sequence)
            new = with_pricing(old, lines[sequence], self.header.currency)
            if new is not old:
                changed.append(new)
        if changed:
            self._replace_lines(changed)
        if outcome is not None and outcome != self._terms.outcome:
            self._terms = msgspec.structs.replace(self._terms, outcome=outcome)
            self._terms_changed = True
        self._unpriced_lines.clear()
        self._are_terms_unpriced = False
        return tuple(line.sequence for line in changed)

    # Tenders.

    def tender_cash(
        self,
        given_minor: int | None,
        *,
        refund_max_minor: int | None = None,
        is_refund_exact: bool = False,
    ) -> TenderLineItem:
        """Take cash, or give it back when the total is negative.

        Cash that closes the balance is rounded by the rule of the header.

        Args:
            given_minor: What lies on the counter; more than due gives change, less
                leaves a rest. None means exactly what is due, in either direction.
            refund_max_minor: Cash that may go back at most, whatever the rounding:
                what the receipt's cash took and did not give back yet.
            is_refund_exact: All of that goes back: the rounding of the receipt is
                mirrored, not made anew.

        Raises:
            NothingDueError: nothing is due.
            InvalidAmountError: not above zero, out of bounds, or a refund was
                given an amount.
        """
        return self._tenders.take_cash(
            self.due_minor,
            self._terms,
            given_minor,
            refund_max_minor=refund_max_minor,
            is_refund_exact=is_refund_exact,
        )

    def tender_foreign_cash(
        self, rate: ExchangeRate, foreign_minor: int
    ) -> TenderLineItem:
        """Take cash of another currency; change is given in the store's.

        Args:
            rate: Rate of the day.
            foreign_minor: What lies on the counter, in its own minor units.

        Raises:
            NothingDueError: nothing is due.
            DomainError: money goes back, or the amount is refused.
        """
        return self._tenders.take_foreign_cash(
            self.due_minor, self._terms, rate, foreign_minor
        )

    def tender(self, method: str, amount_minor: int | None) -> TenderLineItem:
        """Take a tender that gives no change, or give it back.

        Args:
            method: Any but cash, e.g. ``card_manual`` or ``voucher``.
            amount_minor: At most what is due, with the sign of what is due. None
                means all of it.

        Raises:
            NothingDueError: nothing is due.
            InvalidAmountError: more than is due, or of the wrong sign.
        """
        return self._tenders.take(self.due_minor, self._terms, method, amount_minor)

    def remove_tender(self, sequence: int) -> TenderLineItem:
        """Take a tender out again, with its rounding.

        Raises:
            UnknownTenderError: there is no such tender.
        """
        return self._tenders.remove(sequence)

    # Completion.

    def taxes(self) -> Completion:
        """Return the taxes of the document and of each line as they stand now.

        Costs as much as the transaction has lines.
        """
        return completion_of(self._lines, self._taxes, self._terms.exemption)

    def complete(self) -> Completion:
        """Check that the transaction balances and allocate its tax to lines.

        Changes nothing; costs as much as the transaction has lines.

        Raises:
            NothingToCompleteError: no line counts.
            BalanceDueError: tender is missing, or must be given back.
        """
        if self._item_count == 0:
            raise NothingToCompleteError(
                "every line is voided; cancel the transaction instead"
            )
        due = self.due_minor
        if due != 0:
            raise BalanceDueError(
                "the transaction is not paid; take the rest that is due"
                if due > 0
                else "money must go back; give the refund first",
                due_minor=due,
            )
        completion = self.taxes()
        assert_balanced(
            completion,
            self._lines,
            self._tenders.items,
            subtotal_minor=self._subtotal_minor,
            tax_minor=self._taxes.tax_minor,
            payable_minor=self.total_minor + self._tenders.rounding_minor,
        )
        return completion

    @property
    def saved_lines(self) -> tuple[int, ...]:
        """Lines that the last :meth:`take_changes` returned, in sequence."""
        return self._saved_lines

    def take_changes(self) -> TransactionChanges:
        """Return what changed since the last call, and forget it."""
        self._saved_lines = tuple(sorted(self._changed_lines))
        changes = TransactionChanges(
            header=self.header if self._header_is_new else None,
            lines=tuple(self._lines[n - 1] for n in self._saved_lines),
            tenders=self._tenders.take_changes(),
            terms=self._terms if self._terms_changed else None,
        )
        self._header_is_new = False
        self._terms_changed = False
        self._changed_lines.clear()
        return changes

    def _append(self, line: SaleReturnLineItem) -> SaleReturnLineItem:
        self._require_no_tender()
        if len(self._lines) >= LINES_MAX:
            raise TransactionTooLargeError(
                f"a transaction takes at most {LINES_MAX} lines; complete it and open"
                " another",
                limit=LINES_MAX,
            )
        self._require_size(line.amount_minor)
        self._count(line, +1)
        self._lines.append(line)
        self._index(line)
        self._changed_lines.add(line.sequence)
        self._unpriced_lines.add(line.sequence)
        return line

    def _replace_lines(self, lines: list[SaleReturnLineItem]) -> None:
        """Put changed lines in the place of the old ones, all or none."""
        self._require_no_tender()
        self._require_size(
            sum(
                (line.amount_minor if line.voided_at_ms is None else 0)
                - self._lines[line.sequence - 1].amount_minor
                for line in lines
            )
        )
        for line in lines:
            self._count(self._lines[line.sequence - 1], -1)
            if line.voided_at_ms is None:
                self._count(line, +1)
            self._lines[line.sequence - 1] = line
            self._changed_lines.add(line.sequence)
            self._unpriced_lines.add(line.sequence)

    def _change_terms(self, **changes: object) -> None:
        self._require_no_tender()
        self._terms = msgspec.structs.replace(self._terms, **changes)
        self._terms_changed = True
        self._are_terms_unpriced = True

    def _index(self, line: SaleReturnLineItem) -> None:
        """Remember where a new line stands; what it counts is :meth:`_count`'s."""
        if line.linked_to is not None:
            self._linked.setdefault(line.linked_to, []).append(line.sequence)
        if line.has_prices and line.kind is LineKind.SALE:
            self._priced_items.setdefault(line.item_id, []).append(line.sequence)

    def _count(self, line: SaleReturnLineItem, sign: int) -> None:
        """Add a line to the running sums, or with sign -1 take it out."""
        self._item_count += sign
        self._quantity_micro += sign * line.quantity_micro
        self._subtotal_minor += sign * line.amount_minor
        if line.modifiers:
            self._discount_minor += sign * discount_of(line.modifiers)
        if line.kind is LineKind.SALE:
            quantity = line.quantity_micro
            if line.base_quantity_micro != MICRO:
                quantity = quantity * line.base_quantity_micro // MICRO
            sums = self._base_quantities
            sums[line.item_id] = sums.get(line.item_id, 0) + sign * quantity
        self._count_tax(line, sign)
        if line.return_of is not None:
            self._originals.add(line.return_of.event_id)
            self._returning.setdefault(line.return_of, Returned()).count(
                -sign * line.quantity_micro,
                -sign * line.amount_minor,
                [-sign * tax.tax_minor for tax in line.fixed_taxes or ()],
            )

    def _count_tax(self, line: SaleReturnLineItem, sign: int) -> None:
        taxes, amount = self._taxes, line.amount_minor
        if line.fixed_taxes is not None:
            count_fixed = taxes.add_fixed if sign > 0 else taxes.remove_fixed
            count_fixed(line.fixed_taxes, amount, line.tax_group)
        elif sign > 0:
            taxes.add(self._group_of(line), amount, line.quantity_micro)
        else:
            taxes.remove(self._group_of(line), amount, line.quantity_micro)

    def _group_of(self, line: SaleReturnLineItem) -> TaxGroup:
        group = line.tax_group
        return group if self._terms.exemption is None else exempt_group(group)

    def _require_originals(self, event_id: str) -> None:
        if event_id not in self._originals and len(self._originals) >= ORIGINALS_MAX:
            raise TransactionTooLargeError(
                f"a transaction takes goods of at most {ORIGINALS_MAX} receipts back;"
                " complete it and open another",
                limit=ORIGINALS_MAX,
            )

    def _counting_line(self, sequence: int) -> SaleReturnLineItem:
        line = self.line(sequence)
        if line.voided_at_ms is not None:
            raise UnknownLineError(
                f"line {sequence} is voided already; choose another",
                line_sequence=sequence,
            )
        return line

    def _require_no_tender(self) -> None:
        if self._tenders.items:
            raise TenderStartedError(
                "tender was given already; remove it before changing lines"
            )

    def _require_size(self, added_minor: int) -> None:
        if abs(self._subtotal_minor + added_minor) > TOTAL_MINOR_MAX:
            raise TransactionTooLargeError(
                "the total is too large; complete the transaction and open another"
            )

"""The open retail transaction: lines, tenders and what they come to.

Totals are kept incrementally: a line costs the same at line 1 and at line 1,114.
Tax is computed per rate on the sum of the document, so a line changes the tax of
its own rate only; it is allocated to lines once, at completion.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

import msgspec

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import (
    BalanceDueError,
    InvalidAmountError,
    LineFixedError,
    NothingDueError,
    NothingToCompleteError,
    NotReturnableError,
    PriceRequiredError,
    ReturnExceedsSoldError,
    TenderStartedError,
    TransactionTooLargeError,
    UnknownLineError,
    UnknownTenderError,
)
from terminal.domain.money import (
    AMOUNT_MINOR_MAX,
    RATE_PPM_ONE,
    Currency,
    allocate_shares,
    line_amount,
    require_unit_price,
    share_of,
    tax_of,
)
from terminal.domain.quantity import format_quantity, require_quantity
from terminal.domain.tender.tender_line_item import CASH, TenderLineItem
from terminal.domain.transaction.finished_transaction import (
    FinishedLine,
    FinishedTransaction,
)
from terminal.domain.transaction.line_item import (
    LineKind,
    OriginalLine,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.domain.transaction.tax_line_item import TaxLineItem

# The longest real transaction known to us has 1,114 lines.
LINES_MAX: Final = 5_000

# Ten of the largest lines; keeps every total below 2^53.
TOTAL_MINOR_MAX: Final = 10 * AMOUNT_MINOR_MAX

TENDERS_MAX: Final = 50

# Each is a dependency in the event's header, whose size is bounded.
ORIGINALS_MAX: Final = 100


class TaxMode(StrEnum):
    """Whether prices include tax; fixed while a transaction is open."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class TransactionHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What is fixed when a transaction opens.

    Attributes:
        transaction_id: Becomes the event id of the completed sale.
        source_reference: Id given by an outside log, or None.
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


class TransactionChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What a store must write to keep up with a transaction.

    Attributes:
        header: Only when the transaction was never stored.
        lines: New and changed lines.
        tenders: All tenders when any changed, else None.
    """

    header: TransactionHeader | None
    lines: tuple[SaleReturnLineItem, ...]
    tenders: tuple[TenderLineItem, ...] | None


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """The tax of a balanced transaction.

    Attributes:
        taxes: One row a rate, by rate id.
        line_taxes: Tax of each line, in the order of ``lines``; 0 when voided.
    """

    taxes: tuple[TaxLineItem, ...]
    line_taxes: tuple[int, ...]


class _RateSum:
    """Running sums of one tax rate.

    Attributes:
        amount: Signed sum of the lines that share in the document's tax.
        tax: Tax of ``amount``, rounded once.
        fixed_amount: Signed sum of the lines with a tax of their own.
        fixed_tax: Their tax.
        lines: Lines that count.
    """

    __slots__ = ("amount", "fixed_amount", "fixed_tax", "lines", "tax")

    def __init__(self) -> None:
        self.amount = 0
        self.tax = 0
        self.fixed_amount = 0
        self.fixed_tax = 0
        self.lines = 0


class _Returning:
    """What this transaction takes back of one sold line, as positive numbers."""

    __slots__ = ("amount", "quantity_micro", "tax")

    def __init__(self) -> None:
        self.quantity_micro = 0
        self.amount = 0
        self.tax = 0


class RetailTransaction:
    """A sale, a return or both, until it is completed or cancelled.

    Lines and tenders are values that are replaced, so what a caller was given
    never changes under its hands. Each method either does all of its work or
    raises and changes nothing.
    """

    __slots__ = (
        "_change_minor",
        "_changed_lines",
        "_header_is_new",
        "_is_inclusive",
        "_item_count",
        "_lines",
        "_originals",
        "_quantity_micro",
        "_rates",
        "_returning",
        "_subtotal_minor",
        "_tax_minor",
        "_tendered_minor",
        "_tenders",
        "_tenders_changed",
        "header",
    )

    def __init__(self, header: TransactionHeader) -> None:
        self.header = header
        self._is_inclusive = header.tax_mode is TaxMode.INCLUSIVE
        self._lines: list[SaleReturnLineItem] = []
        self._tenders: list[TenderLineItem] = []
        self._rates: dict[tuple[str, int], _RateSum] = {}
        self._returning: dict[OriginalLine, _Returning] = {}
        self._originals: set[str] = set()
        self._item_count = 0
        self._quantity_micro = 0
        self._subtotal_minor = 0
        self._tax_minor = 0
        self._tendered_minor = 0
        self._change_minor = 0
        self._header_is_new = True
        self._tenders_changed = False
        self._changed_lines: set[int] = set()

    @classmethod
    def restore(
        cls,
        header: TransactionHeader,
        lines: Iterable[SaleReturnLineItem],
        tenders: Iterable[TenderLineItem],
    ) -> "RetailTransaction":
        """Return the transaction as it was stored, with nothing to write.

        *lines* come in sequence, without gaps, voided ones included.
        """
        transaction = cls(header)
        for line in lines:
            assert line.sequence == len(transaction._lines) + 1, line.sequence
            transaction._lines.append(line)
            if line.voided_at_ms is None:
                transaction._count(line, +1)
        for tender in tenders:
            transaction._tenders.append(tender)
            transaction._tendered_minor += tender.amount_minor
            transaction._change_minor += tender.change_minor
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
        return tuple(self._tenders)

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
    def tax_minor(self) -> int:
        """Signed tax of the document."""
        return self._tax_minor

    @property
    def total_minor(self) -> int:
        """Signed total, tax included."""
        if self._is_inclusive:
            return self._subtotal_minor
        return self._subtotal_minor + self._tax_minor

    @property
    def tendered_minor(self) -> int:
        """Net signed sum of the tenders."""
        return self._tendered_minor

    @property
    def due_minor(self) -> int:
        """What is still to be given; negative when tender must go back."""
        return self.total_minor - self._tendered_minor

    @property
    def change_minor(self) -> int:
        """Change of all tenders, not negative."""
        return self._change_minor

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

    # Lines.

    def add_item(
        self,
        item: CatalogItem,
        quantity_micro: int,
        keyed_price_micro: int | None = None,
    ) -> SaleReturnLineItem:
        """Ring up goods that leave.

        Raises:
            DomainError: quantity, price or size is refused; nothing changed.
        """
        require_quantity(quantity_micro)
        price, source = _price_of(item, keyed_price_micro)
        amount = line_amount(quantity_micro, price, self.header.currency)
        return self._append(
            SaleReturnLineItem(
                sequence=len(self._lines) + 1,
                kind=LineKind.SALE,
                item_id=item.item_id,
                scan_code=item.scan_code,
                description=item.description,
                quantity_micro=quantity_micro,
                unit=item.unit,
                unit_price_micro=price,
                price_source=source,
                extended_minor=amount,
                amount_minor=amount,
                tax_rate_id=item.tax_group.tax_group_id,
                tax_rate_ppm=_single_rate_ppm(item),
            )
        )

    def add_return_without_receipt(
        self,
        item: CatalogItem,
        quantity_micro: int,
        reason: str,
        keyed_price_micro: int | None = None,
    ) -> SaleReturnLineItem:
        """Take goods back at today's or a keyed price.

        Raises:
            DomainError: quantity, price or size is refused; nothing changed.
        """
        require_quantity(quantity_micro)
        price, source = _price_of(item, keyed_price_micro)
        amount = -line_amount(quantity_micro, price, self.header.currency)
        return self._append(
            SaleReturnLineItem(
                sequence=len(self._lines) + 1,
                kind=LineKind.RETURN,
                item_id=item.item_id,
                scan_code=item.scan_code,
                description=item.description,
                quantity_micro=-quantity_micro,
                unit=item.unit,
                unit_price_micro=price,
                price_source=source,
                extended_minor=amount,
                amount_minor=amount,
                tax_rate_id=item.tax_group.tax_group_id,
                tax_rate_ppm=_single_rate_ppm(item),
                reason=reason,
            )
        )

    def add_return_of(
        self, original: FinishedTransaction, line_sequence: int, quantity_micro: int
    ) -> SaleReturnLineItem:
        """Take goods back for what was paid.

        The amount is the difference of cumulative shares: whatever the parts in
        which a line comes back, they add up to what was paid for it, and so does
        their tax.

        Raises:
            ReturnExceedsSoldError: more than is left of the line.
            DomainError: the line cannot come back; nothing changed.
        """
        require_quantity(quantity_micro)
        sold = self._returnable_line(original, line_sequence)
        self._require_originals(original.event_id)
        key = OriginalLine(original.event_id, line_sequence)
        here = self._returning.get(key) or _Returning()
        returned_micro = sold.returned_micro + here.quantity_micro
        left_micro = sold.quantity_micro - returned_micro
        if quantity_micro > left_micro:
            raise ReturnExceedsSoldError(
                f"only {format_quantity(left_micro)} of line {line_sequence} is left to"
                " return; reduce the quantity",
                line_sequence=line_sequence,
                left_micro=left_micro,
            )
        cumulative_micro = returned_micro + quantity_micro
        amount = _cumulative_part(
            sold.amount_minor,
            cumulative_micro,
            sold.quantity_micro,
            sold.returned_minor + here.amount,
        )
        tax = _cumulative_part(
            sold.tax_minor,
            cumulative_micro,
            sold.quantity_micro,
            sold.returned_tax_minor + here.tax,
        )
        return self._append(
            SaleReturnLineItem(
                sequence=len(self._lines) + 1,
                kind=LineKind.RETURN,
                item_id=sold.item_id,
                scan_code=sold.scan_code,
                description=sold.description,
                quantity_micro=-quantity_micro,
                unit=sold.unit,
                unit_price_micro=sold.unit_price_micro,
                price_source=PriceSource.RECEIPT,
                extended_minor=-amount,
                amount_minor=-amount,
                tax_rate_id=sold.tax_rate_id,
                tax_rate_ppm=sold.tax_rate_ppm,
                fixed_tax_minor=-tax,
                return_of=key,
            )
        )

    def change_quantity(self, sequence: int, quantity_micro: int) -> SaleReturnLineItem:
        """Replace a line's quantity and price it again at its own unit price.

        Args:
            sequence: A line that counts.
            quantity_micro: Above zero; a return stays a return.

        Raises:
            LineFixedError: the line is a return with a receipt.
            DomainError: refused; nothing changed.
        """
        require_quantity(quantity_micro)
        self._require_no_tender()
        old = self._counting_line(sequence)
        if old.return_of is not None:
            raise LineFixedError(
                "the quantity of a return with a receipt is fixed; void the line and"
                " return it again",
                line_sequence=sequence,
            )
        sign = 1 if old.kind is LineKind.SALE else -1
        amount = sign * line_amount(
            quantity_micro, old.unit_price_micro, self.header.currency
        )
        new = msgspec.structs.replace(
            old,
            quantity_micro=sign * quantity_micro,
            extended_minor=amount,
            amount_minor=amount,
        )
        self._require_size(new.amount_minor - old.amount_minor)
        self._count(old, -1)
        self._count(new, +1)
        self._lines[sequence - 1] = new
        self._changed_lines.add(sequence)
        return new

    def void_line(self, sequence: int, voided_at_ms: int) -> SaleReturnLineItem:
        """Make a line count in nothing; it stays where it is.

        Raises:
            UnknownLineError: there is no such line, or it is voided already.
            TenderStartedError: tender lies on the counter.
        """
        self._require_no_tender()
        old = self._counting_line(sequence)
        new = msgspec.structs.replace(old, voided_at_ms=voided_at_ms)
        self._count(old, -1)
        self._lines[sequence - 1] = new
        self._changed_lines.add(sequence)
        return new

    # Tenders.

    def tender_cash(self, given_minor: int | None) -> TenderLineItem:
        """Take cash, or give it back when the total is negative.

        Args:
            given_minor: What lies on the counter; more than due gives change, less
                leaves a rest. None means exactly what is due, in either direction.

        Raises:
            NothingDueError: nothing is due.
            InvalidAmountError: not above zero, out of bounds, or a refund was
                given an amount.
        """
        due = self.due_minor
        if due == 0:
            raise NothingDueError("nothing is due; complete the transaction")
        if due < 0 and given_minor is not None:
            raise InvalidAmountError(
                "a refund pays back exactly what is due; leave the amount empty",
                due_minor=due,
            )
        given = due if given_minor is None else given_minor
        if given_minor is not None and not 0 < given <= TOTAL_MINOR_MAX:
            raise InvalidAmountError(
                "the amount must be above zero; key what was given",
                given_minor=given,
            )
        if len(self._tenders) >= TENDERS_MAX:
            raise TransactionTooLargeError(
                f"a transaction takes at most {TENDERS_MAX} tenders; remove some",
                limit=TENDERS_MAX,
            )
        change = max(given - due, 0) if due > 0 else 0
        tender = TenderLineItem(
            sequence=self._tenders[-1].sequence + 1 if self._tenders else 1,
            method=CASH,
            amount_minor=given - change,
            given_minor=given,
            change_minor=change,
        )
        self._tenders.append(tender)
        self._tendered_minor += tender.amount_minor
        self._change_minor += change
        self._tenders_changed = True
        return tender

    def remove_tender(self, sequence: int) -> TenderLineItem:
        """Take a tender out again.

        Raises:
            UnknownTenderError: there is no such tender.
        """
        for index, tender in enumerate(self._tenders):
            if tender.sequence == sequence:
                del self._tenders[index]
                self._tendered_minor -= tender.amount_minor
                self._change_minor -= tender.change_minor
                self._tenders_changed = True
                return tender
        raise UnknownTenderError(
            f"the transaction has no tender {sequence}; choose one of the list",
            tender_sequence=sequence,
        )

    # Completion.

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
        completion = Completion(taxes=self._taxes(), line_taxes=self._line_taxes())
        self._assert_balanced(completion)
        return completion

    def take_changes(self) -> TransactionChanges:
        """Return what changed since the last call, and forget it."""
        changes = TransactionChanges(
            header=self.header if self._header_is_new else None,
            lines=tuple(self._lines[n - 1] for n in sorted(self._changed_lines)),
            tenders=tuple(self._tenders) if self._tenders_changed else None,
        )
        self._header_is_new = False
        self._changed_lines.clear()
        self._tenders_changed = False
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
        self._changed_lines.add(line.sequence)
        return line

    def _count(self, line: SaleReturnLineItem, sign: int) -> None:
        """Add a line to the running sums, or with sign -1 take it out."""
        amount = sign * line.amount_minor
        self._item_count += sign
        self._quantity_micro += sign * line.quantity_micro
        self._subtotal_minor += amount
        key = (line.tax_rate_id, line.tax_rate_ppm)
        rate = self._rates.get(key)
        if rate is None:
            rate = self._rates[key] = _RateSum()
        rate.lines += sign
        if line.fixed_tax_minor is None:
            rate.amount += amount
            tax = tax_of(rate.amount, line.tax_rate_ppm, inclusive=self._is_inclusive)
            self._tax_minor += tax - rate.tax
            rate.tax = tax
        else:
            rate.fixed_amount += amount
            rate.fixed_tax += sign * line.fixed_tax_minor
            self._tax_minor += sign * line.fixed_tax_minor
        if line.return_of is not None:
            self._count_return(line, line.return_of, sign)

    def _count_return(
        self, line: SaleReturnLineItem, key: OriginalLine, sign: int
    ) -> None:
        self._originals.add(key.event_id)
        here = self._returning.setdefault(key, _Returning())
        here.quantity_micro -= sign * line.quantity_micro
        here.amount -= sign * line.amount_minor
        here.tax -= sign * (line.fixed_tax_minor or 0)

    def _returnable_line(
        self, original: FinishedTransaction, line_sequence: int
    ) -> FinishedLine:
        if original.voided_by is not None:
            raise NotReturnableError(
                "the transaction was voided; nothing of it can come back"
            )
        if (original.currency, original.tax_mode) != (
            self.header.currency.code,
            self.header.tax_mode.value,
        ):
            raise NotReturnableError(
                "the receipt has another currency or tax mode; return the goods"
                " without the receipt"
            )
        if not 1 <= line_sequence <= len(original.lines):
            raise UnknownLineError(
                f"the receipt has no line {line_sequence}; choose one of its list",
                line_sequence=line_sequence,
            )
        line = original.lines[line_sequence - 1]
        if line.is_voided or line.kind is not LineKind.SALE:
            raise NotReturnableError(
                f"line {line_sequence} sold nothing that could come back",
                line_sequence=line_sequence,
            )
        return line

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
        if self._tenders:
            raise TenderStartedError(
                "tender was given already; remove it before changing lines"
            )

    def _require_size(self, added_minor: int) -> None:
        if abs(self._subtotal_minor + added_minor) > TOTAL_MINOR_MAX:
            raise TransactionTooLargeError(
                "the total is too large; complete the transaction and open another"
            )

    def _taxes(self) -> tuple[TaxLineItem, ...]:
        taxes = []
        for (rate_id, rate_ppm), rate in sorted(self._rates.items()):
            if rate.lines == 0:
                continue
            tax = rate.tax + rate.fixed_tax
            amount = rate.amount + rate.fixed_amount
            taxes.append(
                TaxLineItem(
                    tax_rate_id=rate_id,
                    tax_rate_ppm=rate_ppm,
                    taxable_minor=amount - tax if self._is_inclusive else amount,
                    tax_minor=tax,
                )
            )
        return tuple(taxes)

    def _line_taxes(self) -> tuple[int, ...]:
        taxes = [0] * len(self._lines)
        sharing: dict[tuple[str, int], list[int]] = {}
        for index, line in enumerate(self._lines):
            if line.voided_at_ms is not None:
                continue
            if line.fixed_tax_minor is not None:
                taxes[index] = line.fixed_tax_minor
            else:
                key = (line.tax_rate_id, line.tax_rate_ppm)
                sharing.setdefault(key, []).append(index)
        for key, indexes in sharing.items():
            rate_ppm = key[1]
            base = RATE_PPM_ONE + rate_ppm if self._is_inclusive else RATE_PPM_ONE
            shares = [self._lines[index].amount_minor * rate_ppm for index in indexes]
            parts = allocate_shares(self._rates[key].tax, shares, base)
            for index, part in zip(indexes, parts, strict=True):
                taxes[index] = part
        return tuple(taxes)

    def _assert_balanced(self, completion: Completion) -> None:
        """Check the running sums against the lines, by the other path."""
        counting = [line for line in self._lines if line.voided_at_ms is None]
        subtotal = sum(line.amount_minor for line in counting)
        tax = sum(row.tax_minor for row in completion.taxes)
        total = subtotal if self._is_inclusive else subtotal + tax
        assert subtotal == self._subtotal_minor
        assert tax == self._tax_minor == sum(completion.line_taxes)
        assert sum(row.taxable_minor + row.tax_minor for row in completion.taxes) == (
            total
        )
        assert total == sum(tender.amount_minor for tender in self._tenders)
        assert all(
            tender.amount_minor == tender.given_minor - tender.change_minor
            for tender in self._tenders
        )


def _single_rate_ppm(item: CatalogItem) -> int:
    return sum(component.rate_ppm for component in item.tax_group.components)


def _price_of(
    item: CatalogItem, keyed_price_micro: int | None
) -> tuple[int, PriceSource]:
    if keyed_price_micro is not None:
        require_unit_price(keyed_price_micro)
        return keyed_price_micro, PriceSource.KEYED
    if item.is_open_price:
        raise PriceRequiredError(
            f"{item.description} has no fixed price; key the price",
            item_id=item.item_id,
        )
    require_unit_price(item.unit_price_micro)
    return item.unit_price_micro, PriceSource.CATALOG


def _cumulative_part(whole: int, cumulative: int, quantity: int, before: int) -> int:
    """Return what is to be given back now so that the parts sum to *whole*.

    Parts that were voided in between may leave more given back than the
    cumulative share; then this part is nothing, never the wrong sign.
    """
    return max(share_of(whole, cumulative, quantity) - before, 0)

"""Open and suspended baskets: working state that survives line by line.

A changed line is one row written; nothing else of the basket is touched, so the
thousandth line costs what the first did.
"""

from typing import Final

import msgspec

from structs.decoding import msgpack_decoder
from terminal.application.selling.sale_view import SuspendedView
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_modifier import PriceModifier
from terminal.domain.tax.tax_group import TaxGroup, single_rate
from terminal.domain.tax.tax_line_item import LineTax
from terminal.domain.tender.tender_line_item import TenderLineItem
from terminal.domain.transaction.line_item import (
    LineKind,
    OriginalLine,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.terms import NO_TERMS, TransactionTerms
from terminal.domain.transaction.transaction_header import TransactionHeader
from terminal.persistence.dbapi import Connection

_HEAD_SEQUENCE: Final = 0


class _StoredHead(msgspec.Struct, frozen=True):
    """What belongs to a basket as a whole."""

    header: TransactionHeader
    tenders: tuple[TenderLineItem, ...]
    terms: TransactionTerms = NO_TERMS


class _StoredRest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What few lines have, with the names of its fields; None when nothing."""

    extended_minor: int | None = None
    modifiers: tuple[PriceModifier, ...] = ()
    fixed_taxes: tuple[LineTax, ...] | None = None
    base_quantity_micro: int = 1_000_000
    category: str | None = None
    tags: tuple[str, ...] = ()
    is_weighed: bool = False
    is_discountable: bool = True
    price_list_id: str | None = None
    priced_at_ms: int | None = None
    serial: str | None = None
    lot: str | None = None
    expires_on: str | None = None
    linked_to: int | None = None
    linked_micro: int = 0
    regular_price_micro: int | None = None
    has_prices: bool = False
    manual: ManualModifier | None = None
    price_reason: str | None = None
    price_authorised_by: str | None = None
    age_checked: int = 0
    is_weight_keyed: bool = False
    free_unit_of: str | None = None
    named_receipt: str | None = None


_NO_REST: Final = _StoredRest()

# In place of a regular price: the item has none. Left out, it is the unit price.
_NO_PRICE: Final = -1


class _StoredLine(msgspec.Struct, frozen=True, array_like=True):
    """A line without the names of its fields, which would double its size.

    Fields are only ever added at the end, with a default: an open basket outlives
    an upgrade of the program.
    """

    kind: LineKind
    item_id: str
    scan_code: str
    description: str
    quantity_micro: int
    unit: str
    unit_price_micro: int
    price_source: PriceSource
    amount_minor: int
    tax_rate_id: str
    tax_rate_ppm: int
    fixed_tax_minor: int | None
    voided_at_ms: int | None
    reason: str | None
    return_of: tuple[str, int] | None
    # Since price modifiers; a basket of before has none of it.
    tax_group: TaxGroup | None = None
    rest: _StoredRest | None = None


_encoder: Final = msgspec.msgpack.Encoder()
_head_decoder: Final = msgpack_decoder(_StoredHead)
_line_decoder: Final = msgpack_decoder(_StoredLine)


class SqlBaskets:
    """Implements `Baskets`; keeps the open basket in memory between units."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open: RetailTransaction | None = None
        self._open_no = 0
        self._is_known = False

    def forget(self) -> None:
        """Drop what is in memory: its unit did not commit, so the disk decides."""
        self._open = None
        self._is_known = False

    def open_basket(self) -> RetailTransaction | None:
        """See `Baskets`."""
        if not self._is_known:
            row = self._connection.execute(
                "SELECT basket_no FROM basket_part WHERE sequence = 0"
                " AND basket_no NOT IN (SELECT basket_no FROM suspended_basket)"
                " LIMIT 1"
            ).fetchone()
            self._set_open(None if row is None else int(row[0]))
        return self._open

    def save(self, transaction: RetailTransaction) -> None:
        """See `Baskets`."""
        changes = transaction.take_changes()
        if changes.header is not None:
            assert self.open_basket() is None, "one transaction is open at a time"
            row = self._connection.execute(
                "SELECT ifnull(max(basket_no), 0) + 1 FROM basket_part"
            ).fetchone()
            self._open_no = row[0]
            self._open = transaction
        if (
            changes.header is not None
            or changes.tenders is not None
            or changes.terms is not None
        ):
            head = _StoredHead(
                transaction.header, transaction.tenders, transaction.terms
            )
            self._put(_HEAD_SEQUENCE, _encoder.encode(head))
        for line in changes.lines:
            self._put(line.sequence, _encode_line(line))

    def discard(self, transaction_id: str) -> None:
        """See `Baskets`."""
        basket_no = self._number_of(transaction_id)
        if basket_no is None:
            return
        self._connection.execute(
            "DELETE FROM basket_part WHERE basket_no = ?", (basket_no,)
        )
        if self._open is not None and self._open.transaction_id == transaction_id:
            self._open = None
        else:
            self._connection.execute(
                "DELETE FROM suspended_basket WHERE basket_no = ?", (basket_no,)
            )

    def suspend(self, transaction_id: str, suspended_at_ms: int) -> None:
        """See `Baskets`."""
        transaction = self.open_basket()
        assert transaction is not None
        assert transaction.transaction_id == transaction_id
        self._connection.execute(
            "INSERT INTO suspended_basket VALUES (?, ?)",
            (self._open_no, suspended_at_ms),
        )
        self._open = None

    def retrieve(self, transaction_id: str) -> RetailTransaction | None:
        """See `Baskets`."""
        basket_no = self._number_of(transaction_id)
        deleted = self._connection.execute(
            "DELETE FROM suspended_basket WHERE basket_no = ?", (basket_no,)
        ).rowcount
        if basket_no is None or not deleted:
            return None
        self._set_open(basket_no)
        return self._open

    def list_suspended(self) -> list[SuspendedView]:
        """See `Baskets`."""
        rows = self._connection.execute(
            "SELECT basket_no, suspended_at_ms FROM suspended_basket"
            " ORDER BY suspended_at_ms, basket_no"
        ).fetchall()
        return [
            _suspended_view(self._load(basket_no), suspended_at_ms)
            for basket_no, suspended_at_ms in rows
        ]

    def _set_open(self, basket_no: int | None) -> None:
        self._open = None if basket_no is None else self._load(basket_no)
        self._open_no = basket_no or 0
        self._is_known = True

    def _number_of(self, transaction_id: str) -> int | None:
        if self._open is not None and self._open.transaction_id == transaction_id:
            return self._open_no
        rows = self._connection.execute(
            "SELECT basket_no, content FROM basket_part WHERE sequence = 0"
        ).fetchall()
        for basket_no, content in rows:
            if _head_decoder.decode(content).header.transaction_id == transaction_id:
                return int(basket_no)
        return None

    def _put(self, sequence: int, content: bytes) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO basket_part VALUES (?, ?, ?)",
            # As bytearray: the driver sends bytes through its adapters.
            (self._open_no, sequence, bytearray(content)),
        )

    def _load(self, basket_no: int) -> RetailTransaction:
        rows = self._connection.execute(
            "SELECT sequence, content FROM basket_part WHERE basket_no = ?"
            " ORDER BY sequence",
            (basket_no,),
        ).fetchall()
        head = _head_decoder.decode(rows[0][1])
        return RetailTransaction.restore(
            head.header,
            [
                _decode_line(sequence, content, head.header.tax_policy.is_inclusive)
                for sequence, content in rows[1:]
            ],
            head.tenders,
            head.terms,
        )


def _encode_line(line: SaleReturnLineItem) -> bytes:
    original = line.return_of
    regular = line.regular_price_micro
    rest = _StoredRest(
        extended_minor=(
            None if line.extended_minor == line.amount_minor else line.extended_minor
        ),
        modifiers=line.modifiers,
        fixed_taxes=line.fixed_taxes,
        base_quantity_micro=line.base_quantity_micro,
        category=line.category,
        tags=line.tags,
        is_weighed=line.is_weighed,
        is_discountable=line.is_discountable,
        price_list_id=line.price_list_id,
        priced_at_ms=line.priced_at_ms,
        serial=line.serial,
        lot=line.lot,
        expires_on=line.expires_on,
        linked_to=line.linked_to,
        linked_micro=line.linked_micro,
        regular_price_micro=(
            None
            if regular == line.unit_price_micro
            else _NO_PRICE
            if regular is None
            else regular
        ),
        has_prices=line.has_prices,
        manual=line.manual,
        price_reason=line.price_reason,
        price_authorised_by=line.price_authorised_by,
        age_checked=line.age_checked,
        is_weight_keyed=line.is_weight_keyed,
        free_unit_of=line.free_unit_of,
        named_receipt=line.named_receipt,
    )
    return _encoder.encode(
        _StoredLine(
            line.kind,
            line.item_id,
            line.scan_code,
            line.description,
            line.quantity_micro,
            line.unit,
            line.unit_price_micro,
            line.price_source,
            line.amount_minor,
            line.tax_group.tax_group_id,
            0,
            None,
            line.voided_at_ms,
            line.reason,
            (original.event_id, original.line_sequence) if original else None,
            line.tax_group,
            None if rest == _NO_REST else rest,
        )
    )


def _decode_line(
    sequence: int,
    content: bytes,
    is_inclusive: bool,  # noqa: FBT001 - the tax mode, as it is everywhere
) -> SaleReturnLineItem:
    stored = _line_decoder.decode(content)
    rest = stored.rest or _NO_REST
    group = stored.tax_group
    fixed_taxes = rest.fixed_taxes
    if group is None:
        # Stored before taxes had groups; the upgrade finds it open.
        group = single_rate(stored.tax_rate_id, stored.tax_rate_ppm)
        fixed_taxes = _old_fixed_taxes(stored, is_inclusive=is_inclusive)
    extended, regular = rest.extended_minor, rest.regular_price_micro
    return SaleReturnLineItem(
        sequence=sequence,
        kind=stored.kind,
        item_id=stored.item_id,
        scan_code=stored.scan_code,
        description=stored.description,
        quantity_micro=stored.quantity_micro,
        unit=stored.unit,
        unit_price_micro=stored.unit_price_micro,
        price_source=stored.price_source,
        extended_minor=stored.amount_minor if extended is None else extended,
        modifiers=rest.modifiers,
        amount_minor=stored.amount_minor,
        tax_group=group,
        fixed_taxes=fixed_taxes,
        voided_at_ms=stored.voided_at_ms,
        reason=stored.reason,
        return_of=OriginalLine(*stored.return_of) if stored.return_of else None,
        base_quantity_micro=rest.base_quantity_micro,
        category=rest.category,
        tags=rest.tags,
        is_weighed=rest.is_weighed,
        is_discountable=rest.is_discountable,
        price_list_id=rest.price_list_id,
        priced_at_ms=rest.priced_at_ms,
        serial=rest.serial,
        lot=rest.lot,
        expires_on=rest.expires_on,
        linked_to=rest.linked_to,
        linked_micro=rest.linked_micro,
        regular_price_micro=(
            stored.unit_price_micro
            if regular is None
            else None
            if regular == _NO_PRICE
            else regular
        ),
        has_prices=rest.has_prices,
        manual=rest.manual,
        price_reason=rest.price_reason,
        price_authorised_by=rest.price_authorised_by,
        age_checked=rest.age_checked,
        is_weight_keyed=rest.is_weight_keyed,
        free_unit_of=rest.free_unit_of,
        named_receipt=rest.named_receipt,
    )


def _old_fixed_taxes(
    stored: _StoredLine, *, is_inclusive: bool
) -> tuple[LineTax, ...] | None:
    if stored.fixed_tax_minor is None:
        return None
    included = stored.fixed_tax_minor if is_inclusive else 0
    return (
        LineTax(
            tax_id=stored.tax_rate_id,
            rate_ppm=stored.tax_rate_ppm,
            taxable_minor=stored.amount_minor - included,
            tax_minor=stored.fixed_tax_minor,
        ),
    )


def _suspended_view(
    transaction: RetailTransaction, suspended_at_ms: int
) -> SuspendedView:
    return SuspendedView(
        transaction_id=transaction.transaction_id,
        opened_at_ms=transaction.header.opened_at_ms,
        suspended_at_ms=suspended_at_ms,
        operator_id=transaction.header.operator_id,
        line_count=transaction.item_count,
        total_minor=transaction.total_minor,
    )

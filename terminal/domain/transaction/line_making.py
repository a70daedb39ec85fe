"""Lines of goods: made, and made again with another quantity or price.

Pure functions of values; what the lines come to together is the transaction's.
"""

import msgspec

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import (
    InvalidAmountError,
    LineFixedError,
    PriceRequiredError,
)
from terminal.domain.money import (
    AMOUNT_MINOR_MAX,
    Currency,
    line_amount,
    require_unit_price,
)
from terminal.domain.pricing.price_modifier import NO_MODIFIERS, sum_of
from terminal.domain.pricing.price_quote import PriceQuote
from terminal.domain.quantity import require_quantity
from terminal.domain.transaction.line_item import (
    LineDetails,
    LineKind,
    PriceSource,
    SaleReturnLineItem,
)
from terminal.domain.transaction.line_pricing import LinePricing


def new_line(  # noqa: PLR0913 - what is rung up, and where the line stands
    item: CatalogItem,
    quantity_micro: int,
    keyed_price_micro: int | None,
    quote: PriceQuote | None,
    details: LineDetails,
    *,
    sequence: int,
    currency: Currency,
    reason: str | None = None,
) -> SaleReturnLineItem:
    """Return a line, unpriced but for quantity × unit price.

    Args:
        item: The identity that was scanned.
        quantity_micro: Not zero; a negative one makes it a return.
        keyed_price_micro: Keyed by the operator; wins over *quote*.
        quote: Price of a price list or a label; None for the item's own.
        details: What else is known of the goods.
        sequence: Position of the line.
        currency: Of the transaction.
        reason: Why goods come back without a receipt.

    Raises:
        DomainError: the price or the amount is refused.
    """
    price, source = _price_of(item, keyed_price_micro, quote)
    label = details.label_amount_minor
    if label is not None and keyed_price_micro is None:
        if not 0 <= label <= AMOUNT_MINOR_MAX:
            raise InvalidAmountError(
                "the price on the label is too large", amount_minor=label
            )
        amount = label if quantity_micro > 0 else -label
        source = PriceSource.LABEL
    else:
        amount = line_amount(quantity_micro, price, currency)
    rules = item.rules
    return SaleReturnLineItem(
        sequence=sequence,
        kind=LineKind.SALE if quantity_micro > 0 else LineKind.RETURN,
        item_id=item.item_id,
        scan_code=item.scan_code,
        description=item.description,
        quantity_micro=quantity_micro,
        unit=item.unit,
        unit_price_micro=price,
        price_source=source,
        extended_minor=amount,
        amount_minor=amount,
        tax_group=item.tax_group,
        reason=reason,
        base_quantity_micro=item.base_quantity_micro,
        category=item.category,
        tags=rules.tags,
        is_weighed=rules.is_weighed,
        is_discountable=rules.is_discountable,
        price_list_id=quote.price_list_id if quote is not None else None,
        priced_at_ms=quote.priced_at_ms if quote is not None else None,
        serial=details.serial,
        lot=details.lot,
        expires_on=details.expires_on,
        age_checked=details.age_checked,
        is_weight_keyed=details.is_weight_keyed,
        price_authorised_by=details.price_authorised_by,
        linked_to=details.linked_to,
        linked_micro=details.linked_micro,
        free_unit_of=details.free_unit_of,
        named_receipt=details.named_receipt,
        regular_price_micro=None if item.is_open_price else item.unit_price_micro,
        has_prices=item.has_prices,
    )


def with_quantity(
    line: SaleReturnLineItem, quantity_micro: int, currency: Currency
) -> SaleReturnLineItem:
    """Return the line of another quantity above zero, without modifiers.

    Raises:
        DomainError: the quantity or the amount is refused.
    """
    require_quantity(quantity_micro)
    signed = quantity_micro if line.kind is LineKind.SALE else -quantity_micro
    amount = line_amount(signed, line.unit_price_micro, currency)
    return msgspec.structs.replace(
        line,
        quantity_micro=signed,
        # A scale says it once; whoever changes it afterwards keys it.
        is_weight_keyed=line.is_weighed and line.kind is LineKind.SALE,
        extended_minor=amount,
        modifiers=NO_MODIFIERS,
        amount_minor=amount,
    )


def with_override(
    line: SaleReturnLineItem,
    unit_price_micro: int,
    reason: str,
    authorised_by: str | None,
    *,
    currency: Currency,
) -> SaleReturnLineItem:
    """Return the line at a unit price that somebody gave a reason for.

    Raises:
        InvalidAmountError: the amount is too large.
    """
    amount = line_amount(line.quantity_micro, unit_price_micro, currency)
    return msgspec.structs.replace(
        line,
        unit_price_micro=unit_price_micro,
        price_source=PriceSource.OVERRIDE,
        price_list_id=None,
        price_reason=reason,
        price_authorised_by=authorised_by,
        extended_minor=amount,
        modifiers=NO_MODIFIERS,
        amount_minor=amount,
    )


def with_quote(
    line: SaleReturnLineItem, quote: PriceQuote, currency: Currency
) -> SaleReturnLineItem:
    """Return the line at another unit price, without modifiers.

    Raises:
        DomainError: the price or the amount is too large.
    """
    require_unit_price(quote.unit_price_micro)
    extended = line_amount(line.quantity_micro, quote.unit_price_micro, currency)
    return msgspec.structs.replace(
        line,
        unit_price_micro=quote.unit_price_micro,
        price_source=quote.source,
        price_list_id=quote.price_list_id,
        priced_at_ms=quote.priced_at_ms,
        extended_minor=extended,
        modifiers=NO_MODIFIERS,
        amount_minor=extended,
    )


def with_pricing(
    line: SaleReturnLineItem, pricing: LinePricing, currency: Currency
) -> SaleReturnLineItem:
    """Return the line at its new price, or the same object when it is equal.

    Raises:
        InvalidAmountError: modifiers would turn the line's sign.
        DomainError: the price or the amount is too large.
    """
    quote, modifiers = pricing.quote, pricing.modifiers
    extended = line.extended_minor
    if quote is not None and quote.unit_price_micro != line.unit_price_micro:
        require_unit_price(quote.unit_price_micro)
        extended = line_amount(line.quantity_micro, quote.unit_price_micro, currency)
    elif modifiers == line.modifiers and (
        quote is None
        or (quote.source, quote.price_list_id)
        == (line.price_source, line.price_list_id)
    ):
        return line
    amount = extended + sum_of(modifiers)
    if (amount < 0 < extended) or (extended < 0 < amount):
        raise InvalidAmountError(
            f"modifiers would turn the sign of line {line.sequence}; the line is"
            " as before",
            line_sequence=line.sequence,
        )
    if quote is None:
        return msgspec.structs.replace(line, modifiers=modifiers, amount_minor=amount)
    return msgspec.structs.replace(
        line,
        unit_price_micro=quote.unit_price_micro,
        price_source=quote.source,
        price_list_id=quote.price_list_id,
        priced_at_ms=quote.priced_at_ms,
        extended_minor=extended,
        modifiers=modifiers,
        amount_minor=amount,
    )


def require_free(line: SaleReturnLineItem, what: str) -> None:
    """Refuse to change what the receipt, the label or another line decides.

    Raises:
        LineFixedError: one of them does.
    """
    if (
        line.return_of is not None
        or line.linked_to is not None
        or line.price_source is PriceSource.LABEL
    ):
        raise fixed_error(line, what)


def fixed_error(line: SaleReturnLineItem, what: str) -> LineFixedError:
    """Return the error that says why *what* of the line is fixed."""
    if line.return_of is not None:
        cause = (
            f"the {what} of a return with a receipt is fixed; void the line and"
            " return it again"
        )
    elif line.linked_to is not None:
        cause = f"the {what} follows line {line.linked_to}; change that line"
    elif line.price_source is PriceSource.LABEL:
        cause = f"the {what} is what the label says; void the line and scan it again"
    else:
        cause = f"the {what} of a return is fixed; void the line and return it again"
    return LineFixedError(cause, line_sequence=line.sequence)


def _price_of(
    item: CatalogItem, keyed_price_micro: int | None, quote: PriceQuote | None
) -> tuple[int, PriceSource]:
    if keyed_price_micro is not None:
        require_unit_price(keyed_price_micro)
        return keyed_price_micro, PriceSource.KEYED
    if quote is not None:
        require_unit_price(quote.unit_price_micro)
        return quote.unit_price_micro, quote.source
    if item.is_open_price:
        raise PriceRequiredError(
            f"{item.description} has no fixed price; key the price",
            item_id=item.item_id,
        )
    require_unit_price(item.unit_price_micro)
    return item.unit_price_micro, PriceSource.CATALOG

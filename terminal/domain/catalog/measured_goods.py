"""How much of an item is at hand, from what was keyed, weighed or labelled."""

from typing import Final

import msgspec

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import (
    InvalidQuantityError,
    InvalidScanCodeError,
    WeightRequiredError,
)
from terminal.domain.money import MICRO, Currency, divide_rounded, line_amount
from terminal.domain.scan_code import ScanCode

# Units of a label and units of items that are a whole number of times smaller.
_SMALLER_UNITS: Final = {
    ("kg", "g"): 1_000,
    ("l", "ml"): 1_000,
    ("m", "cm"): 100,
}


class MeasuredGoods(msgspec.Struct, frozen=True, kw_only=True):
    """Quantity and price of one line as its label or the scale says.

    Attributes:
        quantity_micro: Millionths of the item's unit.
        amount_minor: Price of the whole line on its label; None without one.
        unit_price_micro: Price of one unit on its label; None without one.
        percent_off_ppm: Reduction on the label, 0 without one.
    """

    quantity_micro: int
    amount_minor: int | None = None
    unit_price_micro: int | None = None
    percent_off_ppm: int = 0


def measure(
    item: CatalogItem,
    code: ScanCode,
    packs_micro: int,
    currency: Currency,
) -> MeasuredGoods:
    """Return what a label says about the line it was scanned for.

    A weight in another measure than the item's is only told: a can of 400 g is a
    piece. A price without a weight gives goods sold by weight the quantity that it
    buys at the item's price.

    Args:
        item: The item that the label means.
        code: The label.
        packs_micro: Millionths of packs like this one.
        currency: The store's.

    Raises:
        InvalidQuantityError: Part of a labelled pack was asked for.
        InvalidScanCodeError: The label's price is in another currency.
    """
    labelled = _in_unit_of(item, code)
    if labelled is None and code.amount_micro is None:
        return MeasuredGoods(
            quantity_micro=packs_micro,
            unit_price_micro=_unit_price(item, code, currency),
            percent_off_ppm=code.percent_off_ppm or 0,
        )
    if packs_micro % MICRO:
        raise InvalidQuantityError(
            "a labelled pack is sold whole; key a whole number of packs",
            quantity_micro=packs_micro,
        )
    amount = None
    if code.amount_micro is not None:
        _require_currency(code, currency)
        amount = line_amount(packs_micro, code.amount_micro, currency)
    if labelled is not None:
        quantity = packs_micro // MICRO * labelled
    elif item.rules.is_weighed and item.unit_price_micro > 0:
        assert code.amount_micro is not None
        bought = packs_micro * code.amount_micro
        quantity = divide_rounded(bought, item.unit_price_micro)
    else:
        quantity = packs_micro
    price = _unit_price(item, code, currency)
    if price is None and code.amount_micro is not None:
        expected = line_amount(quantity, item.unit_price_micro, currency)
        # The label was made at another price than today's: show that one.
        if item.is_open_price or expected != amount:
            price = divide_rounded(packs_micro * code.amount_micro, quantity)
    return MeasuredGoods(
        quantity_micro=quantity,
        amount_minor=amount,
        unit_price_micro=price,
        percent_off_ppm=code.percent_off_ppm or 0,
    )


def net_weight(item: CatalogItem, gross_micro: int, tare_micro: int | None) -> int:
    """Return the weight of the goods without their packing.

    Raises:
        InvalidQuantityError: The tare is negative, or nothing is left.
    """
    tare = item.rules.tare_micro if tare_micro is None else tare_micro
    if tare < 0 or gross_micro <= tare:
        raise InvalidQuantityError(
            "nothing is left without the packing; check weight and tare",
            gross_micro=gross_micro,
            tare_micro=tare,
        )
    return gross_micro - tare


def require_weight(item: CatalogItem, quantity_micro: int) -> None:
    """Refuse goods sold by weight of which only "one" is known.

    A keyed quantity is taken for a keyed weight; exactly one unit is what a scan
    says that says nothing, so it must come as a measured weight.

    Raises:
        WeightRequiredError: Weigh it.
    """
    if item.rules.is_weighed and quantity_micro == MICRO:
        raise WeightRequiredError(
            f"{item.description} is sold by weight; put it on the scale",
            tare_micro=item.rules.tare_micro,
            unit=item.unit,
            unit_price_micro=item.unit_price_micro,
        )


def _in_unit_of(item: CatalogItem, code: ScanCode) -> int | None:
    """Return the label's quantity in the item's unit; None when it has none."""
    quantity, unit = code.quantity_micro, code.unit
    if not quantity or unit is None:
        return None
    if unit == item.unit:
        return quantity
    times = _SMALLER_UNITS.get((unit, item.unit))
    return None if times is None else quantity * times


def _unit_price(item: CatalogItem, code: ScanCode, currency: Currency) -> int | None:
    if code.unit_price_micro is None or code.unit not in {None, item.unit}:
        return None
    _require_currency(code, currency)
    return code.unit_price_micro


def _require_currency(code: ScanCode, currency: Currency) -> None:
    if code.currency is not None and code.currency != currency.code:
        raise InvalidScanCodeError(
            f"the label's price is in {code.currency}; key the price",
            reason="currency",
            scan_code=code.value,
        )

"""Finds the item that a code or PLU means."""

from typing import Final, NamedTuple

from terminal.application.ports.catalog import Catalog
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import InvalidScanCodeError, UnknownItemError
from terminal.domain.scan_code import (
    DEFAULT_SCAN_RULES,
    CheckDigit,
    ScanCode,
    ScanCodeKind,
    ScanRules,
    parse,
)

_NO_GOODS: Final = {
    ScanCodeKind.RECEIPT: "this is a receipt; open it to return goods",
    ScanCodeKind.MEMBER: "this is a member's card; identify the member with it",
    ScanCodeKind.COUPON: "this is a coupon; enter it as one",
    ScanCodeKind.OPERATOR: "this is a badge of the staff; it is no item",
    ScanCodeKind.OPERATOR: "this is a staff badge; sign on with it",
    ScanCodeKind.PAYMENT: "this is a payment code; choose the tender first",
}


class FoundItem(NamedTuple):
    """An item and the code that it was found by."""

    item: CatalogItem
    code: ScanCode


def require_item(
    catalog: Catalog, scan_code: str, rules: ScanRules = DEFAULT_SCAN_RULES
) -> CatalogItem:
    """Return the item that was scanned or keyed; see `require_scanned`."""
    return require_scanned(catalog, scan_code, rules).item


def require_scanned(
    catalog: Catalog, scan_code: str, rules: ScanRules = DEFAULT_SCAN_RULES
) -> FoundItem:
    """Return the item that was scanned or keyed, and what its code says.

    A label that carries weight or price is looked up as it is, then without what it
    carries, then by the number of the item in it.

    Raises:
        InvalidScanCodeError: the text is no item's code.
        UnknownItemError: no item has this code.
    """
    code = parse(scan_code, rules)
    item = catalog.find_by_scan_code(code.value)
    if item is not None and code.base_code not in {None, code.value}:
        # The whole number is an item of its own: what looks like a weight is none.
        return FoundItem(
            item, ScanCode(ScanCodeKind.IN_STORE, code.value, code.check_digit)
        )
    if item is None and code.base_code is not None:
        item = catalog.find_by_scan_code(code.base_code)
    if item is None and code.plu is not None:
        item = _find_by_label_plu(catalog, code.plu)
    if item is None:
        raise _refusal(code)
    return FoundItem(item, code)


def require_item_by_plu(catalog: Catalog, plu: str) -> CatalogItem:
    """Return the item with this short number.

    Raises:
        UnknownItemError: no item has it.
    """
    item = catalog.find_by_plu(plu.strip())
    if item is None:
        raise UnknownItemError(
            f"no item has the PLU {plu.strip()[:20]}; find it by name",
            plu=plu.strip()[:20],
        )
    return item


def _find_by_label_plu(catalog: Catalog, digits: str) -> CatalogItem | None:
    """Return the item of a label's number, which is filled up with zeros."""
    item = catalog.find_by_plu(digits)
    significant = digits.lstrip("0")
    if item is None and significant and significant != digits:
        item = catalog.find_by_plu(significant)
    return item


def _refusal(code: ScanCode) -> InvalidScanCodeError | UnknownItemError:
    what = _NO_GOODS.get(code.kind)
    if code.kind is ScanCodeKind.PAYMENT:
        # Worth money for a minute: it goes into no message and no log.
        return InvalidScanCodeError(_NO_GOODS[code.kind], reason=code.kind.value)
    if what is not None:
        return InvalidScanCodeError(what, reason=code.kind.value, scan_code=code.value)
    # Scanners check the digit themselves: a wrong one was keyed.
    if code.check_digit is CheckDigit.WRONG:
        return InvalidScanCodeError(
            f"the check digit of {code.value} is wrong; scan it or key it again",
            reason="check_digit",
            scan_code=code.value,
        )
    return UnknownItemError(
        f"no item has the code {code.value}; find it by name or set it aside",
        scan_code=code.value,
    )

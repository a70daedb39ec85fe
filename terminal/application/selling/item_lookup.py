"""Finds the item that a code or PLU means."""

from typing import Final

from terminal.application.ports.catalog import Catalog
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import InvalidScanCodeError, UnknownItemError
from terminal.domain.pricing.ringing import FoundItem, find_scanned
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
    ScanCodeKind.OPERATOR: "this is a staff badge; sign on with it",
    ScanCodeKind.PAYMENT: "this is a payment code; choose the tender first",
}


def require_item(
    catalog: Catalog, scan_code: str, rules: ScanRules = DEFAULT_SCAN_RULES
) -> CatalogItem:
    """Return the item that was scanned or keyed; see `require_scanned`."""
    return require_scanned(catalog, scan_code, rules).item


def require_scanned(
    catalog: Catalog, scan_code: str, rules: ScanRules = DEFAULT_SCAN_RULES
) -> FoundItem:
    """Return the item that was scanned or keyed, and what its code says.

    Raises:
        InvalidScanCodeError: the text is no item's code.
        UnknownItemError: no item has this code.
    """
    code = parse(scan_code, rules)
    found = find_scanned(code, catalog.find_by_scan_code, catalog.find_by_plu)
    if found is None:
        raise _refusal(code)
    return found


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

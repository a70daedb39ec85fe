"""Finds the item that a code or PLU means."""

from terminal.application.ports.catalog import Catalog
from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.errors import InvalidScanCodeError, UnknownItemError
from terminal.domain.scan_code import CheckDigit, ScanCode, ScanCodeKind, parse


def require_item(catalog: Catalog, scan_code: str) -> CatalogItem:
    """Return the item that was scanned or keyed.

    Raises:
        InvalidScanCodeError: the text is no item's code.
        UnknownItemError: no item has this code.
    """
    code = parse(scan_code)
    item = catalog.find_by_scan_code(code.value)
    if item is None:
        raise _refusal(code)
    return item


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
    if code.kind is ScanCodeKind.RECEIPT:
        return InvalidScanCodeError(
            "this is a receipt; open it to return goods",
            reason="receipt",
            scan_code=code.value,
        )
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

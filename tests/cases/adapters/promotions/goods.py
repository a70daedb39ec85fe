"""One line of a case."""

from __future__ import annotations

from typing import Final

import msgspec

from terminal.domain.tax.tax_group import TaxGroup

EXEMPT: Final = TaxGroup(tax_group_id="none", name="", components=())


class Goods(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a case.

    Attributes:
        quantity: In whole units.
        extended_minor: The line's amount where the case gives it instead of a price.
    """

    item_id: str
    quantity: int
    unit_price_micro: int
    category: str | None = None
    tags: frozenset[str] = frozenset()
    tax_group: TaxGroup = EXEMPT
    extended_minor: int | None = None
    is_discountable: bool = True
    free_unit_of: str | None = None

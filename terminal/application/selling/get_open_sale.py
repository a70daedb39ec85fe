"""Show the open transaction, e.g. after a restart."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.sale_view import SaleView
from terminal.application.selling.views import sale_view


class GetOpenSale(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the open transaction with all its lines."""


class GetOpenSaleHandler(Handler[GetOpenSale, SaleView | None]):
    """Reads the open transaction; None when there is none."""

    @override
    def _handle(self, command: GetOpenSale) -> SaleView | None:
        with self._ledger.draft() as uow:
            transaction = uow.baskets.open_basket()
            uow.commit()
        return None if transaction is None else sale_view(transaction)

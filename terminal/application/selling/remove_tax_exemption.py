"""Take a tax exemption back."""

import msgspec
from typing_extensions import override

from terminal.application.approval import require_authority
from terminal.application.handler import Handler
from terminal.application.selling.keeping import keep
from terminal.application.selling.sale_view import SaleView
from terminal.application.selling.views import sale_view
from terminal.application.standing import require_no_tender, require_open_transaction
from terminal.domain.access.permissions import SELL


class RemoveTaxExemption(msgspec.Struct, frozen=True, kw_only=True):
    """The tax is due after all; anybody who sells may say so."""


class RemoveTaxExemptionHandler(Handler[RemoveTaxExemption, SaleView]):
    """Brings the tax of every line back."""

    @override
    def _handle(self, command: RemoveTaxExemption) -> SaleView:
        with self._ledger.draft() as uow:
            authority = require_authority(uow, None, SELL)
            transaction = require_open_transaction(uow)
            require_no_tender(transaction)
            transaction.set_exemption(None)
            keep(uow, self._services, authority, transaction, command)
        return sale_view(transaction)

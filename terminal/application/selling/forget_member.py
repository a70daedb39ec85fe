"""Take back who buys."""

import msgspec
from typing_extensions import override

from terminal.application.approval import require_authority
from terminal.application.handler import Handler
from terminal.application.selling.keeping import keep
from terminal.application.selling.sale_view import SaleView
from terminal.application.selling.views import sale_view
from terminal.application.standing import require_no_tender, require_open_transaction
from terminal.domain.access.permissions import SELL


class ForgetMember(msgspec.Struct, frozen=True, kw_only=True):
    """The wrong card was shown, or the customer wants no record."""


class ForgetMemberHandler(Handler[ForgetMember, SaleView]):
    """Prices the whole transaction again as for a stranger."""

    @override
    def _handle(self, command: ForgetMember) -> SaleView:
        with self._ledger.draft() as uow:
            authority = require_authority(uow, None, SELL)
            transaction = require_open_transaction(uow)
            require_no_tender(transaction)
            transaction.set_member(None)
            keep(uow, self._services, authority, transaction, command)
        return sale_view(transaction)

"""Say how the customer will pay, before anything is taken."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.repricing import price_open
from terminal.application.selling.sale_view import TenderChange
from terminal.application.selling.views import tender_change
from terminal.application.standing import require_open_transaction, require_standing
from terminal.application.tendering.methods import require_method, require_taken
from terminal.domain.access.permissions import SELL


class ChooseTender(msgspec.Struct, frozen=True, kw_only=True):
    """The customer says how they will pay; None takes that back.

    Attributes:
        method: ``cash``, ``card_manual``, ``voucher``, …
    """

    method: str | None


class ChooseTenderHandler(Handler[ChooseTender, TenderChange]):
    """Prices the transaction for the tender; nothing is taken yet."""

    @override
    def _handle(self, command: ChooseTender) -> TenderChange:
        with self._ledger.draft() as uow:
            require_standing(uow, SELL)
            transaction = require_open_transaction(uow)
            if command.method is not None:
                require_method(command.method)
                require_taken(uow, transaction, command.method)
            transaction.choose_tender(command.method)
            price_open(uow, self._services, transaction)
            uow.baskets.save(transaction)
            uow.commit()
        return tender_change(transaction)

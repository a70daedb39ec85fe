"""Take a tender out of the open transaction again."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.repricing import price_open
from terminal.application.selling.sale_view import TenderChange
from terminal.application.selling.views import tender_change
from terminal.application.standing import require_open_transaction, require_standing
from terminal.domain.access.permissions import SELL


class RemoveTender(msgspec.Struct, frozen=True, kw_only=True):
    """The tender was keyed wrongly, or goods are still to be added."""

    tender_sequence: int


class RemoveTenderHandler(Handler[RemoveTender, TenderChange]):
    """Takes the tender out; without any, prices no longer depend on one."""

    @override
    def _handle(self, command: RemoveTender) -> TenderChange:
        with self._ledger.draft() as uow:
            require_standing(uow, SELL)
            transaction = require_open_transaction(uow)
            transaction.remove_tender(command.tender_sequence)
            if not transaction.tenders and transaction.terms.tender is not None:
                transaction.choose_tender(None)
                price_open(uow, self._services, transaction)
            uow.baskets.save(transaction)
            uow.commit()
        return tender_change(transaction)

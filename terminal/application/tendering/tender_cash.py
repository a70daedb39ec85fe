"""Take cash for the open transaction, or give it back."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.sale_view import TenderChange
from terminal.application.selling.views import tender_change
from terminal.application.standing import require_open_transaction, require_standing
from terminal.application.tendering.choosing import choose_first
from terminal.application.tendering.drawer_room import require_room_for
from terminal.application.tendering.methods import require_taken
from terminal.application.tendering.refunding import give_back_cash
from terminal.domain.access.permissions import SELL
from terminal.domain.tender.tender_line_item import CASH


class TenderCash(msgspec.Struct, frozen=True, kw_only=True):
    """Cash lies on the counter.

    Attributes:
        given_minor: More than due gives change, less leaves a rest. None means
            exactly what is due, and is the only value for a refund.
    """

    given_minor: int | None = None


class TenderCashHandler(Handler[TenderCash, TenderChange]):
    """Adds the tender to the open transaction and stores it."""

    @override
    def _handle(self, command: TenderCash) -> TenderChange:
        with self._ledger.draft() as uow:
            standing = require_standing(uow, SELL)
            transaction = require_open_transaction(uow)
            require_taken(uow, transaction, CASH)
            choose_first(uow, self._services, transaction, CASH)
            if transaction.due_minor < 0 and command.given_minor is None:
                give_back_cash(uow, transaction)
            else:
                transaction.tender_cash(command.given_minor)
            require_room_for(uow, standing, transaction)
            uow.baskets.save(transaction)
            uow.commit()
        return tender_change(transaction)

"""Take cash of another currency at the rate of the day."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.sale_view import TenderChange
from terminal.application.selling.views import tender_change
from terminal.application.standing import require_open_transaction, require_standing
from terminal.application.tendering.choosing import choose_first
from terminal.application.tendering.drawer_room import require_room_for
from terminal.application.tendering.methods import require_taken
from terminal.application.tendering.rate_of_day import rate_of_day
from terminal.domain.access.permissions import SELL
from terminal.domain.tender.exchange_rate import require_exchange_rate
from terminal.domain.tender.tender_line_item import CASH


class TenderForeignCash(msgspec.Struct, frozen=True, kw_only=True):
    """Foreign cash lies on the counter; change is given in the store's currency.

    Attributes:
        currency: ISO 4217 code.
        foreign_minor: What lies there, in its own minor units.
    """

    currency: str
    foreign_minor: int


class TenderForeignCashHandler(Handler[TenderForeignCash, TenderChange]):
    """Converts the cash at the rate of the business day, rounded once."""

    @override
    def _handle(self, command: TenderForeignCash) -> TenderChange:
        with self._ledger.draft() as uow:
            standing = require_standing(uow, SELL)
            transaction = require_open_transaction(uow)
            require_taken(uow, transaction, CASH)
            rate = rate_of_day(uow, command.currency, standing.business_day)
            require_exchange_rate(rate)
            choose_first(uow, self._services, transaction, CASH)
            transaction.tender_foreign_cash(rate, command.foreign_minor)
            require_room_for(uow, standing, transaction)
            uow.baskets.save(transaction)
            uow.commit()
        return tender_change(transaction)

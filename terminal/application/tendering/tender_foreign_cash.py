"""Take cash of another currency at the rate of the day."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.sale_view import TenderChange
from terminal.application.selling.views import tender_change
from terminal.application.standing import require_open_transaction, require_standing
from terminal.application.tendering.choosing import choose_first
from terminal.application.tendering.drawer_room import require_room_for
from terminal.domain.access.permissions import SELL
from terminal.domain.errors import InvalidAmountError
from terminal.domain.tender.exchange_rate import ExchangeRate, require_exchange_rate
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
            rate = _rate_of_day(uow, command.currency, standing.business_day)
            require_exchange_rate(rate)
            choose_first(uow, self._services, transaction, CASH)
            transaction.tender_foreign_cash(rate, command.foreign_minor)
            require_room_for(uow, standing, transaction)
            uow.baskets.save(transaction)
            uow.commit()
        return tender_change(transaction)


def _rate_of_day(uow: UnitOfWork, currency: str, business_day: str) -> ExchangeRate:
    # Not with the module: the table of currencies is loaded when it is asked.
    from terminal.domain.currency import currency_of

    known = currency_of(currency)
    for rate in uow.catalog.exchange_rates(currency):
        if known is not None and rate.valid_from <= business_day:
            return ExchangeRate(
                currency=known,
                store_currency=uow.store.currency,
                rate_micro=rate.rate_micro,
                per_units=rate.per_units,
                valid_from=rate.valid_from,
            )
    raise InvalidAmountError(
        f"there is no rate for {currency[:3]} today; ask for another tender",
        currency=currency[:3],
    )

"""What foreign money is worth on a business day."""

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.errors import InvalidAmountError
from terminal.domain.tender.exchange_rate import ExchangeRate


def rate_of_day(uow: UnitOfWork, currency: str, business_day: str) -> ExchangeRate:
    """Return the rate that is in force on *business_day*.

    Raises:
        InvalidAmountError: there is none; the reason is ``no_rate``.
    """
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
        reason="no_rate",
    )

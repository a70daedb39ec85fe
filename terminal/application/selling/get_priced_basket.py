"""Return the open transaction as a priced basket, explained when asked."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.repricing import pricing_moment
from terminal.domain.pricing.priced_basket import PricedBasket, priced_basket
from terminal.domain.pricing.pricer import explain


class GetPricedBasket(msgspec.Struct, frozen=True, kw_only=True):
    """Ask what everything costs, and by which rules.

    Attributes:
        explain: Also tell what was tried on each line, applied and refused.
    """

    explain: bool = False


class GetPricedBasketHandler(Handler[GetPricedBasket, PricedBasket | None]):
    """Reads the open transaction; None when there is none. Changes nothing."""

    @override
    def _handle(self, command: GetPricedBasket) -> PricedBasket | None:
        with self._ledger.draft() as uow:
            transaction = uow.baskets.open_basket()
            if transaction is None:
                uow.commit()
                return None
            explained = None
            if command.explain:
                explained = explain(
                    transaction,
                    uow.catalog,
                    lambda: pricing_moment(uow, self._services, transaction),
                    uow.store.pricing,
                )
            basket = priced_basket(
                transaction, uow.store.pricing, uow.catalog.version(), explained
            )
            uow.commit()
        return basket

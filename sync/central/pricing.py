"""Prices a basket as a till of the store would."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from sqlalchemy import Connection

from sync.central import stores
from sync.central.errors import RefusedError
from sync.central.price_book import CentralPriceBook, PriceShelf
from terminal.domain.pricing.priced_basket import encode
from terminal.domain.pricing.read_request import read_request
from terminal.domain.pricing.request_pricing import PriceSettings, price_request
from terminal.domain.transaction.transaction_header import TaxMode


def price(
    connection: Connection,
    shelf: PriceShelf,
    store: str,
    body: bytes,
    *,
    explained: bool,
) -> bytes:
    """Return the priced basket, byte for byte what the till would say.

    Raises:
        DomainError: The request is none, or the basket cannot be sold so.
        RefusedError: 400, nobody said how the store sells.
    """
    request = read_request(body)
    terms = stores.find_terms(connection, store)
    if terms is None:
        message = (
            f"nobody has told how the store {store[:64]!r} sells; say so by"
            f" POST /v1/stores"
        )
        raise RefusedError(HTTPStatus.BAD_REQUEST, "store_unknown", message)
    currency = stores.currency_of_terms(terms)
    settings = PriceSettings(
        store=store,
        currency=currency,
        tax_mode=TaxMode(terms.tax_mode),
        policy=terms.pricing.policy(),
        scan_rules=msgspec.structs.replace(
            terms.scan_rules,
            currency=currency.code,
            currency_exponent=currency.exponent,
        ),
    )
    book = CentralPriceBook(connection, store, shelf)
    return encode(price_request(request, book, settings, explained=explained))

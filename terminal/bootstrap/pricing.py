"""Prices a basket as the till of a home would, without opening the till."""

from __future__ import annotations

from pathlib import Path

from terminal.bootstrap.replica_update import update_replica
from terminal.domain.pricing.price_request import PriceRequest
from terminal.domain.pricing.priced_basket import PricedBasket
from terminal.domain.pricing.request_pricing import PriceSettings, price_request
from terminal.domain.transaction.transaction_header import TaxMode
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.store_settings import store_settings_of
from terminal.persistence.replica.reader import ReplicaReader


def price_at_home(
    home_path: Path, request: PriceRequest, *, explained: bool
) -> PricedBasket:
    """Return what *request* costs at the till in *home_path*; it may be running.

    Raises:
        DomainError: The basket cannot be sold so.
        StorageError: The home, its keys or its reference data cannot be read.
    """
    home = Home.load(home_path)
    keys = load_keys(home)
    update_replica(home, keys)
    store = store_settings_of(home.settings)
    settings = PriceSettings(
        store=store.store,
        currency=store.currency,
        tax_mode=TaxMode(store.tax_mode),
        policy=store.pricing,
        scan_rules=store.scan_rules,
    )
    reader = ReplicaReader(home, keys)
    try:
        return price_request(request, reader, settings, explained=explained)
    finally:
        reader.close()

"""A till in memory with offers, several taxes, cash rounding and foreign cash."""

from __future__ import annotations

import msgspec

from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.catalog.item_rules import ItemRules, LinkedItem
from terminal.domain.pricing.pricing_policy import PricingPolicy
from terminal.domain.reference_data.exchange_rate_data import ExchangeRateData
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup
from terminal.domain.tender.cash_rounding import CashRounding
from tests.fakes.promotions import OFFERS
from tests.fakes.reference_data import ITEMS, PEN, STORE, MemoryCatalog
from tests.fakes.till import MemoryTill, open_till

TWO_TAXES = TaxGroup(
    tax_group_id="two",
    name="Two",
    components=(
        TaxComponent(tax_id="state", name="State tax", rate_ppm=60_000),
        TaxComponent(tax_id="city", name="City tax", rate_ppm=15_000),
    ),
)
PAD = msgspec.structs.replace(
    PEN,
    item_id="pad",
    description="Drawing pad",
    scan_code="PAD",
    unit_price_micro=3_330_000,
    tax_group=TWO_TAXES,
)
BOTTLE = msgspec.structs.replace(
    PEN,
    item_id="bottle",
    description="Bottle of water",
    scan_code="BOTTLE",
    unit_price_micro=990_000,
    rules=ItemRules(linked_items=(LinkedItem(item_id="deposit"),)),
)
DEPOSIT = msgspec.structs.replace(
    PEN,
    item_id="deposit",
    description="Deposit",
    scan_code="DEPOSIT",
    unit_price_micro=250_000,
    rules=ItemRules(is_discountable=False),
)
GOODS = (*ITEMS, PAD, BOTTLE, DEPOSIT)
ROUNDING_STORE = msgspec.structs.replace(
    STORE, pricing=PricingPolicy(cash_rounding=CashRounding(step_minor=5))
)
RATES = (
    ExchangeRateData(currency="USD", rate_micro=900_000, valid_from="2030-01-01"),
    ExchangeRateData(currency="USD", rate_micro=999_000, valid_from="2031-01-01"),
    ExchangeRateData(
        currency="JPY", rate_micro=620_000, per_units=100, valid_from="2030-01-01"
    ),
)


def priced_catalog() -> MemoryCatalog:
    """Return the goods, offers and rates of this module."""
    return MemoryCatalog(GOODS, promotions=OFFERS, exchange_rates=RATES)


def priced_till(store: StoreSettings = ROUNDING_STORE) -> MemoryTill:
    """Return a till ready to sell them, with the manager signed on."""
    till = MemoryTill(store)
    till.ledger.catalog = priced_catalog()
    open_till(till)
    return till

"""How each store sells, as far as a price depends on it.

A till has this in its own settings. The center prices baskets for a store, for its
web shop above all, and must be told: a price without its currency and tax is none.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct
from sqlalchemy import Connection

from structs.decoding import decode_json
from sync.central import reference_data
from sync.central.errors import RefusedError
from sync.central.reference_data import Change
from sync.central.schema import ANY_STORE
from sync.protocol.envelope import Name
from terminal.domain.currency import currency_of
from terminal.domain.money import Currency
from terminal.domain.pricing.pricing_terms import USUAL_TERMS, PricingTerms
from terminal.domain.scan_code import DEFAULT_SCAN_RULES, ScanRules
from terminal.domain.scan_code.embedded import compile_rule

_KIND: Final = "setting"
_KEY: Final = "store_terms"


class StoreTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the pricer must know of a store.

    Attributes:
        store: Its id; None: every store that has no terms of its own.
        currency: ISO 4217 code.
        exponent: Decimal places; None: those of ISO 4217.
        tax_mode: Whether the prices on the shelf include the tax.
        pricing: The named choices of the shop about its prices.
        scan_rules: How it reads the codes that it gives out itself.
    """

    store: Name | None = None
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    exponent: Annotated[int, Meta(ge=0, le=4)] | None = None
    tax_mode: Literal["inclusive", "exclusive"] = "inclusive"
    pricing: PricingTerms = USUAL_TERMS
    scan_rules: ScanRules = DEFAULT_SCAN_RULES


class StoreReply(Struct, frozen=True, kw_only=True):
    """What became of the terms: `added`, `altered` or `unchanged`."""

    store: str | None
    result: str


class _SettingData(Struct, frozen=True, kw_only=True):
    """A row of the feed of kind `setting`."""

    key: str
    value: StoreTerms


def put_terms(connection: Connection, terms: StoreTerms, now_ms: int) -> StoreReply:
    """Keep the terms of a store; its tills get them with the feed.

    Raises:
        RefusedError: 400, there is no such currency.
        InvalidScanRuleError: A pattern of its labels cannot be read.
    """
    currency_of_terms(terms)
    for pattern in terms.scan_rules.patterns:
        compile_rule(pattern)
    data = msgspec.json.encode(_SettingData(key=_KEY, value=terms)).decode()
    change = Change(kind=_KIND, key=_KEY, data=data, store=terms.store or ANY_STORE)
    changed = reference_data.put(connection, [change], now_ms)
    result = "added" if changed.added else "altered"
    return StoreReply(
        store=terms.store, result="unchanged" if changed.unchanged else result
    )


def find_terms(connection: Connection, store: str) -> StoreTerms | None:
    """Return the store's own terms, else those of every store, else None."""
    found = reference_data.find(connection, _KIND, _KEY)
    data = found.get(store, found.get(ANY_STORE))
    if data is None:
        return None
    return decode_json(data, _SettingData).value


def currency_of_terms(terms: StoreTerms) -> Currency:
    """Return the currency of the store.

    Raises:
        RefusedError: 400, there is no such currency.
    """
    known = currency_of(terms.currency)
    if known is None:
        message = f"{terms.currency} is no currency in which goods are priced"
        raise RefusedError(HTTPStatus.BAD_REQUEST, "currency", message)
    return known if terms.exponent is None else Currency(known.code, terms.exponent)

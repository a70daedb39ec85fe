"""How a store sells is told to the center once, and reaches its tills."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.central_server import CentralServer, TillClient


def _put(server: CentralServer, terms: dict[str, Any]) -> Any:
    return server.administer("POST", "/v1/stores", data=json.dumps(terms).encode())


def test_terms_reach_the_tills_of_their_store_alone(
    server: CentralServer, till: TillClient
) -> None:
    own = _put(server, {"store": till.chain.store, "currency": "EUR"})
    again = _put(server, {"store": till.chain.store, "currency": "EUR"})
    changed = _put(server, {"store": till.chain.store, "currency": "JPY"})
    elsewhere = _put(server, {"store": "S-elsewhere", "currency": "USD"})
    rows, _cursor = till.feed_to_end()

    results = [reply.json()["result"] for reply in (own, again, changed, elsewhere)]
    assert results == ["added", "unchanged", "altered", "added"]
    terms = [
        json.loads(bytes(row.data))["value"]
        for row in rows
        if (row.kind, row.key) == ("setting", "store_terms")
    ]
    # Others may have described every store meanwhile; what is said of one is its own.
    own_terms = [each for each in terms if each["store"] is not None]
    assert [(each["store"], each["currency"]) for each in own_terms] == [
        (till.chain.store, "JPY")
    ]


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"currency": "eur"},
        {"currency": "ZZZ"},
        {"currency": "XAU"},
        {"currency": "EUR", "tax_mode": "none"},
        {"currency": "EUR", "tax": "inclusive"},
        {"currency": "EUR", "exponent": 9},
        {"currency": "EUR", "pricing": {"price_choice": "dearest"}},
        {"currency": "EUR", "pricing": {"cash_step_minor": 0}},
        {
            "currency": "EUR",
            "scan_rules": {"patterns": [{"kind": "weight", "pattern": "2{"}]},
        },
    ],
)
def test_terms_that_are_none_are_refused(
    server: CentralServer, terms: dict[str, Any]
) -> None:
    assert _put(server, terms).status_code == 400


def test_only_the_administrator_sets_them(server: CentralServer) -> None:
    import requests

    answer = requests.post(
        f"{server.url}/v1/stores", json={"currency": "EUR"}, timeout=10
    )

    assert answer.status_code == 401

"""`POST /v1/price`: who may ask, for which store, and what is refused."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from sync.central import catalog_import, installation, pricing, stores
from sync.central.errors import RefusedError
from sync.central.price_book import PriceShelf
from sync.central.stores import StoreTerms
from terminal.domain.errors import DomainError
from terminal.domain.reference_data.file_kind import FileKind
from tests.support.central_server import CentralServer
from tests.support.priced_shop import FILES

_AT = "2026-11-23T10:00:00+01:00"


def _body(*lines: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"at": _AT, "lines": lines, **more}).encode()


_PENS = _body({"scan_code": "4006381333931", "quantity": "3"})


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentralServer]:
    """A center of its own: what others import would change the prices."""
    server = CentralServer.make(tmp_path_factory.mktemp("priced"))
    server.start()
    for kind, text in FILES.items():
        answer = server.administer(
            "POST", f"/v1/catalog/import?kind={kind}", data=text.encode()
        )
        assert answer.json()["refused"] == []
    server.answer("POST", "/v1/stores", {"currency": "EUR"})
    yield server
    server.close()


def _priced(shop: CentralServer, body: bytes, query: str = "?store=s-01") -> Any:
    return shop.administer("POST", f"/v1/price{query}", data=body)


def test_the_administrator_names_the_store(shop: CentralServer) -> None:
    answer = _priced(shop, _PENS)

    basket = answer.json()
    assert answer.status_code == 200, answer.text
    assert (basket["store"], basket["currency"]) == ("s-01", "EUR")
    assert basket["total_minor"] == 298
    assert [use["promotion_id"] for use in basket["promotions"]] == ["3for2"]
    assert basket["lines"][0]["why"] is None


def test_explained_it_says_what_was_tried(shop: CentralServer) -> None:
    basket = _priced(shop, _PENS, "?store=s-01&explain=true").json()

    tried = {why["promotion_id"]: why for why in basket["lines"][0]["why"]}
    assert tried["3for2"]["outcome"] == "applied"
    assert tried["3for2"]["version"] == 3
    assert tried["ten"]["outcome"] == "refused"


def test_a_store_has_its_own_terms(shop: CentralServer) -> None:
    terms = {"store": "s-us", "currency": "USD", "tax_mode": "exclusive"}
    shop.answer("POST", "/v1/stores", terms)

    basket = _priced(shop, _PENS, "?store=s-us").json()

    assert (basket["currency"], basket["total_minor"]) == ("USD", 358)


def test_labels_are_read_by_the_rules_of_the_store(shop: CentralServer) -> None:
    label = {"kind": "weight", "pattern": "27.....{NNDDD}"}
    terms = {"store": "s-27", "currency": "EUR", "scan_rules": {"patterns": [label]}}
    shop.answer("POST", "/v1/stores", terms)
    # 27, item 00077, 1.250 kg, the check digit.
    body = _body({"scan_code": "2700077012507"})

    priced = _priced(shop, body, "?store=s-27").json()
    elsewhere = _priced(shop, body)

    assert priced["lines"][0]["quantity_micro"] == 1_250_000
    assert elsewhere.json()["code"] == "unknown_item"


def test_a_workstation_asks_for_its_own_store(
    shop: CentralServer,
) -> None:
    till = shop.enrolled("T-PRICE", "S-PRICE")
    answer = till.send("POST", "/v1/price", _PENS)

    assert answer.status_code == 200, answer.text
    assert answer.json()["store"] == till.chain.store
    assert answer.json()["total_minor"] == 298


def test_a_stranger_is_refused(shop: CentralServer) -> None:
    unsigned = requests.post(f"{shop.url}/v1/price", data=_PENS, timeout=10)
    wrong = requests.post(
        f"{shop.url}/v1/price?store=s",
        data=_PENS,
        headers={"Authorization": "Bearer wrong"},
        timeout=10,
    )

    assert (unsigned.status_code, wrong.status_code) == (401, 401)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "malformed"),
        (b"{}", "malformed"),
        (b"\xff", "malformed"),
        (_body(), "price_request"),
        (_body({"scan_code": "NOWHERE"}), "unknown_item"),
        (_body({"scan_code": "WATER", "quantity": "-1"}), "invalid_quantity"),
        (_body({"scan_code": "WATER", "quantity": "0"}), "invalid_quantity"),
        (_body({"scan_code": "WATER", "keyed_price": "x"}), "invalid_price"),
        (json.dumps({"at": "today", "lines": []}).encode(), "price_request"),
        (_body({"scan_code": "WATER"}, coupons=["x"] * 51), "price_request"),
    ],
)
def test_what_cannot_be_priced_is_refused_with_its_reason(
    shop: CentralServer, body: bytes, code: str
) -> None:
    answer = _priced(shop, body)

    assert answer.status_code == 400, answer.text
    assert answer.json()["code"] == code


def test_a_store_must_be_named(shop: CentralServer) -> None:
    none = _priced(shop, _PENS, "")
    long = _priced(shop, _PENS, f"?store={'s' * 200}")

    assert [none.json()["code"], long.json()["code"]] == ["parameter", "parameter"]


def test_a_request_is_bounded(shop: CentralServer) -> None:
    answer = _priced(shop, b" " * (1024 * 1024 + 1))

    assert answer.status_code == 413


# The same service without HTTP, for many odd requests.


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder: Path = tmp_path_factory.mktemp("center")
    location = installation.locate(None, folder)
    installation.install(location, "acme", lambda: 1)
    engine, _center, _signer = installation.open_installed(location)
    with engine.begin() as opened:
        for kind, text in FILES.items():
            file = catalog_import.read(text.encode(), FileKind(kind), dry_run=False)
            for batch in file.batches():
                catalog_import.write(opened, batch, 1)
        yield opened
    engine.dispose()


def test_a_store_that_nobody_described_is_said_so(connection: Connection) -> None:
    with pytest.raises(RefusedError, match="POST /v1/stores") as refused:
        pricing.price(connection, PriceShelf(), "s-01", _PENS, explained=False)

    assert refused.value.status == 400


_texts = st.one_of(
    st.none(),
    st.text(max_size=6),
    st.sampled_from(["1", "0.5", "1e9", "999999999999", "0.000001", "-1", "NaN"]),
)
_lines = st.fixed_dictionaries(
    {"scan_code": st.sampled_from(["WATER", "INKBOX", "77", "4006381333931", "", "]"])},
    optional={
        "quantity": _texts,
        "keyed_price": _texts,
        "discount": st.fixed_dictionaries(
            {}, optional={"percent": _texts, "amount": _texts}
        ),
        "serial": _texts,
        "lot": _texts,
    },
)
_requests = st.fixed_dictionaries(
    {
        "at": st.sampled_from(
            [_AT, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "", "x"]
        ),
        "lines": st.lists(_lines, max_size=4),
    },
    optional={
        "channel": st.text(max_size=4),
        "coupons": st.lists(st.text(max_size=6), max_size=3),
        "tender": _texts,
        "tax_exemption": st.none()
        | st.fixed_dictionaries({"reason": st.text(max_size=3)}),
        "customer": st.fixed_dictionaries(
            {}, optional={"groups": st.lists(st.text(max_size=3)), "tier": _texts}
        ),
    },
)


@settings(max_examples=150, deadline=None)
@given(request=_requests, explained=st.booleans())
def test_no_request_is_anything_but_priced_or_refused(
    connection: Connection, request: dict[str, Any], explained: bool
) -> None:
    stores.put_terms(connection, StoreTerms(currency="EUR"), 1)
    body = json.dumps(request).encode()

    priced = None
    with contextlib.suppress(DomainError):
        priced = pricing.price(
            connection, PriceShelf(), "s-01", body, explained=explained
        )

    assert priced is None or json.loads(priced)["lines"]

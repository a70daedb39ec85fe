"""The replica of a till and the tables of the center are one book to the pricer.

Made baskets and made reference data, both books in this process: many more cases than
processes could play.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from sync.central import catalog_import, feed, installation
from sync.central.price_book import CentralPriceBook, PriceShelf
from terminal.domain.errors import DomainError
from terminal.domain.money import Currency
from terminal.domain.pricing.price_book import PriceBook
from terminal.domain.pricing.price_request import (
    PriceRequest,
    RequestCustomer,
    RequestLine,
)
from terminal.domain.pricing.priced_basket import encode
from terminal.domain.pricing.request_pricing import PriceSettings, price_request
from terminal.domain.reference_data.file_kind import FileKind
from terminal.domain.transaction.transaction_header import TaxMode
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter
from tests.support.made_till import make_till
from tests.support.priced_shop import FILES

_STORE: Final = "S-01"
_SETTINGS: Final = PriceSettings(
    store=_STORE, currency=Currency("EUR", 2), tax_mode=TaxMode.INCLUSIVE
)
Books = tuple[ReplicaReader, CentralPriceBook]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """A center with a shop's files, and a replica that took its whole feed."""
    folder: Path = tmp_path_factory.mktemp("books")
    location = installation.locate(None, folder / "center")
    installation.install(location, "acme", lambda: 1)
    engine, center, _signer = installation.open_installed(location)
    make_till(folder / "till")
    home = Home.load(folder / "till")
    keys = load_keys(home)
    with engine.begin() as connection:
        _import(connection)
        scope = feed.Scope("acme", center.incarnation, _STORE)
        with home.lock_replica(), ReplicaWriter(home, keys) as writer:
            checkpoint = feed.read_feed(connection, scope, "")
            writer.apply_rows(checkpoint.rows, checkpoint.cursor)
        reader = ReplicaReader(home, keys)
        yield reader, CentralPriceBook(connection, _STORE, PriceShelf())
        reader.close()
    engine.dispose()


def _import(connection: Connection) -> None:
    for kind, text in FILES.items():
        file = catalog_import.read(text.encode(), FileKind(kind), dry_run=False)
        for batch in file.batches():
            catalog_import.write(connection, batch, 1)


_lines = st.builds(
    RequestLine,
    scan_code=st.sampled_from(
        ["4006381333931", "4006381333948", "INKBOX", "APPLES", "77", "WATER", "NONE"]
    ),
    quantity=st.sampled_from(["1", "2", "3", "7", "0.5", "1.245", "0", "40"]),
    keyed_price=st.none() | st.sampled_from(["1", "0.99"]),
)
_requests = st.builds(
    PriceRequest,
    at=st.sampled_from(
        ["2026-11-30T23:59:59+00:00", "2026-12-01T09:00:00+09:00", "2026-12-05T00:00Z"]
    ),
    lines=st.lists(_lines, min_size=1, max_size=8).map(tuple),
    channel=st.sampled_from(["store", "web"]),
    customer=st.builds(
        RequestCustomer,
        member_id=st.none() | st.just("m1"),
        groups=st.sampled_from([(), ("staff",)]),
    ),
    coupons=st.sampled_from([(), ("SAVE5",), ("NONE",)]),
    tender=st.none() | st.just("cash"),
)


def _answer(
    request: PriceRequest, book: PriceBook, *, explained: bool
) -> bytes | tuple[str, str]:
    try:
        return encode(price_request(request, book, _SETTINGS, explained=explained))
    except DomainError as refused:
        return refused.code, str(refused)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(request=_requests, explained=st.booleans())
def test_both_books_price_and_refuse_alike(
    books: Books, request: PriceRequest, explained: bool
) -> None:
    at_till, at_center = books

    assert _answer(request, at_till, explained=explained) == _answer(
        request, at_center, explained=explained
    )


def test_both_books_have_the_same_version(books: Books) -> None:
    at_till, at_center = books

    assert at_till.version() == at_center.version() != ""

"""A basket is priced from the files of a home, while its till may be running."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.bootstrap.pricing import price_at_home
from terminal.domain.errors import UnknownItemError
from terminal.domain.pricing.price_request import PriceRequest, RequestLine
from terminal.domain.reference_data.file_kind import FileKind
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.replica.catalog_import import write_file
from terminal.persistence.replica.writer import ReplicaWriter
from tests.support.made_till import make_till
from tests.support.priced_shop import FILES

_AT = "2026-11-23T10:00:00+01:00"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    make_till(tmp_path / "till")
    home = Home.load(tmp_path / "till")
    with home.lock_replica(), ReplicaWriter(home, load_keys(home)) as writer:
        for kind, text in FILES.items():
            write_file(FileKind(kind), text, writer)
    return home


def _request(*lines: RequestLine, at: str = _AT) -> PriceRequest:
    return PriceRequest(at=at, lines=lines)


def test_the_settings_and_reference_data_of_the_home_are_used(home: Home) -> None:
    with home.lock_ledger():
        basket = price_at_home(
            home.path,
            _request(RequestLine(scan_code="4006381333931", quantity="3")),
            explained=False,
        )

    assert (basket.currency, basket.store) == ("EUR", home.settings.workstation.store)
    assert basket.total_minor == 298


def test_a_price_of_next_week_is_there_already_and_not_in_force(home: Home) -> None:
    line = RequestLine(scan_code="APPLES")

    totals = [
        price_at_home(home.path, _request(line, at=at), explained=False).total_minor
        for at in (
            "2026-11-30T23:59:59Z",
            "2026-12-01T00:00:00Z",
            "2026-12-08T00:00:00Z",
        )
    ]

    # 1.99 less 10 % from the first of December, the usual price again a week later.
    assert totals == [299, 179, 269]


def test_what_the_till_does_not_sell_is_refused(home: Home) -> None:
    with pytest.raises(UnknownItemError):
        price_at_home(
            home.path, _request(RequestLine(scan_code="NOWHERE")), explained=False
        )

"""Prices and promotions reach the till before they hold, and switch on by its clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from terminal.application.selling.add_item import AddItem
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.get_priced_basket import GetPricedBasket
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.sign_on import SignOn
from terminal.bootstrap.headless import Till, open_till
from terminal.bootstrap.local_reference import local_writer
from terminal.bootstrap.system_clock import InjectedClock
from terminal.domain.pricing.priced_basket import PricedBasket
from terminal.domain.reference_data.file_kind import FileKind
from terminal.persistence.replica.catalog_import import write_file
from tests.support.made_till import PIN, make_till

_BEFORE: Final = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
_AFTER: Final = datetime(2026, 12, 1, tzinfo=UTC)
_ENDED: Final = datetime(2026, 12, 8, tzinfo=UTC)
_ITEMS: Final = (
    "item_id,scan_code,description,unit_price\npen,PEN,Pen,1.50\nink,INK,Ink,4.00\n"
)
_LISTS: Final = "price_list,name\nweek,Week\n"
_PRICES: Final = (
    "item_id,price_list,unit_price,starts_at,ends_at\n"
    "pen,week,1.20,2026-12-01T00:00:00Z,2026-12-08T00:00:00Z\n"
)
_PROMOTION: Final = (
    '{"promotion_id": "half", "version": 1, "name": "Half", "reward":'
    ' {"kind": "percent_off", "percent_ppm": 500000}, "selects": {"items": ["ink"]},'
    f' "conditions": {{"starts_at_ms": {int(_AFTER.timestamp()) * 1000},'
    f' "ends_at_ms": {int(_ENDED.timestamp()) * 1000}}}}}\n'
)


class Counter:
    """An open till whose clock the test sets."""

    def __init__(self, till: Till, clock: InjectedClock) -> None:
        self.till = till
        self.clock = clock

    def at(self, now: datetime) -> Counter:
        self.clock.now_ms = int(now.timestamp()) * 1000
        return self

    def scan(self, *codes: str) -> None:
        for code in codes:
            self.till.use_cases.add_item(AddItem(scan_code=code))

    def priced(self) -> PricedBasket:
        basket = self.till.use_cases.get_priced_basket(GetPricedBasket())
        assert basket is not None
        return basket

    def total(self, *codes: str) -> int:
        """Ring *codes* up, return what they cost, and give the basket up."""
        self.scan(*codes)
        total = self.priced().total_minor
        self.till.use_cases.cancel_transaction(CancelTransaction(reason="test"))
        return total


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    make_till(tmp_path / "till")
    clock = InjectedClock()
    till = open_till(tmp_path / "till", clock=clock)
    opened = Counter(till, clock).at(_BEFORE)
    _import(till, FileKind.ITEMS, _ITEMS)
    till.use_cases.sign_on(SignOn(operator_id="7", pin=PIN))
    till.use_cases.open_business_day(OpenBusinessDay())
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))
    yield opened
    till.close()


def _import(till: Till, kind: FileKind, text: str) -> None:
    """Import as the command does while the till is running."""
    with local_writer(till.home.path) as writer:
        write_file(kind, text, writer)


def test_a_price_holds_from_its_instant_to_its_end(counter: Counter) -> None:
    before_import = counter.total("PEN")
    _import(counter.till, FileKind.PRICE_LISTS, _LISTS)
    _import(counter.till, FileKind.PRICES, _PRICES)

    totals = [counter.at(now).total("PEN") for now in (_BEFORE, _AFTER, _ENDED)]

    assert (before_import, totals) == (150, [150, 120, 150])


def test_a_promotion_holds_from_its_instant_to_its_end(counter: Counter) -> None:
    _import(counter.till, FileKind.PROMOTIONS, _PROMOTION)

    totals = [counter.at(now).total("INK") for now in (_BEFORE, _AFTER, _ENDED)]

    assert totals == [400, 200, 400]


def test_a_promotion_that_arrives_between_two_scans_is_used_without_a_restart(
    counter: Counter,
) -> None:
    counter.at(_AFTER)
    counter.scan("INK")
    alone = counter.priced()
    _import(counter.till, FileKind.PROMOTIONS, _PROMOTION)
    counter.scan("PEN")
    after = counter.priced()
    withdrawn = _PROMOTION.replace('"version": 1', '"version": 2, "is_active": false')
    _import(counter.till, FileKind.PROMOTIONS, withdrawn)
    counter.scan("PEN")

    assert (alone.total_minor, after.total_minor) == (400, 350)
    assert [use.version for use in after.promotions] == [1]
    assert counter.priced().total_minor == 700
    assert counter.priced().promotions == ()


def test_an_open_line_keeps_the_price_of_its_scan(counter: Counter) -> None:
    _import(counter.till, FileKind.PRICE_LISTS, _LISTS)
    _import(counter.till, FileKind.PRICES, _PRICES)

    counter.scan("PEN")
    counter.at(_AFTER).scan("PEN")

    lines = counter.priced().lines
    assert [line.amount_minor for line in lines] == [150, 120]

"""Many customers in the window of a till with every device: nothing grows.

Cables are pulled out in the middle of sales, and all devices are let go of and taken
up again, as each visit of a technician does.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.integration.counter.held import Held, growth, held_now, spread
from tests.integration.counter.shop import (
    BREAD,
    BREAD_MINOR,
    MILK,
    MILK_MINOR,
    Shop,
    until,
)

pytestmark = [
    pytest.mark.gui,
    pytest.mark.campaign,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts /proc"),
    # The offscreen platform has no window manager to tell a size to.
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]

_SALES = 300
_MEMORY_KIB_A_SALE_MAX = 16.0
_OBJECTS_A_SALE_MAX = 3.0
_PULLED = ("scanner", "printer", "pole", "scale")


@pytest.fixture
def shop(qapp: QApplication, tmp_path: Path, elders: frozenset[int]) -> Iterator[Shop]:
    shop = Shop(tmp_path)
    yield shop
    shop.close()


def _sell(shop: Shop, number: int) -> int:
    """Sell something; return what was paid."""
    due = MILK_MINOR + BREAD_MINOR
    shop.ring(MILK)
    if number % 3 == 0:
        grams = 300 + number % 7 * 50
        shop.weigh(grams)
        due += grams
    if number % 5 == 0:
        name = _PULLED[number // 5 % len(_PULLED)]
        shop.units[name].unplug()
        shop.key(BREAD)
        shop.until_away(name)
        shop.units[name].plug()
        shop.until_all_well()
    else:
        shop.ring(BREAD)
    paid = shop.pay()
    assert paid == due
    return paid


def _swap(shop: Shop) -> None:
    """Run other devices, on a thread of the technician's."""
    thread = threading.Thread(
        target=shop.cashier.swap_devices, args=(shop.settings,), name="technician"
    )
    thread.start()
    until(lambda: not thread.is_alive())
    thread.join()
    shop.until_all_well()


def _sell_all(shop: Shop, elders: frozenset[int]) -> list[tuple[int, Held]]:
    """Sell; return what was held after every few sales."""
    points: list[tuple[int, Held]] = []
    papers = paid = 0
    for number in range(_SALES):
        paid += _sell(shop, number)
        shop.printer.close_drawer()
        if number % 25 == 24:
            _swap(shop)
        if number % 5 == 4:
            papers += shop.paper_count()
            # It keeps a thousand papers: what would grow here is not looked for.
            shop.printer._papers.clear()
            shop.until_all_well()
            points.append((1000 * number, held_now(elders)))
    sold = shop.sold()
    assert [sale.number for sale in sold] == list(range(1, _SALES + 1))
    assert sum(sale.gross_minor for sale in sold) == paid
    assert papers == _SALES
    return points


@pytest.mark.timeout(3600)
def test_a_day_of_sales_leaves_nothing_behind(
    shop: Shop, elders: frozenset[int]
) -> None:
    points = _sell_all(shop, elders)

    half = points[len(points) // 2 :]
    memory = growth(half, lambda held: held.memory_kib)
    objects = growth(half, lambda held: held.objects)
    for done, held in points[:: len(points) // 10]:
        sys.stdout.write(f"{done // 1000:4}: {held}\n")
    sys.stdout.write(
        f"growth with each sale in the second half: {memory:.2f} KiB,"
        f" {objects:.2f} objects\n"
    )
    assert memory <= _MEMORY_KIB_A_SALE_MAX
    assert objects <= _OBJECTS_A_SALE_MAX
    warm = points[len(points) // 5 :]
    assert spread(warm, lambda held: held.threads) <= 1
    assert spread(warm, lambda held: held.descriptors) <= 3
    assert {held.children for _, held in warm} == {1}

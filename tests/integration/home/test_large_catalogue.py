"""A replica of 600,000 generated items is read in microseconds.

The figures are printed, not asserted: they belong to the machine.  Run with ``-s``.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from terminal.domain.reference_data.rows import IdentityData, ItemData
from terminal.domain.tax.tax_group import single_rate
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys, load_keys
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.rows import RowData
from terminal.persistence.replica.writer import ReplicaWriter
from tests.support.made_till import make_till

_ITEMS: Final = 600_000
_LOOK_UPS: Final = 10_000
_SEARCHES: Final = 20
_SEED: Final = 20_261_122
_WORDS: Final = (
    *("chocolat", "noir", "lait", "bio", "pain", "farine", "sucre", "café", "thé"),
    *("organic", "whole", "milk", "bread", "butter", "cheese", "apple", "orange"),
    *("可口", "可乐", "牛奶", "面包", "大米", "苹果", "橙汁", "巧克力"),
)


def _rows(rng: random.Random) -> Iterator[RowData]:
    yield single_rate("t", 200_000, "20 %")
    for number in range(_ITEMS):
        words = rng.sample(_WORDS, 3)
        yield ItemData(
            item_id=f"I{number:07}",
            description=f"{' '.join(words)} {number % 997} g",
            unit="piece",
            unit_price_micro=rng.randrange(100_000, 90_000_000, 10_000),
            tax_group_id="t",
        )


def _identities() -> Iterator[RowData]:
    for number in range(_ITEMS):
        yield IdentityData(scan_code=f"C{number:07}", item_id=f"I{number:07}")


def _microseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - begin) / 1_000


def _percentiles(values: list[float]) -> str:
    cuts = statistics.quantiles(values, n=100)
    return f"p50 {cuts[49]:.0f} us, p99 {cuts[98]:.0f} us"


@pytest.mark.campaign
@pytest.mark.timeout(600)
def test_look_ups_and_searches_stay_fast_at_600_000_items(tmp_path: Path) -> None:
    make_till(tmp_path / "till")
    home = Home.load(tmp_path / "till")
    keys: HomeKeys = load_keys(home)
    rng = random.Random(_SEED)

    with ReplicaWriter(home, keys) as writer:
        begin = time.perf_counter()
        writer.put_rows(_rows(rng))
        writer.put_rows(_identities())
        print(f"\nimported {_ITEMS} items in {time.perf_counter() - begin:.1f} s")
    reader = ReplicaReader(home, keys)
    codes = [f"C{rng.randrange(_ITEMS):07}" for _ in range(_LOOK_UPS)]
    spent = [
        _microseconds(lambda code=code: reader.find_by_scan_code(code))  # type: ignore[misc]  # bound at once
        for code in codes
    ]
    print(f"look-up of a random code: {_percentiles(spent)}")
    for text in ("cho", "chocolat noir", "bread butter", "可乐", "牛奶 面包", "kk"):
        searches = [
            _microseconds(lambda text=text: reader.search(text, 50))  # type: ignore[misc]  # bound at once
            for _ in range(_SEARCHES)
        ]
        print(f"search {text!r}: {_percentiles(searches)}")

    item = reader.find_by_scan_code("C0123456")
    assert item is not None
    assert item.item_id == "I0123456"
    assert len(reader.search("chocolat noir", 50)) == 50
    assert reader.counts()["item"] == _ITEMS

"""The customer's screen is pulled out in the middle of a sale, and put in again.

The till runs in a process of its own, because a Qt application cannot get a second
screen while it runs.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.counter.shop import sold_in
from tests.integration.counter.window_process import SCREEN
from tests.integration.counter.window_till import (
    TOTAL,
    WAIT_S,
    OutlivingCounter,
    WindowTill,
)

pytestmark = [
    pytest.mark.gui,
    pytest.mark.campaign,
    pytest.mark.skipif(
        sys.platform == "win32", reason="Windows has no pseudo-terminals"
    ),
]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[OutlivingCounter]:
    counter = OutlivingCounter(tmp_path)
    path = counter.home.config_path
    text = path.read_text(encoding="utf-8")
    before, table, after = text.partition("[customer]\n")
    assert table
    after = after.replace('screen = ""', f'screen = "{SCREEN}"', 1)
    path.write_text(before + table + after, encoding="utf-8")
    yield counter
    counter.close()


def _two_screens(folder: Path) -> str:
    screens = [
        {
            "name": name,
            "x": x,
            "y": 0,
            "width": 1366,
            "height": 768,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
        for name, x in (("cashier", 0), (SCREEN, 1366))
    ]
    config = folder / "screens.json"
    config.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    return f"offscreen:configfile={config}"


def _until_shown(till: WindowTill, where: str, *texts: str) -> None:
    end = time.monotonic() + WAIT_S
    while True:
        till.tell("customer")
        shown = till.until("customer")
        if shown.startswith(where) and all(text in shown for text in texts):
            return
        assert time.monotonic() < end, shown


def test_the_sale_goes_on_without_the_customers_screen(
    counter: OutlivingCounter, tmp_path: Path
) -> None:
    platform = _two_screens(tmp_path)
    till = WindowTill(counter.home, counter.scanner, platform=platform)
    till.ring()
    _until_shown(till, SCREEN, "Sourdough loaf", "6.15")
    till.tell("screen out")
    _until_shown(till, "closed")
    assert till.pay() == TOTAL
    till.tell("screen in")
    _until_shown(till, SCREEN, "6.15")
    till.ring()
    _until_shown(till, SCREEN, "Sourdough loaf", "6.15")
    assert till.pay() == TOTAL
    assert counter.printer.wait_for_papers(2, WAIT_S)
    till.close()

    assert [sale.gross_minor for sale in sold_in(counter.home)] == [TOTAL, TOTAL]

"""One basket, one answer: till, `price` and the center say the same bytes.

Everything is a process of its own and speaks over its real boundary: the center over
HTTP, the till over standard streams, the command over its standard output.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from terminal.bootstrap.agent import run_agent
from terminal.bootstrap.new_home import make_home
from terminal.diagnostics.replay.processes import MAIN, TillProcess
from terminal.settings.answers import CentralAnswers, InitAnswers, StoreAnswers
from tests.support.central_server import CentralServer
from tests.support.priced_shop import FILES

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

_STORE: Final = "S-09"
_PIN: Final = "314152"
# Before, in and after the week of the apples; the fruit promotion stays.
_INSTANTS: Final = (
    datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    datetime(2026, 12, 2, 9, 30, tzinfo=UTC),
    datetime(2026, 12, 9, 23, 59, 59, tzinfo=UTC),
)
_PEN: Final = "4006381333931"
_INK: Final = "4006381333948"

Basket = dict[str, Any]


def _lines(*lines: tuple[str, str]) -> list[dict[str, str]]:
    return [{"scan_code": code, "quantity": quantity} for code, quantity in lines]


_BASKETS: Final[dict[str, Basket]] = {
    "one line without any rule": {"lines": _lines((_INK, "1"))},
    "three for two, twice scanned": {"lines": _lines((_PEN, "2"), (_PEN, "2"))},
    "a quantity break and a pack": {"lines": _lines((_INK, "3"), ("INKBOX", "1"))},
    "weighed goods with a tax per unit": {"lines": _lines(("APPLES", "1.245"))},
    "linked deposits": {"lines": _lines(("WATER", "6"), (_PEN, "1"))},
    "a threshold and a coupon": {
        "lines": _lines(("INKBOX", "2"), (_PEN, "7"), ("APPLES", "0.333")),
        "coupons": ["SAVE5"],
    },
    "a member of the staff": {
        "lines": _lines((_INK, "1"), (_PEN, "3"), ("WATER", "2")),
        "customer": {"member_id": "m1", "groups": ["staff"], "tier": "gold"},
    },
}


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CentralServer]:
    """A center with a shop's files; the taxes are added to the shelf price in S-10."""
    server = CentralServer.make(tmp_path_factory.mktemp("center") / "home")
    server.start()
    for kind, text in FILES.items():
        target = f"/v1/catalog/import?kind={kind}"
        answer = server.administer("POST", target, data=text.encode())
        assert answer.json()["refused"] == []
    manager = {"operator_id": "9", "name": "Max", "role": "manager", "pin": _PIN}
    server.answer("POST", "/v1/operators", manager)
    server.answer("POST", "/v1/stores", {"currency": "EUR"})
    exclusive = {"store": "S-10", "currency": "EUR", "tax_mode": "exclusive"}
    server.answer("POST", "/v1/stores", exclusive)
    yield server
    server.close()


class Shop:
    """A till of one store, its home, and the center."""

    def __init__(self, folder: Path, center: CentralServer, store: str) -> None:
        self.center = center
        self.store = store
        self.folder = folder
        self.home = folder / "till"
        make_home(
            self.home,
            InitAnswers(
                store=StoreAnswers(
                    name="Corner shop",
                    currency="EUR",
                    time_zone="UTC",
                    tax_mode="exclusive" if store == "S-10" else "inclusive",
                ),
                central=CentralAnswers(
                    url=center.url, code=center.code(f"T-{store}", store)
                ),
                key_folder="keys",
            ),
        )
        # Whatever was written since its first feed, so that both know the same.
        run_agent(self.home, once=True)
        self.till = TillProcess(self.home, folder / "till.log")
        at_ms = _ms(_INSTANTS[0])
        self.till.call("sign_on", at_ms, operator_id="9", pin=_PIN)
        self.till.call("open_business_day", at_ms)
        self.till.call("open_till_period", at_ms, loan_minor=10_000)

    def at_till(self, basket: Basket, at: datetime, *, explained: bool) -> bytes:
        """Ring the basket up, ask for it, and give it up again."""
        at_ms = _ms(at)
        till = self.till
        if "customer" in basket:
            till.call("identify_member", at_ms, code="MEMBER-1")
        for line in basket["lines"]:
            micro = round(float(line["quantity"]) * 1_000_000)
            till.call(
                "add_item", at_ms, scan_code=line["scan_code"], quantity_micro=micro
            )
        for code in basket.get("coupons", ()):
            till.call("enter_coupon", at_ms, code=code)
        priced = till.call("get_priced_basket", at_ms, explain=explained)
        till.call("cancel_transaction", at_ms, reason="test")
        return priced

    def at_command(self, basket: Basket, at: datetime, *, explained: bool) -> bytes:
        """Run `price` with the basket on its standard input."""
        words = ["price", "-", "--json", "--home", str(self.home)]
        done = subprocess.run(
            [sys.executable, str(MAIN), *words, *(["--explain"] if explained else [])],
            input=_body(basket, at),
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def at_center(self, basket: Basket, at: datetime, *, explained: bool) -> bytes:
        """Ask the center as its administrator."""
        target = f"/v1/price?store={self.store}&explain={str(explained).lower()}"
        answer = self.center.administer("POST", target, data=_body(basket, at))
        assert answer.status_code == 200, answer.text
        return answer.content


@pytest.fixture(scope="module", params=[_STORE, "S-10"])
def shop(
    center: CentralServer,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Shop]:
    opened = Shop(tmp_path_factory.mktemp("shop"), center, request.param)
    yield opened
    opened.till.stop()


def _ms(at: datetime) -> int:
    return int(at.timestamp()) * 1000


def _body(basket: Basket, at: datetime) -> bytes:
    return json.dumps({"at": at.isoformat(), **basket}).encode()


@pytest.mark.parametrize("at", _INSTANTS, ids=["before", "within", "after"])
@pytest.mark.parametrize("name", _BASKETS)
def test_till_command_and_center_say_the_same_bytes(
    shop: Shop, name: str, at: datetime
) -> None:
    basket = _BASKETS[name]
    explained = at is _INSTANTS[1]

    at_till = shop.at_till(basket, at, explained=explained)
    at_center = shop.at_center(basket, at, explained=explained)
    at_command = shop.at_command(basket, at, explained=explained)

    assert json.loads(at_till) == json.loads(at_center)
    assert at_till == at_center == at_command


def test_the_rules_were_at_work(shop: Shop) -> None:
    """Guards against baskets that are equal because nothing applies to them."""
    used: set[str] = set()
    lists: set[str | None] = set()
    for name in _BASKETS:
        for at in _INSTANTS:
            priced = json.loads(shop.at_center(_BASKETS[name], at, explained=False))
            used |= {each["promotion_id"] for each in priced["promotions"]}
            lists |= {line["price_list_id"] for line in priced["lines"]}

    assert used == {"3for2", "fruit", "ten", "coupon"}
    assert lists == {None, "week", "staff"}

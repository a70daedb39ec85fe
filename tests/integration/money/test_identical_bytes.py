"""Random baskets cost the same, byte for byte, at the till, by `price` and at the center.

The till rings up line by line and is asked at the end; the others are sent the whole
basket at once.  Till and `price` read the replica that the center's feed filled, the
center its own tables.  All in one process: what stands between them over wires is
tested by `test_identical_prices`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from sync.central import feed, installation, pricing, reference_data, stores
from sync.central.feed import Scope
from sync.central.price_book import PriceShelf
from sync.central.reference_data import Change
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.discount_line import DiscountLine
from terminal.application.selling.enter_coupon import EnterCoupon
from terminal.application.selling.get_priced_basket import GetPricedBasket
from terminal.application.selling.identify_member import IdentifyMember
from terminal.application.selling.set_tax_exemption import SetTaxExemption
from terminal.application.tendering.choose_tender import ChooseTender
from terminal.domain.errors import DomainError
from terminal.domain.pricing.priced_basket import encode
from terminal.domain.pricing.read_request import read_request
from terminal.domain.pricing.request_pricing import PriceSettings, price_request
from terminal.domain.reference_data.rows import encode_row, key_of, kind_of, lookup_of
from terminal.domain.transaction.transaction_header import TaxMode
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter
from tests.fakes.clock import START_MS
from tests.fakes.till import MemoryTill, open_till
from tests.fakes.till_home import TillHome
from tests.support import whole_shop

pytestmark = [pytest.mark.slow]

_ROWS_MAX: Final = 100_000
_WEIGHED: Final = {"GRAPES", "NUTS"}
_MEMBERS: Final = {member.code: member for member in whole_shop.MEMBERS}

Basket = dict[str, Any]

SEEN: Counter[str] = Counter()


class Shop:
    """A center, the replica of its tills, and one till for each way to sell."""

    def __init__(self, folder: Path, connection: Connection, incarnation: str) -> None:
        self.connection = connection
        self.shelf = PriceShelf()
        rows = [
            Change(
                kind=kind_of(row),
                key=key_of(row),
                data=encode_row(row).decode(),
                lookup=lookup_of(row),
                store="",
            )
            for row in whole_shop.reference_rows()
        ]
        reference_data.put(connection, rows, 1)
        for terms in whole_shop.TERMS:
            stores.put_terms(connection, terms, 1)
        self.replicas = [
            self._replica(folder / str(number), incarnation, store.store)
            for number, store in enumerate(whole_shop.STORES)
        ]
        self.tills = [
            self._till(store, replica)
            for store, replica in zip(whole_shop.STORES, self.replicas, strict=True)
        ]

    def _replica(self, folder: Path, incarnation: str, store: str) -> ReplicaReader:
        """Return what a till of *store* has of the center's rows."""
        folder.mkdir()
        home = TillHome(folder)
        scope = Scope("acme", incarnation, store)
        page = feed.read_feed(self.connection, scope, "", _ROWS_MAX)
        assert page.complete
        with ReplicaWriter(home.home, home.keys) as writer:
            writer.apply_rows(page.rows, page.cursor, starts_snapshot=True)
        return ReplicaReader(home.home, home.keys)

    def _till(self, store: StoreSettings, replica: ReplicaReader) -> MemoryTill:
        till = MemoryTill(store)
        open_till(till)
        till.ledger.catalog = replica  # type: ignore[assignment]  # both are the port
        till.ledger.members = replica  # type: ignore[assignment]  # both are the port
        return till

    def at_till(self, number: int, basket: Basket, *, explained: bool) -> bytes:
        """Ring the basket up, ask for it, and give it up again."""
        till = self.tills[number]
        use = till.use_cases
        moment = datetime.fromisoformat(basket["at"])
        till.clock.set_wall(int(moment.timestamp()) * 1_000)
        try:
            for step in _steps(basket):
                getattr(use, step[0])(step[1])
            priced = use.get_priced_basket(GetPricedBasket(explain=explained))
            assert priced is not None
            return encode(priced)
        finally:
            if till.ledger.state.baskets:
                use.cancel_transaction(CancelTransaction())

    def at_command(self, number: int, basket: Basket, *, explained: bool) -> bytes:
        """Price the basket from the replica, as `price` does."""
        store = whole_shop.STORES[number]
        request = read_request(json.dumps(basket).encode())
        settings_ = PriceSettings(
            store=store.store,
            currency=store.currency,
            tax_mode=TaxMode(store.tax_mode),
            policy=store.pricing,
            scan_rules=store.scan_rules,
        )
        return encode(
            price_request(
                request, self.replicas[number], settings_, explained=explained
            )
        )

    def at_center(self, number: int, basket: Basket, *, explained: bool) -> bytes:
        """Price the basket as `POST /v1/price` does."""
        return pricing.price(
            self.connection,
            self.shelf,
            whole_shop.STORES[number].store,
            json.dumps(basket).encode(),
            explained=explained,
        )


def _steps(basket: Basket) -> Iterator[tuple[str, object]]:
    """Yield the commands that ring a basket up, by their names."""
    customer = basket.get("customer")
    if customer is not None:
        code = next(
            code
            for code, member in _MEMBERS.items()
            if member.member_id == customer["member_id"]
        )
        yield "identify_member", IdentifyMember(code=code)
    for line in basket["lines"]:
        quantity = _micro(line["quantity"])
        is_weighed = line["scan_code"] in _WEIGHED
        keyed = line.get("keyed_price")
        yield (
            "add_item",
            AddItem(
                scan_code=line["scan_code"],
                quantity_micro=1_000_000 if is_weighed else quantity,
                gross_weight_micro=quantity if is_weighed else None,
                keyed_price_micro=None if keyed is None else _micro(keyed),
            ),
        )
    places = _places(basket)
    for line, place in zip(basket["lines"], places, strict=True):
        discount = line.get("discount")
        if discount is not None:
            percent = discount.get("percent")
            yield (
                "discount_line",
                DiscountLine(
                    line_sequence=place,
                    reason=discount["reason"],
                    rate_ppm=None if percent is None else int(percent) * 10_000,
                    amount_minor=(
                        None
                        if percent is not None
                        else _micro(discount["amount"]) // 10_000
                    ),
                ),
            )
    for code in basket["coupons"]:
        yield "enter_coupon", EnterCoupon(code=code)
    if basket["tax_exemption"] is not None:
        yield (
            "set_tax_exemption",
            SetTaxExemption(reason="diplomat", certificate="D-1"),
        )
    if basket["tender"] is not None:
        yield "choose_tender", ChooseTender(method=basket["tender"])


def _places(basket: Basket) -> list[int]:
    """Return where each line comes to stand: goods bring their deposits along."""
    places, place = [], 1
    for line in basket["lines"]:
        places.append(place)
        place += 2 if line["scan_code"] in {"COLA", "WINE", "WINE-CASE"} else 1
    return places


def _micro(text: str) -> int:
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(6, "0"))


def _line(code: str, pieces: int, grams: int, keyed: int, discount: Any) -> Basket:
    line: Basket = {"scan_code": code, "quantity": str(pieces)}
    if code in _WEIGHED:
        line["quantity"] = f"{grams // 1_000}.{grams % 1_000:03d}"
    if code == "WRAPPING":
        line["keyed_price"] = f"{keyed // 100}.{keyed % 100:02d}"
    if discount is not None and code not in {"BOTTLE", "STAMP", "FREE", "WRAPPING"}:
        line["discount"] = discount
    return line


_discounts = st.one_of(
    st.none(),
    st.none(),
    st.builds(
        lambda percent: {"percent": str(percent), "reason": "goodwill"},
        st.integers(1, 100),
    ),
    st.just({"amount": "0.07", "reason": "damaged"}),
)
_lines = st.builds(
    _line,
    st.sampled_from(whole_shop.CODES),
    st.integers(1, 14),
    st.integers(1, 3_000),
    st.integers(0, 999),
    _discounts,
)
_instants = st.integers(0, 30 * 60).map(
    lambda minutes: datetime.fromtimestamp(
        START_MS // 1_000 + 60 * minutes, UTC
    ).isoformat()
)
_baskets = st.fixed_dictionaries(
    {
        "at": _instants,
        "lines": st.lists(_lines, min_size=1, max_size=10),
        "coupons": st.lists(
            st.sampled_from(["TEN", "TEN-MORE", "ALONE", "FRUIT-1", "FRUIT-2"]),
            max_size=3,
        ),
        "tender": st.sampled_from([None, None, "card_manual", "voucher"]),
        "tax_exemption": st.sampled_from(
            [None, None, None, {"reason": "diplomat", "certificate": "D-1"}]
        ),
    },
    optional={
        "customer": st.sampled_from(
            [
                {
                    "member_id": member.member_id,
                    "groups": list(member.groups),
                    "tier": member.tier,
                }
                for member in whole_shop.MEMBERS
            ]
        )
    },
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("identical")
    location = installation.locate(None, folder / "center")
    installation.install(location, "acme", lambda: 1)
    engine, center, _signer = installation.open_installed(location)
    with engine.begin() as connection:
        shop = Shop(folder, connection, center.incarnation)
        yield shop
        for replica in shop.replicas:
            replica.close()
    engine.dispose()


def _compare(shop: Shop, number: int, basket: Basket, *, explained: bool) -> None:
    try:
        at_command = shop.at_command(number, basket, explained=explained)
    except DomainError:
        with pytest.raises(DomainError):
            shop.at_center(number, basket, explained=explained)
        SEEN["refused"] += 1
        return
    at_center = shop.at_center(number, basket, explained=explained)
    assert at_command == at_center
    try:
        at_till = shop.at_till(number, basket, explained=explained)
    except DomainError as refusal:
        # A till asks a person where a request just does; it names each of these.
        SEEN[f"refused by the till: {refusal.code}"] += 1
        return
    assert json.loads(at_till) == json.loads(at_center)
    assert at_till == at_center
    SEEN["equal"] += 1
    priced = json.loads(at_center)
    SEEN.update(use["promotion_id"] for use in priced["promotions"])
    SEEN.update(f"list {line['price_list_id']}" for line in priced["lines"])


def _run(shop: Shop, examples: int) -> None:
    SEEN.clear()

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(
        number=st.integers(0, len(whole_shop.STORES) - 1),
        basket=_baskets,
        explained=st.booleans(),
    )
    def compare(number: int, basket: Basket, explained: bool) -> None:
        _compare(shop, number, basket, explained=explained)

    compare()


def test_random_baskets_are_the_same_bytes_everywhere(shop: Shop) -> None:
    _run(shop, examples=40)

    assert SEEN["equal"] > 20, SEEN


@pytest.mark.campaign
@pytest.mark.timeout(1_800)
def test_very_many_baskets_are_the_same_bytes_everywhere(shop: Shop) -> None:
    _run(shop, examples=5_000)

    missing = {p.promotion_id for p in whole_shop.PROMOTIONS} - SEEN.keys()
    assert not missing
    assert {f"list {one.price_list_id}" for one in whole_shop.PRICE_LISTS} < SEEN.keys()

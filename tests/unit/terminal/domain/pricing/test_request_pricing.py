"""A basket that was sent costs what it costs at a till."""

from __future__ import annotations

import msgspec
import pytest

from terminal.application.selling.get_priced_basket import GetPricedBasket
from terminal.domain.catalog.item_rules import LinkedItem
from terminal.domain.errors import (
    DomainError,
    InvalidDiscountError,
    InvalidQuantityError,
    LinkedItemError,
    PriceRequestError,
    UnknownItemError,
)
from terminal.domain.money import Rounding
from terminal.domain.pricing.price_request import (
    PriceRequest,
    RequestCustomer,
    RequestDiscount,
    RequestExemption,
    RequestLine,
)
from terminal.domain.pricing.priced_basket import encode
from terminal.domain.pricing.pricing_policy import PricingPolicy
from terminal.domain.pricing.request_pricing import PriceSettings, price_request
from terminal.domain.transaction.transaction_header import TaxMode
from tests.fakes.promotions import HALF_PENS, OFFERS
from tests.fakes.reference_data import EUR, ITEMS, PEN, MemoryCatalog
from tests.fakes.till import MemoryTill, add, open_till

SETTINGS = PriceSettings(store="s-01", currency=EUR, tax_mode=TaxMode.INCLUSIVE)
BOOK = MemoryCatalog(promotions=OFFERS)
AT = "2030-03-17T17:46:40+00:00"


def request(*lines: RequestLine, **more: object) -> PriceRequest:
    chosen = {"at": AT, "lines": lines or (RequestLine(scan_code=PEN.scan_code),)}
    return PriceRequest(**(chosen | more))  # type: ignore[arg-type]  # fields by name


def test_basket_of_a_till_and_of_a_request_are_the_same_bytes() -> None:
    till = MemoryTill()
    till.ledger.catalog = BOOK
    open_till(till)
    add(till, quantity=3)
    add(till, "2000000000077")
    shown = till.use_cases.get_priced_basket(GetPricedBasket(explain=True))

    sent = price_request(
        request(
            RequestLine(scan_code=PEN.scan_code, quantity="3"),
            RequestLine(scan_code="2000000000077"),
        ),
        BOOK,
        SETTINGS,
        explained=True,
    )

    assert shown is not None
    assert encode(sent) == encode(shown)
    assert sent.promotions[0].promotion_id == HALF_PENS.promotion_id
    assert sent.lines[0].why is not None
    assert sent.lines[0].why[0].outcome == "applied"


def test_same_request_gives_the_same_bytes_and_they_are_json() -> None:
    first = encode(price_request(request(), BOOK, SETTINGS))
    again = encode(price_request(request(), BOOK, SETTINGS))

    assert first == again
    assert msgspec.json.decode(first)["total_minor"] == 74


def test_item_without_a_code_is_found_by_its_plu() -> None:
    basket = price_request(
        request(RequestLine(scan_code="77", quantity="0.375")), BOOK, SETTINGS
    )

    assert basket.lines[0].amount_minor == 112


def test_discount_exemption_and_customer_reach_the_price() -> None:
    basket = price_request(
        request(
            RequestLine(
                scan_code="2000000000077", discount=RequestDiscount(percent="12.5")
            ),
            RequestLine(scan_code="BAG", keyed_price="2.00"),
            customer=RequestCustomer(member_id="m-1", tier="gold"),
            tax_exemption=RequestExemption(reason="embassy", certificate="1"),
        ),
        BOOK,
        SETTINGS,
    )

    # 2.99 less 0.37, less the 5.5 % in it; 2.00 less the 20 % in it.
    assert [line.amount_minor for line in basket.lines] == [262 - 14, 200 - 33]
    assert (basket.tax_minor, basket.total_minor) == (0, 415)
    assert basket.discount_minor == -37
    assert basket.member_id == "m-1"


def test_halves_of_a_tax_go_where_the_policy_of_the_store_sends_them() -> None:
    # 5.5 % on top of 1.00 is half a cent above 0.05.
    basket = request(RequestLine(scan_code="2000000000077", keyed_price="1.00"))
    added = msgspec.structs.replace(SETTINGS, tax_mode=TaxMode.EXCLUSIVE)
    towards_zero = msgspec.structs.replace(
        added, policy=PricingPolicy(tax_halves=Rounding.HALF_TOWARDS_ZERO)
    )

    assert price_request(basket, BOOK, added).tax_minor == 6
    assert price_request(basket, BOOK, towards_zero).tax_minor == 5


def test_deposit_comes_with_its_goods() -> None:
    rules = msgspec.structs.replace(
        PEN.rules, linked_items=(LinkedItem(item_id="apples"),)
    )
    pen = msgspec.structs.replace(PEN, rules=rules)
    with_deposit = MemoryCatalog((pen, *ITEMS[1:]))

    basket = price_request(
        request(RequestLine(scan_code=PEN.scan_code, quantity="2")),
        with_deposit,
        SETTINGS,
    )

    assert [line.item_id for line in basket.lines] == ["pen", "apples"]
    assert basket.lines[1].quantity_micro == 2_000_000
    assert basket.lines[1].linked_to == 1
    with pytest.raises(LinkedItemError):
        price_request(request(), MemoryCatalog((pen,)), SETTINGS)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"at": "2030-03-17T10:00:00"}, PriceRequestError),
        ({"at": "yesterday"}, PriceRequestError),
        ({"lines": ()}, PriceRequestError),
        ({"coupons": ("x",) * 51}, PriceRequestError),
        ({"lines": (RequestLine(scan_code="nothing"),)}, UnknownItemError),
        (
            {"lines": (RequestLine(scan_code="BAG", quantity="-1"),)},
            InvalidQuantityError,
        ),
        ({"lines": (RequestLine(scan_code="BAG", quantity="1e3"),)}, DomainError),
        ({"lines": (RequestLine(scan_code="BAG", quantity="0"),)}, DomainError),
        (
            {"lines": (RequestLine(scan_code="BAG", discount=RequestDiscount()),)},
            PriceRequestError,
        ),
        (
            {
                "lines": (
                    RequestLine(
                        scan_code=PEN.scan_code, discount=RequestDiscount(amount="1.50")
                    ),
                )
            },
            InvalidDiscountError,
        ),
        (
            {
                "lines": (
                    RequestLine(
                        scan_code="BAG", discount=RequestDiscount(amount="0.001")
                    ),
                )
            },
            PriceRequestError,
        ),
    ],
)
def test_what_cannot_be_is_refused(
    changed: dict[str, object], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        price_request(request(**changed), BOOK, SETTINGS)

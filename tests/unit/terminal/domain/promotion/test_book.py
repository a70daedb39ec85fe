"""The book finds the promotions that touch goods, in an order of its own."""

from __future__ import annotations

from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.promotion import Level, Promotion
from terminal.domain.promotion.reward import BuyGet, PercentOff
from terminal.domain.promotion.selector import EVERYTHING, Selector

TEN = PercentOff(percent_ppm=100_000)


def promotion(
    promotion_id: str, selects: Selector = EVERYTHING, **values: object
) -> Promotion:
    return Promotion(
        promotion_id=promotion_id,
        version=1,
        name=promotion_id,
        reward=TEN,
        selects=selects,
        **values,  # type: ignore[arg-type]  # values of tests
    )


def ids(book: PromotionBook) -> list[str]:
    return [rule.promotion.promotion_id for rule in book.rules]


def test_an_empty_book_touches_nothing() -> None:
    book = PromotionBook.compile((), "")

    assert not book.touches("milk", "dairy", frozenset({"sale"}))


def test_goods_are_touched_by_item_category_or_tag() -> None:
    book = PromotionBook.compile(
        [
            promotion("a", Selector(items=("milk",))),
            promotion("b", Selector(categories=("dairy",))),
            promotion("c", Selector(tags=("sale",))),
        ],
        "v1",
    )

    assert book.touches("milk", None, frozenset())
    assert book.touches("cream", "dairy", frozenset())
    assert book.touches("nails", None, frozenset({"sale"}))
    assert not book.touches("nails", "iron", frozenset({"new"}))


def test_what_is_got_is_touched_as_well() -> None:
    book = PromotionBook.compile(
        [
            Promotion(
                promotion_id="a",
                version=1,
                name="a",
                reward=BuyGet(
                    buy=1, gets=Selector(items=("cup",)), percent_ppm=1_000_000
                ),
                selects=Selector(items=("tea",)),
            )
        ],
        "v1",
    )

    assert book.touches("tea", None, frozenset())
    assert book.touches("cup", None, frozenset())


def test_the_order_of_the_book_does_not_depend_on_the_order_of_the_rows() -> None:
    rows = [
        promotion("d", level=Level.BASKET, priority=9),
        promotion("c"),
        promotion("b", priority=5),
        promotion("a"),
    ]

    assert ids(PromotionBook.compile(rows, "v1")) == ["b", "a", "c", "d"]
    assert ids(PromotionBook.compile(rows[::-1], "v1")) == ["b", "a", "c", "d"]


def test_the_newest_version_counts_and_an_inactive_one_does_not() -> None:
    rows = [
        promotion("a", is_active=False),
        promotion("b", priority=1),
        promotion("c", priority=1),
    ]
    newer = Promotion(promotion_id="b", version=2, name="new", reward=TEN)

    book = PromotionBook.compile([newer, *rows], "v1")

    assert ids(book) == ["c", "b"]
    assert book.rules[1].promotion.name == "new"

"""Cards in the words of the till."""

from __future__ import annotations

import pytest

from drivers.nfc.port import CardPresented, CardTechnology
from drivers.nfc.shop_card import CardKind, ShopCard
from terminal.application.ports.devices import ShownCard
from terminal.peripherals.shown_card import shown_card


def _presented(card: ShopCard | None, problem: str = "") -> CardPresented:
    return CardPresented(
        "badges",
        b"1234567",
        CardTechnology.TYPE_2,
        shop_card=card,
        problem=problem,
    )


@pytest.mark.parametrize(
    ("kind", "use"),
    [
        (CardKind.STAFF_BADGE, "badge"),
        (CardKind.MEMBER, "member"),
        (CardKind.STORED_VALUE, "value"),
    ],
)
def test_cards_of_the_shop_say_what_they_are_for(kind: CardKind, use: str) -> None:
    card = shown_card(_presented(ShopCard(kind, "0042", 7, 1, is_genuine=True)))

    assert (card.use, card.card_id, card.counter) == (use, "0042", 7)
    assert card.is_proved


def test_without_a_key_nothing_is_proved() -> None:
    plain = ShopCard(CardKind.STAFF_BADGE, "0042", 0, 0, is_genuine=None)
    card = shown_card(_presented(plain))

    assert (card.use, card.is_proved) == ("badge", False)


def test_a_forged_card_names_nobody() -> None:
    forged = ShopCard(CardKind.STAFF_BADGE, "0042", 0, 0, is_genuine=False)

    assert shown_card(_presented(forged)) == ShownCard("badges", "forged")


def test_other_cards_are_told_as_such() -> None:
    assert shown_card(_presented(None)).use == "other"
    assert shown_card(_presented(None, "Hold it still.")).use == "unreadable"


def test_the_identifier_does_not_get_into_logs() -> None:
    card = ShopCard(CardKind.MEMBER, "0042", 7, 1, is_genuine=True)

    assert "0042" not in repr(shown_card(_presented(card)))

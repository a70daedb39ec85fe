"""Turns what a card reader tells into words of the till."""

from __future__ import annotations

from typing import Final

from drivers.nfc.port import CardPresented
from drivers.nfc.shop_card import CardKind, ShopCard
from terminal.application.ports.devices import CardUse, ShownCard

USES: Final[dict[CardKind, CardUse]] = {
    CardKind.STAFF_BADGE: "badge",
    CardKind.MEMBER: "member",
    CardKind.STORED_VALUE: "value",
}


def shown_card(presented: CardPresented) -> ShownCard:
    """Return the card as the till knows it; nothing of it that is secret."""
    if presented.problem:
        return ShownCard(presented.device_id, "unreadable")
    card = presented.shop_card
    if card is None:
        return ShownCard(presented.device_id, "other")
    return _of_shop(presented.device_id, card)


def _of_shop(device_id: str, card: ShopCard) -> ShownCard:
    if card.is_genuine is False:
        return ShownCard(device_id, "forged")
    return ShownCard(
        device_id,
        USES[card.kind],
        card.card_id,
        is_proved=card.is_genuine is True,
        counter=card.counter,
    )

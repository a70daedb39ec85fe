"""A simulated card in a process of its own, on nfcpy's UDP link."""

from __future__ import annotations

from collections.abc import Mapping

from drivers.nfc.ndef_message import encode_records, text_record
from drivers.nfc.shop_card import CardKeys, CardKind, encode_shop_card
from drivers.nfc.simulator import SimulatedField, new_card
from drivers.simulation.medium import UdpMedium
from terminal.peripherals.stand_alone import StandAloneDevice

TRAINING_KEY = b"evertill training key, not for money"
"""Proves simulated cards to a till in training; no shop uses it."""

_KINDS: Mapping[str, CardKind] = {
    "badge": CardKind.STAFF_BADGE,
    "member": CardKind.MEMBER,
    "value": CardKind.STORED_VALUE,
}


class StandAloneCard(StandAloneDevice):
    """One card that rests on a reader until it is taken away."""

    def __init__(
        self,
        host: str,
        port: int,
        card_type: str,
        *,
        kind: str = "text",
        text: str = "",
        control_port: int = 0,
    ) -> None:
        """Put the card on the air.

        Args:
            host: Where to listen for the reader.
            port: Where to listen for the reader; 0 takes a free one.
            card_type: 2 or 3.
            kind: ``badge``, ``member``, ``value``, or ``text`` for a plain text.
            text: The identifier, or the text; an empty text is an empty card.
            control_port: Loopback port for taking it away and for faults.

        Raises:
            ValueError: The identifier does not fit on a card.
        """
        card = new_card(card_type)
        message = b""
        if kind in _KINDS:
            keys = CardKeys(TRAINING_KEY)
            message = encode_shop_card(_KINDS[kind], text, card.uid, keys)
        elif text:
            message = encode_records([text_record(text)])
        super().__init__(
            SimulatedField(new_card(card_type, message)),
            "nfc-card",
            UdpMedium(host, port),
            control_port=control_port,
        )

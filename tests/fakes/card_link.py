"""A field with one simulated card in it, without a reader between."""

from __future__ import annotations

from drivers.nfc.card_errors import CardGoneError
from drivers.nfc.port import CardTechnology
from drivers.nfc.simulated_card import RATE_A, RATE_F, SimulatedCard


class DirectLink:
    """What a reader does to a card, frame by frame.

    Attributes:
        commands: All that was sent, oldest first.
        silent: How many of the next answers get lost.
    """

    def __init__(self, card: SimulatedCard) -> None:
        self._card = card
        self.commands: list[bytes] = []
        self.silent = 0
        self.select()

    def exchange(self, command: bytes, timeout_s: float) -> bytes:
        self.commands.append(command)
        rate = RATE_A if self._card.technology is CardTechnology.TYPE_2 else RATE_F
        answer = self._card.receive(rate, command)
        if self.silent:
            self.silent -= 1
            answer = None
        if answer is None:
            raise CardGoneError("the card does not answer")
        return answer

    def select(self) -> None:
        self._card.power_off()
        if self._card.technology is CardTechnology.TYPE_3:
            if self._card.receive(RATE_F, b"\x06\x00\xff\xff\x01\x00") is None:
                raise CardGoneError("there is no card")
            return
        card = self._card
        if card.receive(RATE_A, b"\x26") is None:
            raise CardGoneError("there is no card")
        for level in (b"\x93", b"\x95"):
            part = card.receive(RATE_A, level + b"\x20")
            assert part is not None
            assert card.receive(RATE_A, level + b"\x70" + part) is not None

"""A card on the air made of software: nfcpy's UDP link, seen from the card.

One datagram is ``RATE HEX``, the frame without checksum, or ``RFOFF`` when the
reader switches its field off.  Source: nfcpy's ``nfc.clf.udp`` and its
documentation; a card that does not answer sends nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from drivers.nfc.masking import mask
from drivers.nfc.simulated_card import SimulatedCard, TearMode
from drivers.nfc.simulated_felica import SimulatedFelica
from drivers.nfc.simulated_ntag import SimulatedNtag
from drivers.simulation.device import StateValue

TYPES: Final = ("2", "3")

_FIELD_OFF: Final = b"RFOFF"
_SENS_REQ: Final = b"\x26"
_TEARS_MAX: Final = 1000


class SimulatedField:
    """Holds one card or none before a reader; see SimulatedDevice.

    Its state, for a control port: ``card`` is ``here`` or ``away``; ``tear`` has
    the card taken away at that write from now (0 is the next), ``tear_mode`` says
    what is left of it (before, half, garbled, after).
    """

    def __init__(self, card: SimulatedCard) -> None:
        """Put *card* on the reader."""
        self._card = card
        self._is_here = True
        self.frame_count = 0

    def respond(self, data: bytes) -> Sequence[bytes]:
        """Take one datagram of the reader; return the card's answer, if any."""
        if data.startswith(_FIELD_OFF):
            self._card.power_off()
            return ()
        rate, _, text = data.partition(b" ")
        try:
            frame = bytes.fromhex(text.decode("ascii"))
        except ValueError:
            return ()
        self.frame_count += 1
        if frame == _SENS_REQ:
            # The link has no carrier: a reader that was killed in the middle
            # never said that its field is off.
            self._card.power_off()
        if not self._is_here:
            return ()
        answer = self._card.receive(rate.decode("latin-1"), frame)
        return () if answer is None else (rate + b" " + answer.hex().encode(),)

    def state(self) -> Mapping[str, StateValue]:
        """Return how the card is."""
        return {
            "card": "here" if self._is_here and not self._card.is_torn else "away",
            "type": self._card.technology.value,
            "uid": mask(self._card.uid),
            "frames": self.frame_count,
            "writes": self._card.write_count,
        }

    def change(self, values: Mapping[str, StateValue]) -> Sequence[bytes]:
        """Take the card away, put it back, or have it torn away in a write."""
        unknown = sorted(values.keys() - {"card", "tear", "tear_mode"})
        if unknown:
            raise ValueError(f"there is no {unknown[0]!r}; only card, tear, tear_mode")
        if "card" in values:
            self._place(values["card"])
        if "tear" in values:
            write = values["tear"]
            if not isinstance(write, int) or not 0 <= write <= _TEARS_MAX:
                raise ValueError("tear is the number of a write from now")
            mode = values.get("tear_mode", TearMode.HALF.value)
            self._card.tear_at(write, TearMode(mode))
        return ()

    def _place(self, where: StateValue) -> None:
        if where not in {"here", "away"}:
            raise ValueError("card is 'here' or 'away'")
        self._is_here = where == "here"
        if self._is_here:
            self._card.insert()
        self._card.power_off()


def new_card(card_type: str, message: bytes = b"") -> SimulatedCard:
    """Return an NTAG213 for type 2, a FeliCa card for type 3.

    Raises:
        ValueError: There is no such type.
    """
    if card_type == "2":
        return SimulatedNtag(message=message)
    if card_type == "3":
        return SimulatedFelica(message=message)
    raise ValueError(f"{card_type!r} is not one of: {', '.join(TYPES)}")

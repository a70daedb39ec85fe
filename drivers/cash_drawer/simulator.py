"""A cash drawer made of software on a line of its own."""

from collections.abc import Mapping, Sequence
from typing import Final

from drivers.simulation.device import StateValue

_ESC: Final = 0x1B
_BEL: Final = 0x07
_ACK: Final = 0x06


class SimulatedTrigger:
    """Opens by bytes, stays open until it is pushed shut; for a SimulationLink."""

    def __init__(self, protocol: str) -> None:
        """Switch on.

        Raises:
            ValueError: There is no such protocol.
        """
        languages = {
            "characters": self._take_character,
            "glancetron": self._take_glancetron,
            "surepos": self._take_surepos,
        }
        if protocol not in languages:
            raise ValueError(f"choose a protocol of: {', '.join(languages)}")
        self._protocol = protocol
        self._take = languages[protocol]
        self._is_after_esc = False
        self._is_open = False
        self._is_locked = False
        self._is_mute = False
        self._kick_count = 0

    def respond(self, data: bytes) -> Sequence[bytes]:
        """Take what the till says."""
        answers = map(self._take, data)
        return [answer for answer in answers if answer]

    def state(self) -> Mapping[str, StateValue]:
        """Return how it is."""
        return {
            "protocol": self._protocol,
            "is_open": self._is_open,
            "is_locked": self._is_locked,
            "is_mute": self._is_mute,
            "kick_count": self._kick_count,
        }

    def change(self, values: Mapping[str, StateValue]) -> Sequence[bytes]:
        """Push it shut, open it with its key, lock it, or take its sensor away."""
        for name, value in values.items():
            match name:
                case "is_open":
                    self._is_open = bool(value)
                case "is_locked":
                    self._is_locked = bool(value)
                case "is_mute":
                    self._is_mute = bool(value)
                case _:
                    raise ValueError(f"a drawer has no {name!r}")
        return ()

    def _kick(self) -> None:
        self._kick_count += 1
        self._is_open = self._is_open or not self._is_locked

    def _take_character(self, byte: int) -> bytes:
        if byte:
            self._kick()
        return b""

    def _take_glancetron(self, byte: int) -> bytes:
        if not self._is_after_esc:
            self._is_after_esc = byte == _ESC
            # Any other character opens the first drawer too.
            return b"" if self._is_after_esc else self._take_character(byte)
        self._is_after_esc = False
        if byte == ord("4"):
            self._kick()
        if byte == ord(":") and not self._is_mute:
            return b"\x1b4" + (b"B" if self._is_open else b"A")
        return b""

    def _take_surepos(self, byte: int) -> bytes:
        is_first = not self._is_after_esc
        self._is_after_esc = is_first and byte == _ESC
        if byte == _BEL and is_first:
            self._kick()
        if byte == _ACK and is_first and not self._is_mute:
            return b"\x40" if self._is_open else b"\x00"
        return b""

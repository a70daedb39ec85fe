"""Scales made of software that speak the bytes of real ones.

Written from the vendors' pages that the codecs name, not from the codecs, and shared
with them only what no two could write differently (the remainder of Dialog 06).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import xor
from typing import Final

from typing_extensions import override

from drivers.scale.dialog_checksum import answer
from drivers.scale.simulated_plate import Plate
from drivers.simulation.device import StateValue

SIMULATED_POLYNOMIAL: Final = 0x1021
SIMULATED_CHECKSUM: Final = 0x0001
"""What the simulated Dialog 06 was sealed with."""

_COMMAND_BYTES_MAX: Final = 64
_GRAMS_OF_POUND: Final = Decimal("453.59237")
_MINIMUM_GRAMS: Final = 20
_AMOUNT_MAX: Final = 999_999

Reply = Callable[[re.Match[bytes]], Sequence[bytes]]


class SimulatedScale:
    """One scale; put it on a line with SimulationLink."""

    def __init__(self, protocol: str, *, unit: str = "kg") -> None:
        """Prepare an empty scale.

        Raises:
            ValueError: There is no such protocol.
        """
        if protocol not in _SPEAKERS:
            raise ValueError(f"there is no simulated scale that speaks {protocol!r}")
        self._plate = Plate()
        speaker = _SPEAKERS[protocol](self._plate, unit)
        self._commands = speaker.commands()
        self._talk = speaker.talk
        self.talks_every_s: Final = speaker.talks_every_s
        self._pending = b""

    def respond(self, data: bytes) -> Sequence[bytes]:
        """Take bytes of the till; return whole replies.

        None at all: it is time to tell what it tells unasked.
        """
        if not data:
            return self._talk()
        replies: list[bytes] = []
        for byte in data:
            self._pending = (self._pending + bytes((byte,)))[-_COMMAND_BYTES_MAX:]
            for pattern, reply in self._commands:
                if match := pattern.search(self._pending):
                    self._pending = b""
                    replies += reply(match)
                    break
        return replies

    def state(self) -> Mapping[str, StateValue]:
        """Return how it is."""
        return self._plate.state()

    def change(self, values: Mapping[str, StateValue]) -> Sequence[bytes]:
        """Put goods on it, shake it, overload it; it says nothing by itself."""
        self._plate.change(values)
        return ()


class _Speaker:
    """What one protocol makes of a plate; a command is a pattern at the end.

    Attributes:
        talks_every_s: How often it tells without being asked; None for never.
    """

    talks_every_s: float | None = None

    def __init__(self, plate: Plate, unit: str) -> None:
        self.plate = plate
        self.unit = unit

    def commands(self) -> Sequence[tuple[re.Pattern[bytes], Reply]]:
        return [
            (re.compile(pattern + rb"\Z", re.DOTALL), reply)
            for pattern, reply in self.table().items()
        ]

    def table(self) -> Mapping[bytes, Reply]:
        raise NotImplementedError

    def talk(self) -> Sequence[bytes]:
        """Return what it tells unasked."""
        return ()

    def number(self, decimals_kg: int = 3, decimals_lb: int = 2) -> Decimal:
        """What the display shows, without its sign."""
        grams = Decimal(abs(self.plate.grams))
        if self.unit == "kg":
            return grams.scaleb(-3).quantize(Decimal(1).scaleb(-decimals_kg))
        step = Decimal(1).scaleb(-decimals_lb)
        return (grams / _GRAMS_OF_POUND).quantize(step, ROUND_HALF_UP)


class _Toledo(_Speaker):
    @override
    def table(self) -> Mapping[bytes, Reply]:
        return {
            rb"T(\d{5})\r": self._keyed_tare,
            rb"T\r": self._tare,
            rb"W": self._weight,
            rb"Z": self._zero,
            rb"C": self._clear,
        }

    def _weight(self, _: re.Match[bytes]) -> Sequence[bytes]:
        if not self.plate.is_valid:
            return self._status()
        width = 6 if self.unit == "kg" else 5
        mark = "N" if self.plate.is_net else ""
        return [f"\x02{self.number():0{width}}{mark}\r".encode("ascii")]

    def _zero(self, _: re.Match[bytes]) -> Sequence[bytes]:
        self.plate.zero()
        return self._status()

    def _tare(self, _: re.Match[bytes]) -> Sequence[bytes]:
        self.plate.tare()
        return self._status()

    def _keyed_tare(self, match: re.Match[bytes]) -> Sequence[bytes]:
        grams = int(match.group(1))
        if grams:
            self.plate.tare(grams)
        else:
            self.plate.clear_tare()
        return self._status()

    def _clear(self, _: re.Match[bytes]) -> Sequence[bytes]:
        self.plate.clear_tare()
        return self._status()

    def _status(self) -> Sequence[bytes]:
        plate = self.plate
        status = 0x40 | plate.is_moving | plate.is_over << 1 | plate.is_under << 2
        status |= plate.is_at_zero << 4 | plate.is_net << 5
        return [b"\x02?" + bytes((status,)) + b"\r"]


class _Nci(_Speaker):
    @override
    def table(self) -> Mapping[bytes, Reply]:
        return {
            rb"W\r": self._weight,
            rb"S\r": lambda _: [self._status()],
            rb"Z\r": self._zero,
            rb"\r": lambda _: [b"\n?\r\x03"],
        }

    def _weight(self, _: re.Match[bytes]) -> Sequence[bytes]:
        if not self.plate.is_valid:
            return [self._status()]
        weight = f"\n{self.number():06}{self.unit.upper()}\r"
        return [weight.encode("ascii") + self._status()]

    def _zero(self, _: re.Match[bytes]) -> Sequence[bytes]:
        self.plate.zero()
        return [self._status()]

    def _status(self) -> bytes:
        plate = self.plate
        first = 0x30 | plate.is_moving | plate.is_at_zero << 1
        second = 0x30 | plate.is_under | plate.is_over << 1
        return b"\nS" + bytes((first, second)) + b"\r\x03"


class _Cas(_Speaker):
    @override
    def table(self) -> Mapping[bytes, Reply]:
        return {rb"\x05": lambda _: [b"\x06"], rb"\x11": self._block}

    def _block(self, _: re.Match[bytes]) -> Sequence[bytes]:
        plate = self.plate
        number = "FFFFFF" if plate.is_over else f"{self.number():06}"
        sign = "F" if plate.is_over else "-" if plate.grams < 0 else " "
        body = ("U" if plate.is_moving else "S") + sign + number + self.unit
        block = body.encode("ascii")
        check = bytes((reduce(xor, block),))
        return [b"\x01\x02" + block + check + b"\x03\x04"]


class _CasStream(_Speaker):
    talks_every_s = 0.02

    @override
    def table(self) -> Mapping[bytes, Reply]:
        return {}

    @override
    def talk(self) -> Sequence[bytes]:
        plate = self.plate
        state = "OL" if plate.is_over else "US" if plate.is_moving else "ST"
        kind = "NT" if plate.is_net else "GS"
        lamps = 0x80 | (not plate.is_moving) << 6 | (not plate.is_net) << 2
        lamps |= plate.is_net << 1 | plate.is_at_zero
        number = f"{'-' if plate.grams < 0 else ' '}{self.number():>7}"
        head = f"{state},{kind},1".encode("ascii") + bytes((lamps,))
        return [head + f",{number} {self.unit}\r\n".encode("ascii")]


class _Sma(_Speaker):
    @override
    def table(self) -> Mapping[bytes, Reply]:
        return {
            rb"\nW\r": lambda _: [self._reply()],
            rb"\nZ\r": self._zero,
            rb"\nT\r": self._tare,
            rb"\n[^\r]*\r": lambda _: [b"\n?\r"],
        }

    def _zero(self, _: re.Match[bytes]) -> Sequence[bytes]:
        return [self._reply("" if self.plate.zero() else "E")]

    def _tare(self, _: re.Match[bytes]) -> Sequence[bytes]:
        return [self._reply("" if self.plate.tare() else "T")]

    def _reply(self, error: str = "") -> bytes:
        plate = self.plate
        status = "O" if plate.is_over else "U" if plate.is_under else " "
        status = error or ("Z" if plate.is_at_zero else status)
        sign = "-" if plate.grams < 0 else ""
        number = "-" * 10 if error else f"{sign}{self.number()}"
        kind = "N" if plate.is_net else "G"
        motion = "M" if plate.is_moving else " "
        text = f"\n{status}1{kind}{motion} {number:>10}{self.unit:<3}\r"
        return text.encode("ascii")


class _MtSics(_Speaker):
    @override
    def table(self) -> Mapping[bytes, Reply]:
        return {
            rb"SI?\r\n": self._weight,
            rb"Z\r\n": lambda _: [b"Z A\r\n" if self.plate.zero() else b"Z I\r\n"],
            rb"T\r\n": self._tare,
            rb"I4\r\n": lambda _: [b'I4 A "SIMULATED"\r\n'],
            rb"\r\n": lambda _: [b"ES\r\n"],
        }

    def _weight(self, _: re.Match[bytes]) -> Sequence[bytes]:
        plate = self.plate
        if plate.is_over or plate.grams < 0:
            return [b"S +\r\n" if plate.is_over else b"S -\r\n"]
        state = "D" if plate.is_moving else "S"
        return [f"S {state} {self._number()}\r\n".encode("ascii")]

    def _tare(self, _: re.Match[bytes]) -> Sequence[bytes]:
        if not self.plate.tare():
            return [b"T I\r\n"]
        return [f"T S {self._number()}\r\n".encode("ascii")]

    def _number(self) -> str:
        return f"{self.number(3, 3):>10} {self.unit}"


class _Dibal(_Speaker):
    @override
    def table(self) -> Mapping[bytes, Reply]:
        return {rb"(98(\d{5}))(.)\r\n": self._weight}

    def _weight(self, match: re.Match[bytes]) -> Sequence[bytes]:
        if match.group(3) != bytes((reduce(xor, match.group(1)),)):
            return []
        plate, price = self.plate, int(match.group(2))
        if plate.is_over or plate.grams < 0:
            return [_dibal("1000001000000")]
        if plate.is_moving or not plate.has_moved or plate.grams < _MINIMUM_GRAMS:
            return [_dibal(f"1{plate.grams:05}1000000")]
        plate.has_moved = False
        amount = (plate.grams * price + 500) // 1000
        if amount > _AMOUNT_MAX:
            return [_dibal(f"0{plate.grams:05}1000000")]
        return [_dibal(f"0{plate.grams:05}0{amount:06}")]


def _dibal(fields: str) -> bytes:
    body = f"99{fields}".encode("ascii")
    return body + bytes((reduce(xor, body),)) + b"\r\n"


class _Dialog(_Speaker):
    def __init__(self, plate: Plate, unit: str) -> None:
        super().__init__(plate, unit)
        self._price = 0
        self._tare = 0
        self._status = "00"
        self._verdict = ""

    @override
    def table(self) -> Mapping[bytes, Reply]:
        return {
            rb"\x02(?:01|04)\x1b(\d{6})\x1b[^\x03]*\x03": self._priced,
            rb"\x02(?:03|05)\x1b(\d{6})\x1b(\d{4})[^\x03]*\x03": self._priced,
            rb"\x0208\x03": lambda _: [f"\x0209\x1b{self._status}\x03".encode("ascii")],
            rb"\x0210\x1b([0-9A-F]{8})\x03": self._checksums,
            rb"\x04\x05": self._result,
        }

    def _priced(self, match: re.Match[bytes]) -> Sequence[bytes]:
        self._verdict = ""
        if self.plate.challenge is not None:
            return [f"\x0211\x1b2{self.plate.challenge:02X}\x03".encode("ascii")]
        self._price = int(match.group(1))
        self._tare = int(match.group(2)) if match.re.groups > 1 else 0
        if not self._price:
            self._status = "11"
            return [b"\x15"]
        return [b"\x06"]

    def _checksums(self, match: re.Match[bytes]) -> Sequence[bytes]:
        assert self.plate.challenge is not None
        wanted = answer(self.plate.challenge, SIMULATED_CHECKSUM, SIMULATED_POLYNOMIAL)
        is_right = match.group(1).decode("ascii") == wanted
        self._verdict = "1" if is_right else "0"
        return [b"\x06"]

    def _result(self, _: re.Match[bytes]) -> Sequence[bytes]:
        if self._verdict:
            verdict, self._verdict = self._verdict, ""
            if verdict == "1":
                self.plate.challenge = None
            return [f"\x0211\x1b{verdict}\x03".encode("ascii")]
        plate, grams = self.plate, self.plate.grams - self._tare
        self._status = (
            "20"
            if plate.is_moving
            else "32"
            if plate.is_over
            else "31"
            if grams < 0
            else "30"
            if grams < _MINIMUM_GRAMS
            else "21"
            if not plate.has_moved
            else "00"
        )
        if self._status != "00":
            return [b"\x15"]
        amount = (grams * self._price + 500) // 1000
        if amount > _AMOUNT_MAX:
            # Which status says so was not found (unverified).
            self._status = "11"
            return [b"\x15"]
        plate.has_moved = False
        text = f"\x0202\x1b3\x1b{grams:05}\x1b{self._price:06}\x1b{amount:06}\x03"
        return [text.encode("ascii")]


_SPEAKERS: Final[dict[str, type[_Speaker]]] = {
    "toledo-8217": _Toledo,
    "nci": _Nci,
    "cas": _Cas,
    "cas-stream": _CasStream,
    "dialog": _Dialog,
    "dibal": _Dibal,
    "mt-sics": _MtSics,
    "sma": _Sma,
}
SIMULATED_PROTOCOLS: Final = tuple(_SPEAKERS)

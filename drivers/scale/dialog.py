"""Checkout-Dialog 02, 04 and 06: price-computing scales under legal metrology.

Bytes after the DIVA Service Manual 72191202 (6.1.8, pages 53 to 55), the Ohaus
Aviator manual (6.1.3) and the Dibal DPOS400 manual (4.39).  Record 01 (price) or 03
(price and tare) is answered by ACK; EOT ENQ by record 02 (weight, price, amount) or
NAK; after NAK record 08 asks why and record 09 says it.  Every answer is closed by
EOT.  Dialog 06 asks with record 11 for checksums; see dialog_checksum.

There is no check but the odd parity, yet the reply repeats the price and carries the
amount: a reply for another price, or whose figures do not multiply, is refused.
"""

import re
from typing import Final

from typing_extensions import override

from drivers.scale.codec import (
    Command,
    Event,
    ScaleTraits,
    Send,
    Weigh,
    Weight,
    WeightTrouble,
)
from drivers.scale.dialog_checksum import answer
from drivers.scale.line_codec import AskingCodec
from drivers.scale.mass import amount_of, grams_of
from drivers.transport.serial_port import SerialLine

TRAITS: Final = ScaleTraits(
    "dialog",
    SerialLine(9600, 7, "O", 1),
    is_one_shot=True,
    needs_price=True,
    can_zero=False,
)

PRICE_MINOR_MAX: Final = 999_999
TARE_GRAMS_MAX: Final = 9_999
ROUNDS_MAX: Final = 3
"""How often one weighing may be interrupted by a challenge."""

_EOT: Final = b"\x04"
_ENQ: Final = b"\x05"
_STX: Final = b"\x02"
_ETX: Final = 0x03
_ESC: Final = b"\x1b"
_ACK: Final = 0x06
_NAK: Final = 0x15

_RESULT: Final = re.compile(rb"02\x1b([0-3])\x1b(\d{5})\x1b(\d{5,6})\x1b(\d{6})")
_STATUS: Final = re.compile(rb"09\x1b(\d{2})")
_CHALLENGE: Final = re.compile(rb"11\x1b(?:([01])|2([0-9A-F]{2}))")

_TROUBLES: Final = {
    b"20": (WeightTrouble.MOTION, "still in motion"),
    b"21": (WeightTrouble.UNCHANGED, "not in motion since the last weighing"),
    b"22": (WeightTrouble.MOTION, "not finished yet"),
    b"30": (WeightTrouble.UNDER_MINIMUM, "less than the minimum weight"),
    b"31": (WeightTrouble.UNDER_ZERO, "less than zero"),
    b"32": (WeightTrouble.OVERLOAD, "overloaded"),
    b"10": (WeightTrouble.FAILURE, "invalid record"),
    b"11": (WeightTrouble.NO_PRICE, "invalid unit price"),
    b"12": (WeightTrouble.FAILURE, "invalid tare"),
    b"00": (WeightTrouble.MOTION, "no error"),
    b"01": (WeightTrouble.FAILURE, "general error"),
    b"02": (WeightTrouble.FAILURE, "parity error or too many bytes"),
}


class Dialog(AskingCodec):
    """The protocol of the checkout dialogs."""

    traits = TRAITS

    def __init__(
        self, *, polynomial: int | None = None, checksum: int = 0x0001
    ) -> None:
        """Prepare.

        Args:
            polynomial: The makers' secret; None without Dialog 06.
            checksum: CS of this program.
        """
        super().__init__()
        self._polynomial = polynomial
        self._checksum = checksum
        self._is_framed = False
        self._asked = Weigh()
        self._is_result_wanted = False
        self._rounds = 0

    @override
    def _ask(self, command: Command) -> bytes:
        self._is_framed = False
        if not isinstance(command, Weigh):
            raise self._no_command()
        if not 0 < command.unit_price_minor <= PRICE_MINOR_MAX:
            raise ValueError("the scale needs a price of at most six digits")
        if not 0 <= command.tare_grams <= TARE_GRAMS_MAX:
            raise ValueError("the tare has more digits than the scale takes")
        self._asked = command
        self._rounds = 0
        return self._price_record()

    @override
    def feed(self, data: bytes) -> list[Event]:
        events: list[Event] = []
        for byte in data:
            if byte == _STX[0]:
                self._buffer.clear()
                self._is_framed = True
            elif self._is_framed and byte == _ETX:
                self._is_framed = False
                events += self._decode(self._buffer.take())
            elif self._is_framed:
                self._buffer.add(byte)
            elif byte == _ACK and not self._is_result_wanted:
                self._is_result_wanted = True
                events.append(Send(_EOT + _ENQ))
            elif byte == _NAK:
                events.append(Send(_EOT + _STX + b"08\x03"))
        return events

    def _price_record(self) -> bytes:
        self._is_result_wanted = False
        price = f"{self._asked.unit_price_minor:06}".encode("ascii")
        if self._asked.tare_grams:
            tare = f"{self._asked.tare_grams:04}".encode("ascii")
            return _EOT + _STX + b"03" + _ESC + price + _ESC + tare + b"\x03"
        return _EOT + _STX + b"01" + _ESC + price + _ESC + b"\x03"

    def _decode(self, frame: bytes) -> list[Event]:
        if match := _RESULT.fullmatch(frame):
            return self._of_result(match)
        if match := _STATUS.fullmatch(frame):
            code = match.group(1)
            trouble, said = _TROUBLES.get(code, (WeightTrouble.FAILURE, "unknown"))
            detail = f"status {code.decode('ascii')}: {said}"
            return [Send(_EOT), Weight(trouble=trouble, detail=detail)]
        if match := _CHALLENGE.fullmatch(frame):
            return self._of_challenge(match)
        self._buffer.refuse()
        return []

    def _of_result(self, match: re.Match[bytes]) -> list[Event]:
        unit, number, price, amount = match.groups()
        if not self._is_result_wanted or int(price) != self._asked.unit_price_minor:
            # The late answer to another question.
            self._buffer.refuse()
            return []
        if unit != b"3":
            said = "the scale does not weigh in kilograms"
            return [Send(_EOT), Weight(trouble=WeightTrouble.FAILURE, detail=said)]
        digits = number.decode("ascii")
        grams = grams_of(f"{digits[:2]}.{digits[2:]}", "kg")
        assert grams is not None, "five digits are a weight"
        if amount_of(grams, int(price)) != int(amount):
            said = f"{grams} g at {int(price)} are {int(amount)} to the scale"
            return [Send(_EOT), Weight(trouble=WeightTrouble.DISAGREES, detail=said)]
        weight = Weight(
            grams,
            is_stable=True,
            is_net=self._asked.tare_grams > 0,
            amount_minor=int(amount),
        )
        return [Send(_EOT), weight]

    def _of_challenge(self, match: re.Match[bytes]) -> list[Event]:
        verdict, challenge = match.groups()
        self._rounds += 1
        if self._polynomial is None or verdict == b"0" or self._rounds > ROUNDS_MAX:
            said = "the scale asks for the checksums of Dialog 06"
            return [Send(_EOT), Weight(trouble=WeightTrouble.FAILURE, detail=said)]
        if verdict == b"1":
            # Accepted: the weighing begins again with its price.
            return [Send(self._price_record())]
        self._is_result_wanted = False
        text = answer(int(challenge, 16), self._checksum, self._polynomial)
        return [Send(_EOT + _STX + b"10" + _ESC + text.encode("ascii") + b"\x03")]

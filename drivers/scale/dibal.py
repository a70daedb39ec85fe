"""Dibal with the TISA (EPOS) protocol: price in, weight and amount out.

Bytes after the Dibal DPOS400 manual 49-TGDP4ES02 (4.4 and 4.18): ``98`` price check
CR LF is answered by ``99`` status weight status amount check CR LF.  The check is
the exclusive or of all characters before it; a published reply of a shop's scale,
``9900031600000004``, agrees.  Status 1 with a weight means motion (or goods that
were told already), with noughts a weight below zero.
"""

import re
from functools import reduce
from operator import xor
from typing import Final

from typing_extensions import override

from drivers.scale.codec import (
    Command,
    ScaleTraits,
    Weigh,
    Weight,
    WeightTrouble,
)
from drivers.scale.line_codec import LineCodec
from drivers.scale.mass import amount_of
from drivers.transport.serial_port import SerialLine

TRAITS: Final = ScaleTraits(
    "dibal",
    SerialLine(9600, 8, "N", 1),
    is_one_shot=True,
    can_zero=False,
)

PRICE_MINOR_MAX: Final = 99_999
_REPLY: Final = re.compile(rb"99([01])(\d{5})([01])(\d{6})(.)\r", re.DOTALL)
_REPLY_BYTES: Final = 17


class Dibal(LineCodec):
    """The protocol of Dibal."""

    traits = TRAITS
    end = 0x0A

    def __init__(self) -> None:
        super().__init__()
        self._price = 0

    @override
    def _ask(self, command: Command) -> bytes:
        if not isinstance(command, Weigh):
            raise self._no_command()
        if not 0 <= command.unit_price_minor <= PRICE_MINOR_MAX:
            raise ValueError("the price has more digits than the scale takes")
        self._price = command.unit_price_minor
        body = f"98{self._price:05}".encode("ascii")
        return body + check(body) + b"\r\n"

    @override
    def _decode(self, frame: bytes) -> Weight | None:
        # Noise may stand before the reply, never in it.
        frame = frame[-_REPLY_BYTES:]
        match = _REPLY.fullmatch(frame)
        if match is None or check(frame[:-2]) != match.group(5):
            return None
        status, weight, amount_status, amount = match.groups()[:4]
        grams, amount_minor = int(weight), int(amount)
        if status == b"1":
            if grams == 0:
                return Weight(trouble=WeightTrouble.UNDER_ZERO)
            return Weight(grams, trouble=WeightTrouble.MOTION)
        if amount_status == b"1" or not self._price:
            return Weight(grams, is_stable=True)
        if amount_minor != amount_of(grams, self._price):
            return Weight(
                trouble=WeightTrouble.DISAGREES,
                detail=f"{grams} g at {self._price} are {amount_minor} to the scale",
            )
        return Weight(grams, is_stable=True, amount_minor=amount_minor)


def check(body: bytes) -> bytes:
    """Return the check character of *body*."""
    return bytes((reduce(xor, body, 0),))

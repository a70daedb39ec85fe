"""A scanner for drivers.simulation: labels by its control port, faults on its line.

``POST /state {"scan": "]E04006381333931"}`` pulls the trigger; what the till sends
back (BEL, ``F``, whatever the settings name) is kept and counted.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from drivers.simulation.device import StateValue

HEARD_BYTES_MAX: Final = 256
_BEL: Final = 0x07

_ENDS: Final = {
    "cr": b"\r",
    "lf": b"\n",
    "crlf": b"\r\n",
    "tab": b"\t",
    "etx": b"\x03",
    "none": b"",
}


class ScannerDevice:
    """The behavior of one scanner; see SimulatedDevice."""

    def __init__(self) -> None:
        self._end = "cr"
        self._is_stx_sent = False
        self._prefix = ""
        self._suffix = ""
        self._scan_count = 0
        self._last = ""
        self._heard = bytearray()
        self._bel_count = 0

    def respond(self, data: bytes) -> Sequence[bytes]:
        """Take what the till says; a scanner answers nothing."""
        self._bel_count += data.count(_BEL)
        self._heard += data
        del self._heard[:-HEARD_BYTES_MAX]
        return ()

    def state(self) -> Mapping[str, StateValue]:
        """Return how it is set up, what it read and what it heard."""
        return {
            "end": self._end,
            "stx": self._is_stx_sent,
            "prefix": self._prefix,
            "suffix": self._suffix,
            "scan_count": self._scan_count,
            "last": self._last,
            "heard": self._heard.hex(" "),
            "bel_count": self._bel_count,
        }

    def change(self, values: Mapping[str, StateValue]) -> Sequence[bytes]:
        """Set it up, or read a label."""
        labels: list[bytes] = []
        for name, value in values.items():
            match name:
                case "scan":
                    labels.append(self._scan(str(value)))
                case "raw":
                    labels.append(_from_hex(str(value)))
                case "end":
                    self._end = _end_of(value)
                case "stx":
                    self._is_stx_sent = bool(value)
                case "prefix":
                    self._prefix = str(value)
                case "suffix":
                    self._suffix = str(value)
                case _:
                    raise ValueError(f"a scanner has no {name!r}")
        return labels

    def _scan(self, label: str) -> bytes:
        self._scan_count += 1
        self._last = label
        start = b"\x02" if self._is_stx_sent else b""
        text = f"{self._prefix}{label}{self._suffix}".encode()
        return start + text + _ENDS[self._end]


def _end_of(value: StateValue) -> str:
    end = str(value).lower()
    if end not in _ENDS:
        raise ValueError(f"end is one of {', '.join(_ENDS)}")
    return end


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise ValueError("raw is written as 02 34 0D") from None

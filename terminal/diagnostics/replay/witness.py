"""What the parent of a replay was told, written down where no till can reach.

The witness is the third book beside the till's ledger and the server's tables:
an acknowledgement that is in it and missing elsewhere is a lost sale.
"""

import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from structs.decoding import json_decoder

_MODE: Final = 0o600


class Acknowledgement(msgspec.Struct, frozen=True, gc=False):
    """One completed transaction as the till acknowledged it.

    ``gross_minor`` is signed and includes tax; ``tender_minor`` is the cash
    that stayed in the till (given less change).  ``event_hash`` is hex.
    """

    reference: str
    series: str
    number: int
    gross_minor: int
    tender_minor: int
    event_hash: str
    business_day: str


class Witness:
    """An append-only file, synced after every acknowledgement."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._encode = msgspec.json.Encoder().encode
        self._descriptor = os.open(
            path,
            os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0),
            _MODE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)

    def record(self, acknowledgement: Acknowledgement) -> None:
        """Write one acknowledgement and sync it before returning."""
        os.write(self._descriptor, self._encode(acknowledgement) + b"\n")
        os.fsync(self._descriptor)

    @staticmethod
    def read(path: Path) -> list[Acknowledgement]:
        """Return every acknowledgement of the file, in the order received."""
        decode = json_decoder(Acknowledgement).decode
        return [decode(line) for line in path.read_bytes().splitlines() if line]

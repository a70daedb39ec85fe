"""The field of a PC/SC reader (ACR122U and its like), by pyscard where it is.

A Type 2 card is read and written by the pseudo-APDUs of PC/SC part 3: FF CA gives
the UID, FF B0 reads, FF D6 writes a page.  FeliCa has no common way through PC/SC
and is told as a card that cannot be read.  pyscard is optional and the kind says
so without it; on Windows and macOS it was never run.
"""

import importlib.util
from collections.abc import Sequence
from typing import Any, Final, Protocol

from drivers.nfc import type2_commands
from drivers.nfc.card_errors import CardGoneError, CardRefusedError
from drivers.nfc.card_session import FoundCard
from drivers.nfc.field import ReaderGoneError, ReaderOpenError
from drivers.nfc.port import CardTechnology

SCHEME: Final = "pcsc"
UNAVAILABLE_REASON: Final = "the library pyscard is not installed"

_GET_UID: Final = bytes.fromhex("FFCA000000")
_READ: Final = bytes.fromhex("FFB000")
_WRITE: Final = bytes.fromhex("FFD600")
_CAPABILITY_PAGE: Final = 3
_CAPABILITY_MAGIC: Final = 0xE1
_OK: Final = 0x9000


class PcscError(Exception):
    """Something between us and the card failed; the reader may still be there."""


class PcscCard(Protocol):
    """A connection with one card."""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Return the answer's data and its two status bytes as a number.

        Raises:
            PcscError: The card is gone.
        """

    def disconnect(self) -> None:
        """Let go of the card; never raises."""


class PcscReader(Protocol):
    """One reader of the system."""

    @property
    def name(self) -> str:
        """The reader as the system calls it."""

    def connect(self) -> PcscCard | None:
        """Return the card on it, if there is one.

        Raises:
            PcscError: The reader is gone.
        """


def is_available() -> bool:
    """Return whether pyscard is installed."""
    return importlib.util.find_spec("smartcard") is not None


class PcscField:
    """One PC/SC reader as a field."""

    def __init__(self, reader: PcscReader) -> None:
        """Take an existing reader."""
        self._reader = reader
        self._card: PcscCard | None = None

    @property
    def name(self) -> str:
        """The reader as the system calls it."""
        return self._reader.name

    def look(self) -> FoundCard | None:
        """Look for a card anew and select it."""
        self._drop()
        try:
            self._card = self._reader.connect()
        except PcscError as error:
            raise ReaderGoneError(str(error)) from error
        if self._card is None:
            return None
        try:
            uid = self._apdu(_GET_UID)
        except (CardGoneError, CardRefusedError):
            return None
        return FoundCard(self._technology(), uid)

    def exchange(self, command: bytes, timeout_s: float) -> bytes:
        """Translate a command of a Type 2 card; others are not for PC/SC."""
        del timeout_s  # The system has its own.
        if command[0] == type2_commands.READ:
            length = bytes((type2_commands.READ_BYTES,))
            return self._apdu(_READ + command[1:2] + length)
        if command[0] == type2_commands.WRITE:
            data = command[2:]
            self._apdu(_WRITE + command[1:2] + bytes((len(data),)) + data)
            return type2_commands.ACK
        raise CardRefusedError("this cannot be asked through PC/SC")

    def select(self) -> None:
        """Connect again with the card."""
        if self.look() is None:
            raise CardGoneError("the card was taken away")

    def close(self) -> None:
        """Let go of the reader."""
        self._drop()

    def _technology(self) -> CardTechnology:
        try:
            head = self.exchange(type2_commands.read(_CAPABILITY_PAGE), 0)
        except (CardGoneError, CardRefusedError):
            return CardTechnology.OTHER
        is_ndef = head[:1] == bytes((_CAPABILITY_MAGIC,))
        return CardTechnology.TYPE_2 if is_ndef else CardTechnology.OTHER

    def _apdu(self, command: bytes) -> bytes:
        if self._card is None:
            raise CardGoneError("there is no card on the reader")
        try:
            data, status = self._card.transmit(command)
        except PcscError as error:
            raise CardGoneError("the card does not answer") from error
        if status != _OK:
            raise CardRefusedError(f"the card refused (status {status:04X})")
        return data

    def _drop(self) -> None:
        if self._card is not None:
            self._card.disconnect()
            self._card = None


class _PyscardCard:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        from smartcard.Exceptions import SmartcardException

        try:
            data, first, second = self._connection.transmit(list(command))
        except SmartcardException as error:
            raise PcscError(str(error)) from error
        return bytes(data), first << 8 | second

    def disconnect(self) -> None:
        try:
            self._connection.disconnect()
        except Exception:  # noqa: BLE001 - any failure of a card on its way out
            return


class _PyscardReader:
    def __init__(self, reader: Any) -> None:
        self._reader = reader

    @property
    def name(self) -> str:
        return str(self._reader)

    def connect(self) -> _PyscardCard | None:
        from smartcard.Exceptions import (
            CardConnectionException,
            NoCardException,
            SmartcardException,
        )

        connection = self._reader.createConnection()
        try:
            connection.connect()
        except (NoCardException, CardConnectionException):
            return None
        except SmartcardException as error:
            raise PcscError(str(error)) from error
        return _PyscardCard(connection)


def open_pcsc(name: str) -> PcscField:
    """Open the first reader whose name contains *name*.

    Raises:
        ReaderOpenError: There is none, or no pyscard.
    """
    if not is_available():
        raise ReaderOpenError("library", UNAVAILABLE_REASON)
    from smartcard.Exceptions import SmartcardException
    from smartcard.System import readers

    try:
        found: Sequence[Any] = readers()
    except SmartcardException as error:
        raise ReaderOpenError("missing", f"PC/SC does not run: {error}") from error
    for reader in found:
        if name in str(reader):
            return PcscField(_PyscardReader(reader))
    raise ReaderOpenError("missing", f"there is no PC/SC reader {name!r}".strip())

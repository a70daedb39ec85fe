"""What a library for card readers must do for the reader process."""

from typing import Protocol

from drivers.nfc.card_session import FoundCard


class ReaderOpenError(Exception):
    """The reader cannot be opened.

    Attributes:
        reason: ``missing``, ``denied``, ``busy``, ``library`` or ``path``.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class ReaderGoneError(Exception):
    """The reader was there and is not any more."""


class CardField(Protocol):
    """The field of one open reader; also the link to the card in it.

    All methods raise ReaderGoneError when the reader itself fails.
    """

    @property
    def name(self) -> str:
        """The reader as it calls itself."""

    def look(self) -> FoundCard | None:
        """Look for a card anew and select it."""

    def exchange(self, command: bytes, timeout_s: float) -> bytes:
        """See CardLink."""

    def select(self) -> None:
        """See CardLink."""

    def close(self) -> None:
        """Let go of the reader; never raises."""

"""What the languages of line displays have in common."""

from typing import Protocol

from drivers.line_display.glass import Glass
from drivers.line_display.port import DisplayContent


class DisplayCodec(Protocol):
    """Turns contents into bytes; no I/O, no state."""

    @property
    def has_brightness(self) -> bool:
        """Whether the language can say how bright the display is."""

    def start(self, page: str, brightness: int) -> bytes:
        """Return what is sent once the display is reached.

        Args:
            page: A name of CODE_PAGES.
            brightness: 1 to 4.
        """

    def show(self, content: DisplayContent, page: str) -> bytes:
        """Return what makes both lines show *content*, whatever they show now."""


class DisplayDecoder(Protocol):
    """The display's side of a language, for simulators.

    Attributes:
        glass: What is shown.
    """

    glass: Glass

    def feed(self, data: bytes) -> None:
        """Take bytes in pieces of any size."""

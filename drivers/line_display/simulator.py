"""A line display made of software; like a real one it never answers."""

from collections.abc import Mapping, Sequence

from drivers.line_display.display_text import CODE_PAGES
from drivers.line_display.languages import DECODERS, PROTOCOL_DEFAULT
from drivers.simulation.device import StateValue


class SimulatedLineDisplay:
    """Shows what a host sends; for a SimulationLink."""

    def __init__(self, protocol: str = PROTOCOL_DEFAULT, page: str = "cp437") -> None:
        """Switch on.

        Args:
            protocol: A name of DECODERS.
            page: The code page that is set on it.
        """
        self._protocol = protocol
        self._page = CODE_PAGES[page]
        self._decoder = DECODERS[protocol]()
        self._is_on = True

    @property
    def lines(self) -> tuple[str, str]:
        """Both lines, twenty characters each; blank while it is off."""
        if not self._is_on:
            return " " * 20, " " * 20
        glass = self._decoder.glass
        return glass.line(0, self._page), glass.line(1, self._page)

    def respond(self, data: bytes) -> Sequence[bytes]:
        """Show what came; nothing is ever said back."""
        if self._is_on:
            self._decoder.feed(data)
        return ()

    def state(self) -> Mapping[str, StateValue]:
        """Return both lines and the brightness."""
        upper, lower = self.lines
        return {
            "protocol": self._protocol,
            "upper": upper,
            "lower": lower,
            "brightness": self._decoder.glass.brightness,
            "is_on": self._is_on,
        }

    def change(self, values: Mapping[str, StateValue]) -> Sequence[bytes]:
        """Switch the display off or on; it forgets what it showed.

        Raises:
            ValueError: Something else than ``is_on`` was given.
        """
        if set(values) - {"is_on"}:
            raise ValueError("a line display can only be switched: is_on")
        self._is_on = bool(values.get("is_on", self._is_on))
        self._decoder = DECODERS[self._protocol]()
        return ()

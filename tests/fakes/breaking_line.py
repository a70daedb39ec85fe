"""A line that breaks within the first write, and takes everything later."""

from __future__ import annotations

from drivers.errors import TransportGoneError, TransportTimeoutError


class BreakingLine:
    """Answers nothing.

    Attributes:
        taken: What was written while it was whole.
    """

    address = "script"

    def __init__(self) -> None:
        self.is_open = False
        self.is_broken = True
        self.taken = b""

    def open(self) -> None:
        """Connect, also when it will break."""
        self.is_open = True

    def close(self) -> None:
        """Let go."""
        self.is_open = False

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        """Say nothing."""
        raise TransportTimeoutError(self.address, f"quiet for {timeout_s} s")

    def write(self, data: bytes, *, timeout_s: float) -> None:
        """Take *data*, or break."""
        if self.is_broken:
            raise TransportGoneError(self.address, "pulled out")
        self.taken += data

    def finish_writing(self) -> None:
        """Nothing to finish."""

    def interrupt(self) -> None:
        """Nothing blocks."""

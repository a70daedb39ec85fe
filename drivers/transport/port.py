"""The promise of every transport.

A transport carries bytes and knows nothing of their meaning.  One thread uses
it; only interrupt() may be called by others.  A deadline that passes raises
TransportTimeoutError, and whoever asked a question then closes the transport:
an answer that comes late must never be taken for the answer to the next one.
"""

from collections.abc import Callable
from typing import Literal, Protocol

from drivers.errors import TransportGoneError

InputLine = Literal["cts", "dsr", "ri", "cd"]
"""A line of a serial port that the other side sets."""


class ByteTransport(Protocol):
    """A two-way stream of bytes to one device."""

    @property
    def address(self) -> str:
        """Where it leads, as the settings give it."""

    @property
    def is_open(self) -> bool:
        """Whether open() succeeded and close() has not been called."""

    def open(self) -> None:
        """Connect.

        Raises:
            TransportGoneError: Nothing is there.
            TransportTimeoutError: Nothing answered in time.
            TransportBusyError: Another program holds it.
            TransportDeniedError: This user may not use it.
        """

    def close(self) -> None:
        """Let go.  Never raises; closing twice is harmless."""

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        """Return at least one and at most *count_max* bytes that came.

        Raises:
            TransportTimeoutError: No byte came within *timeout_s*.
            TransportGoneError: The other side is gone, or interrupt() was called.
        """

    def write(self, data: bytes, *, timeout_s: float) -> None:
        """Hand over all of *data* within *timeout_s*.

        Raises:
            TransportTimeoutError: Some bytes may have left, some not.
            TransportGoneError: The other side is gone; the same holds.
        """

    def finish_writing(self) -> None:
        """Say that nothing more will be sent, where the medium can say so."""

    def interrupt(self) -> None:
        """Make a blocked read() or write() raise; for any thread."""


def has_way_back(transport: ByteTransport) -> bool:
    """Whether answers can come back; a print queue and some files only take.

    A transport that says nothing about it goes both ways.
    """
    return bool(getattr(transport, "has_way_back", True))


def is_wire(transport: ByteTransport) -> bool:
    """Whether it is a wire without connections, unlike TCP.

    What comes late on a wire is still there at the next open(), and must be thrown
    away; and nobody hangs up at the end.
    """
    return bool(getattr(transport, "is_wire", False))


def is_unmaskable(transport: ByteTransport) -> bool:
    """Whether what comes may hold a number of a card in a form that hides it.

    Such bytes are counted and not kept: keys of a keyboard are no digits.
    """
    return bool(getattr(transport, "is_unmaskable", False))


def read_input_line(transport: ByteTransport, line: InputLine) -> bool:
    """Return whether *line* is high; only serial ports have such lines.

    Raises:
        TransportGoneError: The port is gone, or has none.
    """
    read: Callable[[InputLine], bool] | None = getattr(
        transport, "read_input_line", None
    )
    if read is None:
        raise TransportGoneError(transport.address, f"it has no line {line.upper()}")
    return read(line)

"""Tells a flight recorder what passes through a transport.

Kinds of devices make their transports themselves.  So that none of them can forget
the recorder, whoever builds a device says `with recording(recorder)`, and every
transport that is made from an address meanwhile is recorded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from drivers.flight_recorder import FlightRecorder
from drivers.transport.port import (
    ByteTransport,
    InputLine,
    has_way_back,
    is_unmaskable,
    is_wire,
    read_input_line,
)

_CURRENT: Final[ContextVar[FlightRecorder | None]] = ContextVar(
    "flight_recorder", default=None
)


@contextmanager
def recording(recorder: FlightRecorder) -> Iterator[None]:
    """Have the transports that are made meanwhile tell *recorder*."""
    token = _CURRENT.set(recorder)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def recorded(transport: ByteTransport) -> ByteTransport:
    """Return *transport*, recorded when somebody wants that."""
    recorder = _CURRENT.get()
    return transport if recorder is None else RecordedTransport(transport, recorder)


class RecordedTransport:
    """Another transport, and every byte of it in a flight recorder."""

    def __init__(self, inner: ByteTransport, recorder: FlightRecorder) -> None:
        self._inner = inner
        self._recorder = recorder

    @property
    def address(self) -> str:
        """Where it leads, as the settings give it."""
        return self._inner.address

    @property
    def is_open(self) -> bool:
        """Whether open() succeeded and close() has not been called."""
        return self._inner.is_open

    @property
    def has_way_back(self) -> bool:
        """Whether answers can come back; see drivers.transport.port."""
        return has_way_back(self._inner)

    @property
    def is_wire(self) -> bool:
        """Whether it has no connections; see drivers.transport.port."""
        return is_wire(self._inner)

    def open(self) -> None:
        """Connect; see ByteTransport."""
        self._inner.open()

    def close(self) -> None:
        """Let go."""
        self._inner.close()

    def abort(self) -> None:
        """Let go at once and throw away what has not left yet."""
        abort = getattr(self._inner, "abort", self._inner.close)
        abort()

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        """Return at least one byte that came, or raise; see ByteTransport."""
        data = self._inner.read(count_max, timeout_s=timeout_s)
        if is_unmaskable(self._inner):
            self._recorder.received_unkept(len(data))
        else:
            self._recorder.received(data)
        return data

    def write(self, data: bytes, *, timeout_s: float) -> None:
        """Hand over all of *data*, or raise; see ByteTransport."""
        # Before the call: bytes of a write that fails may have left as well.
        self._recorder.sent(data)
        self._inner.write(data, timeout_s=timeout_s)

    def read_input_line(self, line: InputLine) -> bool:
        """Return whether *line* is high; see drivers.transport.port."""
        return read_input_line(self._inner, line)

    def finish_writing(self) -> None:
        """Say that nothing more will be sent."""
        self._inner.finish_writing()

    def interrupt(self) -> None:
        """Make a blocked read() or write() raise; for any thread."""
        self._inner.interrupt()

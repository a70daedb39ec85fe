"""Notices serial ports that come and go.

Polled, because listing the ports works on every system; the notices of udev and of
Windows would only be faster.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from drivers.discovery.usb_port import Lister, SerialPort, list_serial_ports

POLL_INTERVAL_S: Final = 2.0


class PortChanges(msgspec.Struct, frozen=True):
    """What is different since the last look."""

    appeared: tuple[SerialPort, ...] = ()
    vanished: tuple[SerialPort, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.appeared or self.vanished)


class PortWatch:
    """Compares each look with the one before; not thread-safe."""

    def __init__(self, lister: Lister = list_serial_ports) -> None:
        self._lister = lister
        self._before: frozenset[SerialPort] | None = None

    def look(self) -> PortChanges:
        """Return what came and went since the last look; the first sees nothing."""
        now = frozenset(self._lister())
        before, self._before = self._before, now
        if before is None:
            return PortChanges()
        return PortChanges(_sorted(now - before), _sorted(before - now))


def _sorted(ports: frozenset[SerialPort]) -> tuple[SerialPort, ...]:
    found: Sequence[SerialPort] = sorted(ports, key=lambda port: port.device)
    return tuple(found)

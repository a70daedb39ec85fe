"""The simulated devices as the window's panel operates them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from terminal.peripherals.simulated import SCANNER_ID

if TYPE_CHECKING:
    from terminal.peripherals.simulated import SimulatedPeripherals
    from terminal.peripherals.simulated_counter import SimulatedCounter

_BADGE_MS_MAX: Final = 10_000


class Network(Protocol):
    """A way to the center that a demo can cut; injected by who runs the demo."""

    def cut(self) -> None:
        """Let nothing through from now on."""

    def join(self) -> None:
        """Let everything through again."""


class SimulatedDesk(QObject):
    """The simulated devices as the panel operates them.

    Signals:
        customer_wanted: Whether a window is wanted that shows the customer's screen.
    """

    customer_wanted = Signal(bool)
    _drawn = Signal(object, object)

    def __init__(
        self,
        devices: SimulatedPeripherals,
        counter: SimulatedCounter,
        network: Network | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._devices = devices
        self._counter = counter
        self._network = network
        self._is_out = self._is_low = False
        self._badge_timer = QTimer(self)
        self._badge_timer.setSingleShot(True)
        self._badge_timer.setInterval(_BADGE_MS_MAX)
        self._badge_timer.timeout.connect(self.take_badge)
        self._drawn.connect(self._deliver)

    def scan(self, code: str) -> None:
        """Pull the trigger over a label."""
        self._devices.scan(code)

    def paper_count(self) -> int:
        """Return how many papers were cut."""
        return len(self._devices.papers)

    def request_paper(self, on_picture: Callable[[bytes], None]) -> None:
        """Draw the last paper on a thread of its own: PIL takes long to load."""

        def draw() -> None:
            self._drawn.emit(on_picture, self._devices.paper_png())

        threading.Thread(target=draw, name="paper-picture", daemon=True).start()

    def set_paper(self, *, is_out: bool = False) -> None:
        """Take the roll out or put one in."""
        self._is_out = is_out
        self._devices.set_paper(is_out=is_out, is_low=self._is_low)

    def set_low(self, *, is_low: bool) -> None:
        """Let the roll come near its end, or not."""
        self._is_low = is_low
        self._devices.set_paper(is_out=self._is_out, is_low=is_low)

    def set_cover(self, *, is_open: bool) -> None:
        """Open or close the printer's cover."""
        self._devices.set_cover(is_open=is_open)

    def set_cable(self, *, is_plugged: bool) -> None:
        """Pull or plug the printer's cable."""
        self._devices.set_cable(is_plugged=is_plugged)

    def set_plugged(self, device: str, *, is_plugged: bool) -> None:
        """Pull or plug the cable of ``scanner``, ``scale``, ``display``, ``reader``."""
        if device == SCANNER_ID:
            self._devices.set_scanner_plugged(is_plugged=is_plugged)
        else:
            self._counter.set_plugged(device, is_plugged=is_plugged)

    def set_moving(self, *, is_moving: bool) -> None:
        """Let what lies on the scale swing, or rest."""
        self._counter.set_moving(is_moving=is_moving)

    def show_customer(self, *, is_shown: bool) -> None:
        """Open or close a window with what the customer's screen shows."""
        self.customer_wanted.emit(is_shown)

    @property
    def is_drawer_open(self) -> bool:
        """Whether the drawer stands open."""
        return self._devices.is_drawer_open

    def close_drawer(self) -> None:
        """Push the drawer shut."""
        self._devices.close_drawer()

    def shown(self) -> tuple[str, str]:
        """Return both lines of the line display."""
        return self._counter.shown()

    def put(self, grams: int) -> None:
        """Let goods of that weight, and nothing else, lie on the scale."""
        self._counter.put(grams)

    def hold_badge(self, operator_id: str) -> None:
        """Hold an operator's badge to the reader until it was read, or in vain."""
        self._counter.hold_badge(operator_id)
        self._badge_timer.start()

    @Slot()
    def take_badge(self) -> None:
        """Take the badge away."""
        self._badge_timer.stop()
        self._counter.take_badge()

    def close(self) -> None:
        """Switch everything off."""
        self._badge_timer.stop()
        self._devices.close()
        self._counter.close()

    @property
    def has_network(self) -> bool:
        """Whether there is a network that can be cut."""
        return self._network is not None

    def set_network(self, *, is_joined: bool) -> None:
        """Cut or join the way to the center."""
        if self._network is not None:
            (self._network.join if is_joined else self._network.cut)()

    @Slot(object, object)
    def _deliver(self, on_picture: Callable[[bytes], None], png: bytes) -> None:
        on_picture(png)

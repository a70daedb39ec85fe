"""Serves one simulated device over one medium, with faults on the way back.

One thread owns the medium and the device; everybody else asks it.
"""

import contextlib
import heapq
import queue
import selectors
import socket
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Final, TypeVar

from drivers.simulation.device import SimulatedDevice, StateValue
from drivers.simulation.faults import Delivery, Fault, FaultInjector, FaultKind
from drivers.simulation.medium import Medium

ASK_TIMEOUT_S: Final = 5.0
RECEIVED_BYTES_MAX: Final = 65_536
"""The last bytes of the host that are kept."""

_DELIVERIES_MAX: Final = 10_000

T = TypeVar("T")


class SimulationLink:
    """A device made of software, plugged in.  Methods are for any thread."""

    def __init__(
        self, device: SimulatedDevice, medium: Medium, *, seed: int = 0
    ) -> None:
        """Plug it in and serve it until close()."""
        self._device = device
        self._medium = medium
        self._faults = FaultInjector(seed)
        self._asked: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._bell, self._ear = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._due: list[tuple[float, int, Delivery]] = []
        self._delivery_count = 0
        self._received = bytearray()
        self._received_count = 0
        self._heard = threading.Condition()
        self._deaf_until = 0.0
        self._talks_at = self._last_due_at = time.monotonic()
        self._is_plugged = False
        self._is_closed = False
        self._thread = threading.Thread(
            target=self._run, name="simulated-device", daemon=True
        )
        self._plug()
        self._thread.start()

    @property
    def address(self) -> str:
        """Where the till finds the device, for the settings."""
        return self._medium.address

    @property
    def is_plugged(self) -> bool:
        """Whether the cable is in."""
        return self._is_plugged

    @property
    def fault(self) -> Fault:
        """What happens to the next reply."""
        return self._faults.fault

    @property
    def received(self) -> bytes:
        """The last bytes that came from the host."""
        with self._heard:
            return bytes(self._received)

    @property
    def received_count(self) -> int:
        """How many bytes ever came from the host."""
        return self._received_count

    def wait_for_received(self, count: int, timeout_s: float) -> bool:
        """Wait until *count* bytes have come; return whether they have."""
        with self._heard:
            return self._heard.wait_for(
                lambda: self._received_count >= count, timeout_s
            )

    def set_fault(self, fault: Fault) -> None:
        """Have *fault* happen; ``cut`` pulls the cable now, ``none`` joins it."""

        def work() -> None:
            self._faults.set(fault)
            self._deaf_until = 0.0
            if fault.kind is FaultKind.CUT:
                self._unplug()
            elif fault.kind is FaultKind.NONE:
                self._plug()

        self._ask(work)

    def plug(self) -> None:
        """Put the cable in again."""
        self._ask(self._plug)

    def unplug(self) -> None:
        """Pull the cable out."""
        self._ask(self._unplug)

    def send(self, data: bytes) -> None:
        """Let the device speak unasked; the fault applies to it as to a reply."""
        self._ask(lambda: self._deliver(data))

    def state(self) -> Mapping[str, StateValue]:
        """Return how the device is."""
        return self._ask(self._device.state)

    def change(self, values: Mapping[str, StateValue]) -> None:
        """Change the device; see SimulatedDevice.change."""

        def work() -> None:
            for said in self._device.change(values):
                self._deliver(said)

        self._ask(work)

    def close(self) -> None:
        """Switch off; harmless when it is off."""
        if self._is_closed:
            return
        self._is_closed = True
        self._asked.put(None)
        self._ring()
        self._thread.join(ASK_TIMEOUT_S)
        self._bell.close()

    # -- on the link's thread --------------------------------------------------

    def _run(self) -> None:
        try:
            while self._serve():
                pass
        finally:
            self._unplug()
            self._medium.dispose()
            self._selector.close()
            self._ear.close()

    def _serve(self) -> bool:
        """Wait once and do what there is to do; return whether to go on."""
        for key, _ in self._selector.select(self._wait_s()):
            if key.fileobj is self._ear:
                self._ear.recv(4096)
            elif time.monotonic() >= self._deaf_until and key.fd in self._watched():
                self._take(self._medium.receive(_source(key)))
        if time.monotonic() < self._deaf_until:
            # Readable all the while: without this the thread would spin.
            self._wait_for_bell()
        while not self._asked.empty():
            asked = self._asked.get()
            if asked is None:
                return False
            asked()
        self._talk_when_due()
        self._send_due()
        return True

    def _watched(self) -> set[int]:
        # A source of this round may have been unplugged by an earlier one.
        return {key.fd for key in self._selector.get_map().values()}

    def _wait_s(self) -> float | None:
        at = [self._due[0][0]] if self._due else []
        if self._talks_every_s is not None:
            at.append(self._talks_at)
        return max(0.0, min(at) - time.monotonic()) if at else None

    @property
    def _talks_every_s(self) -> float | None:
        interval_s: float | None = getattr(self._device, "talks_every_s", None)
        return interval_s if self._is_plugged else None

    def _talk_when_due(self) -> None:
        interval_s = self._talks_every_s
        if interval_s is None or time.monotonic() < self._talks_at:
            return
        self._talks_at = time.monotonic() + interval_s
        for said in self._device.respond(b""):
            self._deliver(said)

    def _wait_for_bell(self) -> None:
        wait_s = self._deaf_until - time.monotonic()
        if self._due:
            wait_s = min(wait_s, self._due[0][0] - time.monotonic())
        if wait_s > 0 and self._asked.empty():
            self._ear.settimeout(wait_s)
            with contextlib.suppress(TimeoutError, BlockingIOError):
                self._ear.recv(4096)
            self._ear.settimeout(None)

    def _take(self, data: bytes) -> None:
        if not data:
            return
        with self._heard:
            self._received += data
            del self._received[:-RECEIVED_BYTES_MAX]
            self._received_count += len(data)
            self._heard.notify_all()
        self._deaf_until = time.monotonic() + self._faults.read_interval_s
        for reply in self._device.respond(data):
            self._deliver(reply)

    def _deliver(self, reply: bytes) -> None:
        for delivery in self._faults.apply(reply):
            if len(self._due) < _DELIVERIES_MAX:
                self._delivery_count += 1
                due_at = time.monotonic() + delivery.delay_s
                if self._talks_every_s is not None:
                    # Of what is told all the time nothing overtakes on a wire.
                    due_at = self._last_due_at = max(due_at, self._last_due_at)
                heapq.heappush(self._due, (due_at, self._delivery_count, delivery))
        self._send_due()

    def _send_due(self) -> None:
        while self._due and self._due[0][0] <= time.monotonic():
            _, _, delivery = heapq.heappop(self._due)
            if delivery.data and self._is_plugged:
                self._medium.send(delivery.data)
            if delivery.is_last:
                self._unplug()

    def _plug(self) -> None:
        if not self._is_plugged:
            self._medium.plug(self._selector)
            self._is_plugged = True

    def _unplug(self) -> None:
        if self._is_plugged:
            self._is_plugged = False
            self._medium.unplug()

    # -- on other threads ------------------------------------------------------

    def _ask(self, work: Callable[[], T]) -> T:
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except Exception as error:  # noqa: BLE001 - it belongs to who asked
                future.set_exception(error)

        self._asked.put(run)
        self._ring()
        return future.result(ASK_TIMEOUT_S)

    def _ring(self) -> None:
        with contextlib.suppress(OSError):
            self._bell.send(b"!")


def _source(key: selectors.SelectorKey) -> "int | socket.socket":
    source = key.fileobj
    assert isinstance(source, int | socket.socket)
    return source

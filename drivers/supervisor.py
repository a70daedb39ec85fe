"""Gives each device a thread of its own and keeps trying while it is away.

Rule: one device's death never disturbs another, and nobody waits for a device:
work goes into a bounded inbox and its answer comes as a future.  A device is
logged once when it goes and once when it is back, however often it is tried.
"""

import logging
import queue
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from typing import Final, Generic, TypeVar

from drivers.device import (
    ABSENT,
    DISABLED,
    OPENING,
    Device,
    DeviceCondition,
    DeviceLife,
    DeviceState,
)
from drivers.errors import (
    DeviceBusyError,
    DeviceConfigurationError,
    DeviceError,
    DeviceProtocolError,
    DeviceUnavailableError,
)

RETRY_DELAYS_S: Final = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
RETRY_JITTER: Final = 0.2
"""±20 %, so that tills that lost one shared printer do not call it in step."""

INBOX_MAX: Final = 64
STOP_TIMEOUT_S: Final = 5.0

_log = logging.getLogger(__name__)

D = TypeVar("D", bound=Device)
T = TypeVar("T")


class _Request(Generic[D]):
    """Work for the device and the place where its answer goes."""

    def __init__(
        self, run: Callable[[D], None], refuse: Callable[[DeviceError], None]
    ) -> None:
        self.run = run
        self.refuse = refuse


_WAKE: Final = None
"""In the inbox: look around, nothing to do."""


class Supervisor(Generic[D]):
    """Runs one device until it is stopped.

    Attributes:
        condition: What is known about the device; for any thread to read.
        open_count: How often it was opened since start().
        reconnect_count: How often it came back since start().
        error_count: How often it went away or failed since start(); each absence
            counts once, however often it is tried meanwhile.
    """

    def __init__(
        self,
        device: D,
        on_condition: Callable[[DeviceCondition], None],
        *,
        retry_delays_s: tuple[float, ...] = RETRY_DELAYS_S,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Prepare; nothing is opened before start().

        Args:
            device: Owned by the supervisor's thread from start() on.
            on_condition: Called on that thread at each change.
            retry_delays_s: The last one is repeated.
            jitter: Returns numbers from 0 to 1.
        """
        self._device = device
        self._on_condition = on_condition
        self._retry_delays_s = retry_delays_s
        self._jitter = jitter
        self._life = DeviceLife()
        self._inbox: queue.Queue[_Request[D] | None] = queue.Queue(INBOX_MAX)
        self._stopping = threading.Event()
        self._retry_wanted = threading.Event()
        self._thread: threading.Thread | None = None
        self._failures = 0
        self._was_seen = False
        self._is_missing_logged = False
        self.condition = ABSENT
        self.open_count = 0
        self.reconnect_count = 0
        self.error_count = 0

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""
        return self._device.device_id

    def start(self) -> None:
        """Begin on a thread of its own."""
        assert self._thread is None, "start() twice"
        # A daemon, because a driver stuck in a system call must not keep the
        # till from ending; stop() is the orderly way.
        self._thread = threading.Thread(
            target=self._run, name=f"device-{self.device_id}", daemon=True
        )
        self._thread.start()

    def stop(self, timeout_s: float = STOP_TIMEOUT_S) -> bool:
        """Ask the thread to end and wait; return whether it did.

        Work that was still waiting is refused with DeviceUnavailableError.
        """
        self.request_stop()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def request_stop(self) -> None:
        """Ask the thread to end, without waiting: several can then end together."""
        self._stopping.set()
        self._wake()
        self._device.interrupt()

    def retry(self) -> None:
        """Try a lost or faulty device now; for any thread."""
        self._retry_wanted.set()
        self._wake()

    def submit(self, work: Callable[[D], T]) -> "Future[T]":
        """Have *work* done on the device's thread; for any thread.

        The future's callbacks run on that thread too.  A device that is away is
        tried once for this; if it stays away, the future raises
        DeviceUnavailableError and *work* was not begun.

        Raises:
            DeviceBusyError: The inbox is full; *work* will not be done.
        """
        future: Future[T] = Future()

        def run(device: D) -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = work(device)
            except Exception as error:
                future.set_exception(error)
                raise
            future.set_result(result)

        def refuse(error: DeviceError) -> None:
            try:
                future.set_exception(error)
            except InvalidStateError:
                return  # Cancelled by whoever asked.

        if self._stopping.is_set():
            refuse(self._stopped_error())
            return future
        try:
            self._inbox.put_nowait(_Request(run, refuse))
        except queue.Full:
            raise DeviceBusyError(
                self.device_id, f"{INBOX_MAX} requests are waiting already"
            ) from None
        if self._stopping.is_set():
            # The thread may have emptied the inbox just before this came in.
            self._refuse_waiting()
        return future

    def _wake(self) -> None:
        try:
            self._inbox.put_nowait(_WAKE)
        except queue.Full:
            return  # Whatever fills it wakes the thread as well.

    def _run(self) -> None:
        try:
            waiting: _Request[D] | None = None
            while not self._stopping.is_set():
                waiting = self._live_once(waiting)
            if waiting is not None:
                waiting.refuse(self._stopped_error())
        finally:
            self._close()
            self._refuse_waiting()
            if self._life.condition.state is not DeviceState.DISABLED:
                self._become(DISABLED)

    def _live_once(self, waiting: _Request[D] | None) -> _Request[D] | None:
        """Open, serve until something fails, then wait; return work that came."""
        try:
            self._open()
            if waiting is not None:
                request, waiting = waiting, None
                request.run(self._device)
            self._serve()
        except (DeviceProtocolError, DeviceConfigurationError) as error:
            self._close()
            _refuse(waiting, error)
            self._fail(error)
        except DeviceError as error:
            self._close()
            _refuse(waiting, error)
            return self._lose(error)
        except Exception as error:  # noqa: BLE001 - any bug of any driver
            # A bug in one driver must not take the thread, and so the device,
            # away until the next start.
            _log.exception("device %s: the driver failed", self.device_id)
            self._close()
            failure = DeviceError(
                self.device_id,
                f"the driver failed: {type(error).__name__}: {error}",
                "Send the support bundle, then try again.",
            )
            _refuse(waiting, failure)
            self._fail(failure)
        return None

    def _open(self) -> None:
        if not self._is_missing_logged:
            self._become(OPENING)
        else:
            # The list of devices would flicker at each attempt of a retry.
            self._life.become(OPENING)
        self._retry_wanted.clear()
        self._device.open()
        self.open_count += 1
        if self._was_seen and self._is_missing_logged:
            self.reconnect_count += 1
        if self._is_missing_logged:
            _log.info("device %s is back", self.device_id)
        self._was_seen = True
        self._is_missing_logged = False
        self._failures = 0
        self._become(self._device.condition)

    def _close(self) -> None:
        try:
            self._device.close()
        except Exception:  # noqa: BLE001 - any bug of any driver
            # Here it would end the thread, and leave what waits without an answer.
            _log.exception("device %s: it could not be closed", self.device_id)

    def _serve(self) -> None:
        while not self._stopping.is_set():
            request = self._next(self._device.attend_interval_s)
            if request is not None:
                request.run(self._device)
            elif not self._stopping.is_set():
                self._device.attend()
            self._become(self._device.condition)

    def _next(self, timeout_s: float) -> _Request[D] | None:
        try:
            if timeout_s <= 0:
                return self._inbox.get_nowait()
            return self._inbox.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def _lose(self, error: DeviceError) -> _Request[D] | None:
        if self._stopping.is_set():
            return None  # Our own interrupt(), not the device's failure.
        state = DeviceState.LOST if self._was_seen else DeviceState.ABSENT
        if not self._is_missing_logged:
            _log.warning("device %s is away: %s", self.device_id, error.detail)
            self.error_count += 1
            self._is_missing_logged = True
        self._become(DeviceCondition(state, error.detail, error.remedy))
        delays_s = self._retry_delays_s
        delay_s = delays_s[min(self._failures, len(delays_s) - 1)]
        self._failures += 1
        delay_s *= 1 + RETRY_JITTER * (2 * self._jitter() - 1)
        deadline = time.monotonic() + delay_s
        while not self._stopping.is_set() and not self._retry_wanted.is_set():
            remaining_s = deadline - time.monotonic()
            if remaining_s <= 0:
                break
            request = self._next(remaining_s)
            if request is not None:
                return request
        return None

    def _fail(self, error: DeviceError) -> None:
        _log.error("device %s: %s", self.device_id, error)
        self.error_count += 1
        self._become(DeviceCondition(DeviceState.FAULT, error.detail, error.remedy))
        while not self._stopping.is_set() and not self._retry_wanted.is_set():
            _refuse(self._inbox.get(), error)

    def _become(self, condition: DeviceCondition) -> None:
        self._life.become(condition)
        if condition == self.condition:
            return
        self.condition = condition
        try:
            self._on_condition(condition)
        except Exception:  # noqa: BLE001 - any bug of any listener
            # A listener's bug is not the device's.
            _log.exception("device %s: a listener failed", self.device_id)

    def _refuse_waiting(self) -> None:
        while True:
            try:
                request = self._inbox.get_nowait()
            except queue.Empty:
                return
            _refuse(request, self._stopped_error())

    def _stopped_error(self) -> DeviceUnavailableError:
        return DeviceUnavailableError(self.device_id, "the till is closing")


def _refuse(request: _Request[D] | None, error: DeviceError) -> None:
    if request is not None:
        request.refuse(error)

"""One thread a device, back-off, bounded work, prompt stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from drivers.device import READY, DeviceCondition, DeviceState
from drivers.errors import (
    DeviceBusyError,
    DeviceError,
    DeviceProtocolError,
    DeviceUnavailableError,
)
from drivers.supervisor import INBOX_MAX, RETRY_DELAYS_S, Supervisor

_WAIT_S = 5.0
_FAST = (0.001,)


class FakeDevice:
    """A device whose presence the test decides."""

    def __init__(self) -> None:
        self.device_id = "thing"
        self.condition = DeviceCondition(DeviceState.ABSENT)
        self.attend_interval_s = 0.005
        self.open_error: Exception | None = None
        self.attend_error: Exception | None = None
        self.close_error: Exception | None = None
        self.opened = 0
        self.closed = 0
        self.threads: set[int] = set()

    def open(self) -> None:
        self.threads.add(threading.get_ident())
        if self.open_error is not None:
            raise self.open_error
        self.opened += 1
        self.condition = READY

    def attend(self) -> None:
        self.threads.add(threading.get_ident())
        if self.attend_error is not None:
            raise self.attend_error

    def close(self) -> None:
        self.closed += 1
        if self.close_error is not None:
            raise self.close_error

    def interrupt(self) -> None:
        """Nothing blocks here."""


class Conditions:
    """Collects conditions and waits for one of them."""

    def __init__(self) -> None:
        self.seen: list[DeviceCondition] = []
        self._changed = threading.Condition()

    def __call__(self, condition: DeviceCondition) -> None:
        with self._changed:
            self.seen.append(condition)
            self._changed.notify_all()

    def wait_for(self, state: DeviceState, count: int = 1) -> None:
        with self._changed:
            found = self._changed.wait_for(
                lambda: sum(c.state is state for c in self.seen) >= count, _WAIT_S
            )
        assert found, f"never {state}: {self.seen}"


Make = Callable[..., Supervisor[FakeDevice]]


@pytest.fixture
def device() -> FakeDevice:
    return FakeDevice()


@pytest.fixture
def conditions() -> Conditions:
    return Conditions()


@pytest.fixture
def make(device: FakeDevice, conditions: Conditions) -> Iterator[Make]:
    made: list[Supervisor[FakeDevice]] = []

    def build(delays_s: tuple[float, ...] = _FAST) -> Supervisor[FakeDevice]:
        supervisor = Supervisor(
            device, conditions, retry_delays_s=delays_s, jitter=lambda: 0.5
        )
        made.append(supervisor)
        return supervisor

    yield build
    for supervisor in made:
        assert supervisor.stop()


def _gone(detail: str = "unplugged") -> DeviceUnavailableError:
    return DeviceUnavailableError("thing", detail, "Plug it in.")


def _wait_until(is_so: Callable[[], bool]) -> None:
    pause = threading.Event()
    deadline = time.monotonic() + _WAIT_S
    while not is_so():
        assert time.monotonic() < deadline
        pause.wait(0.002)


def test_the_documented_delays_are_the_delays() -> None:
    assert RETRY_DELAYS_S == (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


def test_a_device_is_opened_and_driven_on_one_thread(
    make: Make, device: FakeDevice, conditions: Conditions
) -> None:
    supervisor = make()

    supervisor.start()
    conditions.wait_for(DeviceState.READY)
    name = supervisor.submit(lambda _device: threading.current_thread().name)

    assert name.result(_WAIT_S) == "device-thing"
    assert len(device.threads) == 1


def test_work_is_done_in_order_and_answers_come_back(
    make: Make, device: FakeDevice
) -> None:
    supervisor = make()
    supervisor.start()

    done: list[int] = []

    def note(number: int) -> Callable[[FakeDevice], int]:
        def work(_device: FakeDevice) -> int:
            done.append(number)
            return number

        return work

    futures = [supervisor.submit(note(number)) for number in range(20)]

    assert [future.result(_WAIT_S) for future in futures] == list(range(20))
    assert done == list(range(20))


def test_a_missing_device_is_tried_until_it_is_there(
    make: Make, device: FakeDevice, conditions: Conditions
) -> None:
    device.open_error = _gone()
    supervisor = make()
    supervisor.start()
    conditions.wait_for(DeviceState.ABSENT)

    device.open_error = None

    conditions.wait_for(DeviceState.READY)


def test_gone_and_back_are_logged_once_each(
    make: Make,
    device: FakeDevice,
    conditions: Conditions,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "drivers.supervisor")
    supervisor = make()
    supervisor.start()
    conditions.wait_for(DeviceState.READY)

    device.open_error = _gone()
    device.attend_error = _gone()
    conditions.wait_for(DeviceState.LOST)
    closed = device.closed
    _wait_until(lambda: device.closed > closed + 10)
    device.attend_error = None
    device.open_error = None
    conditions.wait_for(DeviceState.READY, 2)

    messages = [record.getMessage() for record in caplog.records]
    assert messages == ["device thing is away: unplugged", "device thing is back"]
    assert supervisor.reconnect_count == 1


def test_a_retried_device_does_not_flicker_in_the_list(
    make: Make, device: FakeDevice, conditions: Conditions
) -> None:
    device.open_error = _gone()
    supervisor = make()
    supervisor.start()

    _wait_until(lambda: device.closed > 10)

    states = [condition.state for condition in conditions.seen]
    assert states == [DeviceState.OPENING, DeviceState.ABSENT]


def test_delays_grow_and_the_last_one_is_repeated(
    device: FakeDevice, conditions: Conditions, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.open_error = _gone()
    supervisor = Supervisor(
        device, conditions, retry_delays_s=(0.01, 0.02, 0.03), jitter=lambda: 1.0
    )
    waits: list[float] = []
    original = supervisor._next

    def note(timeout_s: float) -> object:
        waits.append(timeout_s)
        return original(timeout_s)

    monkeypatch.setattr(supervisor, "_next", note)
    supervisor.start()
    _wait_until(lambda: len(waits) >= 5)
    supervisor.stop()

    expected = [delay * 1.2 for delay in (0.01, 0.02, 0.03, 0.03, 0.03)]
    assert waits[:5] == pytest.approx(expected, rel=0.05)


def test_work_for_a_missing_device_tries_it_at_once_and_is_then_refused(
    make: Make, device: FakeDevice, conditions: Conditions
) -> None:
    device.open_error = _gone()
    supervisor = make((60.0,))
    supervisor.start()
    conditions.wait_for(DeviceState.ABSENT)

    future = supervisor.submit(lambda _device: 1)

    assert isinstance(future.exception(_WAIT_S), DeviceUnavailableError)


def test_work_for_a_device_that_is_back_early_is_done(
    make: Make, device: FakeDevice, conditions: Conditions
) -> None:
    device.open_error = _gone()
    supervisor = make((60.0,))
    supervisor.start()
    conditions.wait_for(DeviceState.ABSENT)
    device.open_error = None

    assert supervisor.submit(lambda _device: 1).result(_WAIT_S) == 1


def test_retry_does_not_wait_for_the_delay(
    make: Make, device: FakeDevice, conditions: Conditions
) -> None:
    device.open_error = _gone()
    supervisor = make((60.0,))
    supervisor.start()
    conditions.wait_for(DeviceState.ABSENT)
    device.open_error = None

    supervisor.retry()

    conditions.wait_for(DeviceState.READY)


def test_a_device_that_speaks_another_language_is_not_tried_again(
    make: Make, device: FakeDevice, conditions: Conditions
) -> None:
    device.open_error = DeviceProtocolError("thing", "strange bytes")
    supervisor = make()
    supervisor.start()
    conditions.wait_for(DeviceState.FAULT)

    refused = supervisor.submit(lambda _device: 1)

    assert isinstance(refused.exception(_WAIT_S), DeviceProtocolError)
    assert device.opened == 0
    device.open_error = None
    supervisor.retry()
    conditions.wait_for(DeviceState.READY)


def test_a_bug_in_a_driver_makes_it_faulty_and_leaves_the_thread_alive(
    make: Make, device: FakeDevice, conditions: Conditions
) -> None:
    supervisor = make()
    supervisor.start()
    conditions.wait_for(DeviceState.READY)

    def broken(_device: FakeDevice) -> None:
        raise ZeroDivisionError

    future = supervisor.submit(broken)
    conditions.wait_for(DeviceState.FAULT)

    assert isinstance(future.exception(_WAIT_S), ZeroDivisionError)
    supervisor.retry()
    conditions.wait_for(DeviceState.READY, 2)


def test_a_bug_in_open_refuses_the_work_that_caused_it(
    make: Make, device: FakeDevice, conditions: Conditions
) -> None:
    device.open_error = _gone()
    supervisor = make((60.0,))
    supervisor.start()
    conditions.wait_for(DeviceState.ABSENT)
    device.open_error = ZeroDivisionError()

    future = supervisor.submit(lambda _device: 1)

    assert isinstance(future.exception(_WAIT_S), DeviceError)
    conditions.wait_for(DeviceState.FAULT)


def test_a_device_that_cannot_even_be_closed_is_tried_again_and_can_be_stopped(
    device: FakeDevice, conditions: Conditions
) -> None:
    supervisor = Supervisor(device, conditions, retry_delays_s=_FAST)
    supervisor.start()
    conditions.wait_for(DeviceState.READY)
    device.close_error = ZeroDivisionError()
    device.attend_error = _gone()
    conditions.wait_for(DeviceState.LOST)
    device.attend_error = None
    conditions.wait_for(DeviceState.READY, 2)

    assert supervisor.submit(lambda _device: 1).result(_WAIT_S) == 1
    assert supervisor.stop()
    assert conditions.seen[-1].state is DeviceState.DISABLED


def test_a_failing_listener_does_not_fail_the_device(device: FakeDevice) -> None:
    def broken(_condition: DeviceCondition) -> None:
        raise ZeroDivisionError

    supervisor = Supervisor(device, broken)
    supervisor.start()

    assert supervisor.submit(lambda _device: 1).result(_WAIT_S) == 1
    assert supervisor.stop()


def test_a_full_inbox_refuses_at_once(make: Make, conditions: Conditions) -> None:
    supervisor = make()
    supervisor.start()
    conditions.wait_for(DeviceState.READY)
    release = threading.Event()
    supervisor.submit(lambda _device: release.wait(_WAIT_S))
    _wait_until(supervisor._inbox.empty)
    waiting = [supervisor.submit(lambda _device: 1) for _ in range(INBOX_MAX)]

    with pytest.raises(DeviceBusyError):
        supervisor.submit(lambda _device: 1)

    release.set()
    assert all(future.result(_WAIT_S) == 1 for future in waiting)


def test_stop_is_prompt_in_a_long_delay_and_refuses_what_waits(
    device: FakeDevice, conditions: Conditions
) -> None:
    device.open_error = _gone()
    supervisor = Supervisor(device, conditions, retry_delays_s=(60.0,))
    supervisor.start()
    conditions.wait_for(DeviceState.ABSENT)
    started = time.monotonic()

    has_ended = supervisor.stop()

    assert has_ended
    assert time.monotonic() - started < 1.0
    refused = supervisor.submit(lambda _device: 1)
    assert isinstance(refused.exception(0), DeviceUnavailableError)
    assert conditions.seen[-1].state is DeviceState.DISABLED


def test_cancelled_work_is_not_done(make: Make, conditions: Conditions) -> None:
    supervisor = make()
    supervisor.start()
    conditions.wait_for(DeviceState.READY)
    release = threading.Event()
    done: list[int] = []
    supervisor.submit(lambda _device: release.wait(_WAIT_S))
    future = supervisor.submit(lambda _device: done.append(1))

    assert future.cancel()
    release.set()

    assert supervisor.submit(lambda _device: 2).result(_WAIT_S) == 2
    assert done == []


def test_a_supervisor_that_was_never_started_stops_at_once(make: Make) -> None:
    assert make().stop()

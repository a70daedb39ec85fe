"""Input devices found, grabbed and read, on pipes instead of a kernel."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.errors import (
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportGoneError,
    TransportTimeoutError,
)
from drivers.transport.evdev import (
    EvdevTransport,
    InputDevice,
    LinuxInputs,
    is_numbers,
)
from tests.support.fake_inputs import SCANNER, FakeInputs

pytestmark = pytest.mark.skipif(
    not hasattr(os, "set_blocking"), reason="needs pipes that can be polled"
)


@pytest.fixture
def inputs() -> Iterator[FakeInputs]:
    inputs = FakeInputs(
        InputDevice("/dev/input/event2", "05e0:1200", "Volume keys", False, False),
        InputDevice("/dev/input/event3", "046d:c31c", "Keyboard", True, True),
    )
    yield inputs
    inputs.unplug_line()


def test_a_device_is_found_by_its_numbers_and_its_keys(inputs: FakeInputs) -> None:
    transport = EvdevTransport("05E0:1200", inputs)

    transport.open()

    assert inputs.opened == [SCANNER.path]
    assert transport.is_open
    assert transport.address == "evdev:05E0:1200"
    transport.close()
    transport.close()


def test_a_path_is_opened_as_it_is(inputs: FakeInputs) -> None:
    transport = EvdevTransport("/dev/input/by-id/x", inputs)
    transport.open()
    transport.close()

    assert inputs.opened == ["/dev/input/by-id/x"]


@pytest.mark.parametrize(
    ("numbers", "detail"),
    [("05e0:9999", "plugged in"), ("1111:2222", "no keys")],
)
def test_a_device_that_is_not_there_is_gone(numbers: str, detail: str) -> None:
    mouse = InputDevice("/dev/input/event9", "1111:2222", "Mouse", False, False)

    with pytest.raises(TransportGoneError, match=detail):
        EvdevTransport(numbers, FakeInputs(mouse)).open()


def test_what_comes_is_read(inputs: FakeInputs) -> None:
    transport = EvdevTransport("05e0:1200", inputs)
    transport.open()
    inputs.write(b"events")

    assert transport.read(100, timeout_s=1.0) == b"events"
    with pytest.raises(TransportTimeoutError):
        transport.read(100, timeout_s=0.01)
    transport.close()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.EACCES, TransportDeniedError),
        (errno.ENOENT, TransportGoneError),
        (errno.ENODEV, TransportGoneError),
    ],
)
def test_an_open_that_fails_says_why(
    inputs: FakeInputs, number: int, expected: type[TransportError]
) -> None:
    inputs.open_error = number

    with pytest.raises(expected):
        EvdevTransport("05e0:1200", inputs).open()


def test_a_device_that_another_program_grabbed_is_busy(inputs: FakeInputs) -> None:
    inputs.grab_error = errno.EBUSY
    transport = EvdevTransport("05e0:1200", inputs)

    with pytest.raises(TransportBusyError):
        transport.open()
    assert not transport.is_open


def test_a_device_that_is_pulled_out_is_gone(inputs: FakeInputs) -> None:
    transport = EvdevTransport("05e0:1200", inputs)
    transport.open()
    inputs.unplug()

    with pytest.raises(TransportGoneError):
        transport.read(100, timeout_s=1.0)
    transport.close()


def test_a_blocked_read_can_be_interrupted(inputs: FakeInputs) -> None:
    transport = EvdevTransport("05e0:1200", inputs)
    transport.open()
    other = threading.Thread(target=transport.interrupt)
    other.start()

    with pytest.raises(TransportGoneError, match="interrupted"):
        transport.read(100, timeout_s=5.0)
    other.join()
    transport.close()


def test_nothing_can_be_done_with_a_closed_device(inputs: FakeInputs) -> None:
    transport = EvdevTransport("05e0:1200", inputs)

    transport.interrupt()
    transport.finish_writing()
    with pytest.raises(TransportGoneError):
        transport.read(1, timeout_s=0.0)
    with pytest.raises(TransportGoneError):
        transport.write(b"x", timeout_s=0.0)


def _node(root: Path, name: str, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = root / name / "device" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n", "utf-8")


def test_linux_lists_its_devices(tmp_path: Path) -> None:
    scanner = {
        "name": "Symbol Bar Code Scanner",
        "id/vendor": "05e0",
        "id/product": "1200",
        "capabilities/key": "e080ffdf01cfffff fffffffffffffffe",
        "capabilities/led": "0",
    }
    _node(tmp_path, "event10", scanner)
    _node(tmp_path, "event2", {"name": "Mouse", "capabilities/key": "1f0000 0 0 0 0"})
    _node(tmp_path, "event3", {"name": "Odd", "capabilities/key": "what?"})

    mouse, odd, found = LinuxInputs(tmp_path).devices()

    assert found == InputDevice(
        "/dev/input/event10", "05e0:1200", "Symbol Bar Code Scanner", True, False
    )
    assert not mouse.has_digits
    assert not odd.has_digits


def test_a_system_without_devices_has_none(tmp_path: Path) -> None:
    assert LinuxInputs(tmp_path / "none").devices() == ()


def test_a_file_that_is_no_input_device_cannot_be_grabbed(tmp_path: Path) -> None:
    file = tmp_path / "event0"
    file.touch()
    transport = EvdevTransport(str(file), LinuxInputs(tmp_path))

    with pytest.raises(TransportGoneError):
        transport.open()


def test_numbers_are_told_from_paths() -> None:
    assert is_numbers("05e0:1200")
    assert not is_numbers("/dev/input/event5")
    assert not is_numbers("05e0:12000")


def test_an_interrupt_never_writes_into_a_file_that_came_after_the_device(
    inputs: FakeInputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport = EvdevTransport("05e0:1200", inputs)
    transport.open()
    closer = threading.Thread(target=transport.close)
    really_write = os.write
    are_open: list[bool] = []

    def write_late(descriptor: int, data: bytes) -> int:
        closer.start()
        closer.join(0.05)
        are_open.append(_is_open(descriptor))
        return really_write(descriptor, data)

    monkeypatch.setattr(os, "write", write_late)
    transport.interrupt()
    closer.join(5)

    assert are_open == [True]
    assert not transport.is_open


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True

"""What every device has: a name, a condition, and a line that it lets go of."""

from __future__ import annotations

import pytest

from drivers.device import ABSENT
from drivers.device_base import LineDevice, NamedDevice
from drivers.errors import DeviceUnavailableError
from drivers.transport.serial_port import SerialTransport
from drivers.transport.tcp import TcpTransport


def test_a_device_begins_absent_under_its_name_and_waits_itself() -> None:
    device = NamedDevice("scanner")

    assert device.device_id == "scanner"
    assert device.condition == ABSENT
    assert device.attend_interval_s == 0.0


def test_a_line_may_be_let_go_before_it_was_open_and_twice() -> None:
    device = LineDevice("scanner", TcpTransport("127.0.0.1", 9))

    device.interrupt()
    device.close()
    device.close()

    assert device.condition == ABSENT


class _Wired(LineDevice):
    def open(self) -> None:
        self._open_line()


def test_a_line_that_cannot_be_opened_says_what_to_do() -> None:
    device = _Wired("scanner", SerialTransport("/dev/no-such-port"))

    with pytest.raises(DeviceUnavailableError) as caught:
        device.open()

    assert caught.value.device_id == "scanner"
    assert caught.value.remedy == LineDevice.remedies.gone

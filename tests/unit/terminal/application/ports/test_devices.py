"""What the till is told about its devices."""

from __future__ import annotations

from typing import get_args

import pytest

from terminal.application.ports.devices import DeviceStateName, DeviceStatus


@pytest.mark.parametrize("state", get_args(DeviceStateName))
def test_only_ready_and_degraded_devices_work(state: DeviceStateName) -> None:
    status = DeviceStatus("printer", "receipt_printer", "Printer", state)

    assert status.is_working == (state in {"ready", "degraded"})

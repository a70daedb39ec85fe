"""Any simulated device that stands alone has a line and a control port."""

from __future__ import annotations

import json
import urllib.request

import pytest

from drivers.scale.simulator import SimulatedScale
from drivers.simulation.medium import medium_for
from terminal.peripherals.stand_alone import StandAloneDevice


def _scale(control_port: int = 0) -> StandAloneDevice:
    return StandAloneDevice(
        SimulatedScale("nci"),
        "scale",
        medium_for("tcp://127.0.0.1:0"),
        control_port=control_port,
        query="?protocol=nci",
    )


def test_its_address_and_its_control_port_lead_to_it() -> None:
    device = _scale()
    try:
        with urllib.request.urlopen(device.control_url, timeout=5) as answer:
            report = json.load(answer)
    finally:
        device.close()

    assert device.address.startswith("tcp://127.0.0.1:")
    assert device.address.endswith("?protocol=nci")
    assert report["kind"] == "scale"


def test_a_control_port_that_is_taken_leaves_nothing_running() -> None:
    first = _scale()
    port = int(first.control_url.rstrip("/").rpartition(":")[2])

    with pytest.raises(OSError, match="in use"):
        _scale(control_port=port)
    first.close()

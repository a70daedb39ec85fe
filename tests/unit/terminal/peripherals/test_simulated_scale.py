"""A scale that stands alone is found by its address and operated by HTTP."""

from __future__ import annotations

import json
import sys
import urllib.request

import pytest

from drivers.registry import DeviceContext
from drivers.scale.kind import build
from drivers.scale.protocols import PROTOCOLS
from terminal.commands.simulate import _SCALE_PROTOCOLS
from terminal.peripherals.simulated_scale import StandAloneScale


def test_the_command_offers_what_the_drivers_have() -> None:
    assert set(_SCALE_PROTOCOLS) == set(PROTOCOLS)


@pytest.mark.parametrize("listen", ["", "tcp://127.0.0.1:0"], ids=["line", "tcp"])
def test_it_weighs_what_is_put_on_it(listen: str) -> None:
    scale = StandAloneScale("mt-sics", listen=listen)
    scale.put(20)
    body = json.dumps({"weight_g": 570}).encode("ascii")
    with urllib.request.urlopen(scale.control_url + "state", body, timeout=5) as answer:
        assert json.load(answer)["state"]["shown_g"] == 570
    device = build(DeviceContext("scale", scale.address, "", {}, lambda _scan: None))

    device.open()
    device.attend()

    assert device.reading.grams == 570
    device.close()
    scale.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_line_with_parity_is_opened_again_and_again() -> None:
    scale = StandAloneScale("toledo-8217", listen="pty")
    scale.put(570)
    device = build(DeviceContext("scale", scale.address, "", {}, lambda _scan: None))

    for _ in range(3):
        device.open()
        device.attend()
        assert device.reading.grams == 570
        device.close()
    scale.close()

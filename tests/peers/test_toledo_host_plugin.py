"""Our simulated 8217 serves a host that others wrote: odoo-driver's plugin.

The plugin is AGPL and runs in a process of its own, in tests only.  It calls plain
motion "under zero" (it tests two bits at once); that is its own mistake and not
looked at here, only that it sees the motion.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.scale.simulator import SimulatedScale
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import PtyMedium

_PEERS = Path(__file__).parents[2] / ".peers" / "py"
_HOST = """\
import json, sys
import odoo_driver
from odoo_driver_plugin_scale_toledo_8217 import DRIVER_CLASS
driver = DRIVER_CLASS()
driver._terminal_file = sys.argv[1]
print(json.dumps(driver.get_weight(tare=float(sys.argv[2]))))
"""

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(
        sys.platform == "win32"
        or not (_PEERS / "odoo_driver_plugin_scale_toledo_8217").is_dir(),
        reason="odoo-driver-plugin-scale-toledo-8217 is not installed",
    ),
]


@pytest.fixture
def link() -> Iterator[SimulationLink]:
    link = SimulationLink(SimulatedScale("toledo-8217"), PtyMedium())
    yield link
    link.close()


def asked(link: SimulationLink, tare: float = 0.0) -> dict[str, Any]:
    """What the host makes of one question over the pseudo-terminal."""
    port = link.address.removeprefix("serial:")
    done = subprocess.run(
        [sys.executable, "-c", _HOST, port, str(tare)],
        env=os.environ | {"PYTHONPATH": str(_PEERS)},
        capture_output=True,
        text=True,
        timeout=50,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_host_reads_a_gross_weight(link: SimulationLink) -> None:
    link.change({"weight_g": 1234})

    found = asked(link)

    assert found["weight"] == pytest.approx(1.234)
    assert found["weight_unit"] == "kilogram"
    assert found["result"]["weight_type"] == "gross"
    assert link.received == b"T00000\rW"


def test_the_host_reads_a_net_weight(link: SimulationLink) -> None:
    link.change({"weight_g": 1234})

    found = asked(link, tare=0.034)

    assert found["net_weight"] == pytest.approx(1.2)
    assert found["result"]["weight_type"] == "net"


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ({"weight_g": 500, "is_moving": True}, "scale_in_moving"),
        ({"weight_g": 500, "is_overloaded": True}, "over_capacity"),
    ],
    ids=["moving", "over"],
)
def test_the_host_sees_why_there_is_no_weight(
    link: SimulationLink, state: dict[str, int | bool], word: str
) -> None:
    link.change(state)

    found = asked(link)

    assert found["weight"] == 0
    assert word in found["result"]["status_list"]

"""A scanner that stands alone is found by its address and operated by HTTP."""

from __future__ import annotations

import json
import urllib.request

from drivers.registry import DeviceContext
from drivers.scanner.kind import build
from drivers.scanner.scan import Scan
from terminal.peripherals.simulated_scanner import StandAloneScanner

_ATTENDS_MAX = 20


def _post(url: str, **body: str | int) -> dict[str, dict[str, str | int]]:
    data = json.dumps(body).encode("ascii")
    with urllib.request.urlopen(url, data, timeout=5) as answer:
        told: dict[str, dict[str, str | int]] = json.load(answer)
    return told


def test_it_reads_what_it_is_told_to_and_breaks_as_told() -> None:
    scanner = StandAloneScanner()
    scans: list[Scan] = []
    device = build(DeviceContext("scanner", scanner.address, "", {}, scans.append))
    device.open()

    told = _post(scanner.control_url + "state", scan="]E04006381333931")
    _post(scanner.control_url + "fault", fault="mute", count=1)
    scanner.scan("never sent")
    scanner.scan("96385074")
    for _ in range(_ATTENDS_MAX):
        if len(scans) < 2:
            device.attend()

    assert told["state"]["scan_count"] == 1
    assert [scan.data for scan in scans] == ["4006381333931", "96385074"]
    device.close()
    scanner.close()

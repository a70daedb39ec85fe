"""One label as it leaves a driver."""

from __future__ import annotations

from drivers.scanner.scan import Scan


def test_a_scan_names_its_symbol() -> None:
    assert Scan("s", "4006381333931", "]E0").symbology.name.startswith("EAN-13")
    assert Scan("s", "4006381333931").symbology.name == "unknown"

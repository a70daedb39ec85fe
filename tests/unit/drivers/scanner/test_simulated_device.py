"""The simulated scanner without a line."""

from __future__ import annotations

import pytest

from drivers.scanner.simulated_device import HEARD_BYTES_MAX, ScannerDevice
from drivers.simulation.device import StateValue


@pytest.mark.parametrize(
    ("setup", "sent"),
    [
        ({}, b"123\r"),
        ({"end": "lf"}, b"123\n"),
        ({"end": "crlf"}, b"123\r\n"),
        ({"end": "tab"}, b"123\t"),
        ({"end": "etx", "stx": True}, b"\x02123\x03"),
        ({"end": "none", "prefix": "*", "suffix": "#"}, b"*123#"),
    ],
)
def test_a_label_is_sent_as_the_scanner_is_set_up(
    setup: dict[str, StateValue], sent: bytes
) -> None:
    scanner = ScannerDevice()
    assert not scanner.change(setup)

    assert scanner.change({"scan": "123"}) == [sent]
    assert scanner.state()["scan_count"] == 1
    assert scanner.state()["last"] == "123"


def test_raw_bytes_are_sent_as_they_are() -> None:
    assert ScannerDevice().change({"raw": "02 34 0D"}) == [b"\x024\r"]


@pytest.mark.parametrize("wrong", [{"end": "nul"}, {"raw": "beep"}, {"paper": 1}])
def test_what_it_does_not_have_is_refused(wrong: dict[str, StateValue]) -> None:
    with pytest.raises(ValueError, match=r"one of|written|no 'paper'"):
        ScannerDevice().change(wrong)


def test_what_it_hears_is_kept_within_bounds() -> None:
    scanner = ScannerDevice()

    assert not scanner.respond(b"\x07F")
    assert scanner.state()["heard"] == "07 46"
    assert scanner.state()["bel_count"] == 1
    scanner.respond(b"x" * 1000)
    assert len(str(scanner.state()["heard"])) == HEARD_BYTES_MAX * 3 - 1

"""The settings of a scanner."""

from __future__ import annotations

import pytest

from drivers.errors import DeviceConfigurationError
from drivers.registry import DeviceContext
from drivers.scanner.feedback import Feedback
from drivers.scanner.framing import FrameEnd
from drivers.scanner.label_reader import Identifiers, LabelSettings
from drivers.scanner.options import Layout, ScannerOptions, read_scanner_options


def _read(address: str, **options: str | int | bool) -> ScannerOptions:
    return read_scanner_options(
        DeviceContext("s", address, "", options, lambda _scan: None)
    )


def test_without_options_the_usual_holds() -> None:
    assert _read("serial:COM3?baud=9600") == ScannerOptions("serial:COM3?baud=9600")


def test_options_stand_in_the_table_or_in_the_address() -> None:
    options = _read(
        "serial:COM3?bits=7&identifiers=required&end=etx&stx=required",
        prefix="*",
        suffix="#",
        same_label_ms=0,
        same_item_ms="1500",
        feedback="datalogic",
        accept_bytes="1B 42",
    )

    assert options == ScannerOptions(
        "serial:COM3?bits=7",
        LabelSettings(Identifiers.REQUIRED, "*", "#", 0, 1500),
        FrameEnd.ETX,
        is_stx_required=True,
        feedback=Feedback(b"\x1bB", b"F"),
    )


def test_the_layout_of_a_scanner_that_types() -> None:
    options = _read("wedge:?layout=us&gs=f8&caps_lock=keep")

    assert options.address == "wedge:"
    assert options.layout == Layout(
        is_us=True, is_f8_separator=True, is_caps_lock_undone=False
    )


@pytest.mark.parametrize(
    ("name", "value", "detail"),
    [
        ("identifier", "x", "no option 'identifier'"),
        ("identifiers", "always", "optional, required, none"),
        ("end", "nul", "any, cr, lf"),
        ("same_label_ms", -1, "0 to 10000 ms"),
        ("same_item_ms", "soon", "0 to 10000 ms"),
        ("prefix", "x" * 17, "more than 16"),
        ("accept_bytes", "beep", "1B 42"),
    ],
)
def test_what_cannot_work_is_refused(name: str, value: str | int, detail: str) -> None:
    with pytest.raises(DeviceConfigurationError, match=detail):
        _read("serial:COM3", **{name: value})

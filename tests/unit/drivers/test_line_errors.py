"""What a failing line means for a person."""

from __future__ import annotations

import pytest

from drivers.errors import (
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportGoneError,
    TransportTimeoutError,
)
from drivers.line_display.serial_display import SerialLineDisplay
from drivers.line_errors import ANY_DEVICE, LineRemedies, unavailable
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.scale.serial_scale import SerialScale
from drivers.scanner.line_scanner import LineScanner

_BUSY = TransportBusyError("x", "held")
_DENIED = TransportDeniedError("x", "no")
_GONE = TransportGoneError("x", "off")
_LATE = TransportTimeoutError("x", "slow")


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (_BUSY, "other program"),
        (_DENIED, "technician"),
        (_GONE, "Plug the scanner in"),
        (_LATE, "Plug the scanner in"),
    ],
    ids=["busy", "denied", "gone", "late"],
)
def test_each_says_what_to_do(error: TransportError, remedy: str) -> None:
    told = unavailable("scanner", error, LineScanner.remedies)

    assert remedy in told.remedy
    assert told.device_id == "scanner"
    assert told.detail == str(error)


def test_a_device_that_takes_nothing_may_have_a_remedy_of_its_own() -> None:
    remedies = SerialLineDisplay.remedies

    assert unavailable("display", _LATE, remedies).remedy == remedies.late
    assert unavailable("display", _GONE, remedies).remedy == remedies.gone


@pytest.mark.parametrize(
    ("remedies", "word"),
    [
        (ANY_DEVICE, "device"),
        (LineScanner.remedies, "scanner"),
        (SerialScale.remedies, "scale"),
        (SerialLineDisplay.remedies, "customer display"),
        (TcpPrinter.remedies, "printer"),
    ],
    ids=["any", "scanner", "scale", "display", "printer"],
)
def test_a_remedy_names_the_device(remedies: LineRemedies, word: str) -> None:
    assert word in remedies.gone
    assert word in remedies.busy

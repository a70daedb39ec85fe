"""What a failing line means for a person."""

from __future__ import annotations

import pytest

from drivers.errors import (
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportGoneError,
)
from drivers.scanner.line_errors import unavailable


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (TransportBusyError("x", "held"), "other program"),
        (TransportDeniedError("x", "no"), "technician"),
        (TransportGoneError("x", "off"), "Plug the scanner in"),
    ],
    ids=["busy", "denied", "gone"],
)
def test_each_says_what_to_do(error: TransportError, remedy: str) -> None:
    told = unavailable("scanner", error)

    assert remedy in told.remedy
    assert told.device_id == "scanner"

"""The other end of a serial scanner's cable."""

from __future__ import annotations

import os
import sys

import pytest

from terminal.diagnostics.pty_scanner import PtyScanner

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="there are no pseudo-terminals"
)


def test_a_label_arrives_unchanged_with_its_terminator() -> None:
    with PtyScanner() as scanner:
        address = scanner.settings()["scanner"].address
        port = os.open(address.removeprefix("serial:"), os.O_RDONLY | os.O_NOCTTY)

        scanner.scan("4006381333931")

        assert os.read(port, 100) == b"4006381333931\r"
        os.close(port)

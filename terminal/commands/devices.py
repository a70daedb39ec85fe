"""`main.py devices`: the devices of a till, and whether they work."""

from __future__ import annotations

import argparse
import threading
import time
from typing import TYPE_CHECKING, Final

from terminal.commands import _options, _output

if TYPE_CHECKING:
    from terminal.application.ports.devices import DeviceStatus
    from terminal.peripherals.device_service import DeviceService, DeviceTest

HELP: Final = "List and test the devices of a till."

_SETTLED_TIMEOUT_S: Final = 4.0
"""Longer than a network printer's connect timeout of 3 s."""

_UNSETTLED: Final = frozenset({"opening"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    # Positional words rather than subparsers: `--home` and `--json` then stand
    # anywhere on the line, and `devices` alone lists.
    parser.add_argument(
        "action",
        nargs="?",
        choices=("list", "test"),
        default="list",
        help="list the devices, or print a test paper, open the drawer and open"
        " the scanner's port (default: %(default)s)",
    )
    parser.add_argument(
        "device_id", nargs="?", help="test this one only (default: all)"
    )
    _options.add_home(parser)
    _options.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Connect to the devices of the home and say how they are."""
    from terminal.peripherals.device_service import DeviceService
    from terminal.persistence.home import Home

    settings = Home.load(_options.home_path(arguments)).settings
    changed = threading.Event()

    def note(_status: DeviceStatus) -> None:
        changed.set()

    service = DeviceService(settings.devices, note)
    service.start()
    try:
        _wait_until_settled(service, changed)
        if arguments.action == "test":
            return _test(service, arguments)
        return _list(service, arguments)
    finally:
        service.stop()


def _wait_until_settled(service: DeviceService, changed: threading.Event) -> None:
    deadline = time.monotonic() + _SETTLED_TIMEOUT_S
    while any(
        status.state in _UNSETTLED or (status.state == "absent" and not status.detail)
        for status in service.statuses()
    ):
        remaining_s = deadline - time.monotonic()
        if remaining_s <= 0:
            return
        changed.wait(remaining_s)
        changed.clear()


def _list(service: DeviceService, arguments: argparse.Namespace) -> int:
    statuses = service.statuses()
    report = {
        "devices": [
            {
                "device_id": status.device_id,
                "kind": status.kind,
                "name": status.name,
                "state": status.state,
                "detail": status.detail,
                "remedy": status.remedy,
            }
            for status in statuses
        ]
    }
    lines = [_line(status) for status in statuses]
    text = "\n".join(lines) or "This till has no devices."
    _output.emit(report, arguments.json, text)
    return 0


def _line(status: DeviceStatus) -> str:
    parts = [
        f"{status.device_id:<16} {status.kind:<16} {status.state:<9} {status.name}"
    ]
    if status.detail:
        parts.append(f"  {status.detail}")
    if status.remedy:
        parts.append(f"  {status.remedy}")
    return "\n".join(parts)


def _test(service: DeviceService, arguments: argparse.Namespace) -> int:
    wanted = (
        [arguments.device_id]
        if arguments.device_id
        else [
            status.device_id
            for status in service.statuses()
            if status.state != "disabled"
        ]
    )
    tests = [service.test(device_id) for device_id in wanted]
    report = {
        "tests": [
            {
                "device_id": test.device_id,
                "passed": test.is_passed,
                "evidence": list(test.evidence),
            }
            for test in tests
        ]
    }
    text = "\n".join(_result(test) for test in tests) or "This till has no devices."
    _output.emit(report, arguments.json, text)
    return 0 if all(test.is_passed for test in tests) else 1


def _result(test: DeviceTest) -> str:
    verdict = "works" if test.is_passed else "FAILS"
    return f"{test.device_id:<16} {verdict}: {'; '.join(test.evidence)}"

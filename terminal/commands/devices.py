"""`main.py devices`: the devices of a till, and whether they work."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from terminal.commands import _options, _output

if TYPE_CHECKING:
    from terminal.application.ports.devices import DeviceStatus
    from terminal.application.ports.technician import FoundDevice
    from terminal.peripherals.device_service import DeviceService, DeviceTest

HELP: Final = "Find, list, add, test and remove the devices of a till."

_SETTLED_TIMEOUT_S: Final = 4.0
"""Longer than a network printer's connect timeout of 3 s."""

_UNSETTLED: Final = frozenset({"opening"})
_USAGE: Final = (
    "devices [list], devices scan [--network SUBNET], devices add KIND URL,"
    " devices test [ID], devices learn ID, devices remove ID"
)
# How many words follow each action: at least, at most.
_WORDS: Final = {
    "list": (0, 0),
    "scan": (0, 0),
    "add": (1, 2),
    "test": (0, 1),
    "remove": (1, 1),
    "learn": (1, 1),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    # Positional words rather than subparsers: `--home` and `--json` then stand
    # anywhere on the line, and `devices` alone lists.
    parser.add_argument(
        "action",
        nargs="?",
        choices=tuple(_WORDS),
        default="list",
        help="list: state and figures; scan: what is plugged in and not set up;"
        " add KIND URL; test [ID]: print a paper, open the drawer, open the"
        " port; learn ID: which level a drawer's sensor has when the drawer is open;"
        " remove ID (default: %(default)s)",
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="KIND URL | ID",
        help="URL: tcp://HOST:PORT, serial:PORT?baud=9600&parity=E&bits=7,"
        " usb:VID:PID, udp://HOST:PORT, cups:NAME, file:PATH; printer:ID for a"
        " drawer",
    )
    parser.add_argument("--id", default="", help="add: its name in till.toml")
    parser.add_argument("--name", default="", help="add: what people call it")
    parser.add_argument("--protocol", default="", help="add: the language it speaks")
    parser.add_argument("--model", default="", help="add: the model of a printer")
    parser.add_argument(
        "--network",
        nargs="?",
        const="own",
        default="",
        metavar="SUBNET",
        help="scan: ask which printers announce themselves, and knock at port 9100 of"
        " each host of this network, such as 192.0.2.0/24 (without one: this"
        " computer's own)",
    )
    _options.add_home(parser)
    _options.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Connect to the devices of the home and say how they are."""
    from terminal.peripherals.new_device import DeviceConfigurationError

    least, most = _WORDS[arguments.action]
    if not least <= len(arguments.words) <= most:
        return _output.misused(_USAGE)
    try:
        return _WAYS.get(arguments.action, _ask_devices)(arguments)
    except DeviceConfigurationError as error:
        _output.complain(str(error))
        return 1


def _ask_devices(arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.change_devices import devices_figures_path
    from terminal.peripherals.device_book import DeviceBook
    from terminal.peripherals.device_service import DeviceService
    from terminal.persistence.home import Home

    home = Home.load(_options.home_path(arguments))
    changed = threading.Event()

    def note(_status: DeviceStatus) -> None:
        changed.set()

    book = DeviceBook(devices_figures_path(home.path))
    service = DeviceService(home.settings.devices, note, book=book)
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
                "figures": msgspec.to_builtins(service.figures(status.device_id)),
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
    wanted = arguments.words or [
        status.device_id for status in service.statuses() if status.state != "disabled"
    ]
    tests = [service.test(device_id) for device_id in wanted]
    states = {status.device_id: status for status in service.statuses()}
    report = {
        "tests": [
            {
                "device_id": test.device_id,
                "passed": test.is_passed,
                "state": states[test.device_id].state,
                "evidence": list(test.evidence),
                "bytes": list(test.bytes_seen),
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


def _scan(arguments: argparse.Namespace) -> int:
    from terminal.peripherals.found_devices import Finder, SubnetError, own_subnet
    from terminal.persistence.home import Home

    settings = Home.load(_options.home_path(arguments)).settings
    subnet = own_subnet() if arguments.network == "own" else arguments.network
    try:
        found = Finder().find(settings.devices, subnet)
    except SubnetError as error:
        return _output.misused(str(error))
    report = {"network": subnet, "found": msgspec.to_builtins(found)}
    lines = [_found_line(device) for device in found]
    if not lines:
        lines = ["Nothing new is plugged in."]
    if not subnet:
        lines.append("Network printers are searched for with --network.")
    _output.emit(report, arguments.json, "\n".join(lines))
    return 0


def _found_line(device: FoundDevice) -> str:
    url = device.address or f"printer:{device.options.get('printer', '')}"
    line = f"{device.kind or 'KIND':<16} {url}  {device.title} ({device.connection})"
    if device.model:
        line = f"{line} --model {device.model}"
    return f"{line}\n  {device.note}" if device.note else line


def _add(arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.change_devices import add_device
    from terminal.peripherals.new_device import (
        free_id,
        require_buildable,
        settings_from_words,
    )
    from terminal.persistence.home import Home

    home = Home.load(_options.home_path(arguments))
    known = home.settings.devices
    kind, url = (*arguments.words, "")[:2]
    device = settings_from_words(
        kind,
        url,
        name=arguments.name,
        protocol=arguments.protocol,
        model=arguments.model,
    )
    device_id = arguments.id or free_id(kind, known)
    require_buildable(device_id, device, known)
    add_device(home, device_id, device)
    report = {"device_id": device_id, "device": msgspec.to_builtins(device)}
    text = f"{device_id} was added; try it with: devices test {device_id}"
    _output.emit(report, arguments.json, text)
    return 0


def _learn(arguments: argparse.Namespace) -> int:
    """Learn the sensor of a drawer and keep it in the settings."""
    from terminal.bootstrap.change_devices import change_device
    from terminal.peripherals.device_service import DeviceService
    from terminal.peripherals.new_device import DeviceConfigurationError
    from terminal.persistence.home import Home

    home = Home.load(_options.home_path(arguments))
    (device_id,) = arguments.words
    device = home.settings.devices.get(device_id)
    if device is None:
        known = ", ".join(home.settings.devices) or "none"
        raise DeviceConfigurationError(
            device_id, "there is no such device", f"This till has: {known}."
        )
    service = DeviceService(home.settings.devices)
    service.start()
    try:
        print(
            "Close the cash drawer, then open it with its key within 30 s.",
            file=sys.stderr,
            flush=True,
        )
        learned = service.learn_drawer(device_id)
    finally:
        service.stop()
    options = {k: v for k, v in device.options.items() if k != "open_level"}
    if learned.open_level is not None:
        options["open_level"] = learned.open_level
    if options != device.options:
        change_device(home, device_id, msgspec.structs.replace(device, options=options))
    report = {"device_id": device_id, "open_level": learned.open_level}
    _output.emit(report, arguments.json, f"{device_id}: {learned.detail}")
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.change_devices import remove_device
    from terminal.persistence.home import Home

    home = Home.load(Path(_options.home_path(arguments)))
    (device_id,) = arguments.words
    remove_device(home, device_id)
    _output.emit({"removed": device_id}, arguments.json, f"{device_id} was removed.")
    return 0


_WAYS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "scan": _scan,
    "add": _add,
    "remove": _remove,
    "learn": _learn,
}

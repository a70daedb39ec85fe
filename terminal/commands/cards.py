"""`main.py cards`: the shop's card key, and the cards that it proves."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from terminal.commands import _options, _output

if TYPE_CHECKING:
    from terminal.persistence.home import Home
    from terminal.settings.schema import DeviceSettings

HELP: Final = "Make and share the shop's card key; issue and read cards."

_WAIT_S: Final = 30.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parts = parser.add_subparsers(dest="part", required=True)
    key = parts.add_parser("key", help="the key that proves the shop's cards")
    actions = key.add_subparsers(dest="action", required=True)
    new = actions.add_parser("new", help="make the key of a shop; till closed")
    export = actions.add_parser("export", help="write it to a sealed file")
    taking = actions.add_parser("import", help="take it from such a file; till closed")
    for action in (export, taking):
        action.add_argument("file", metavar="FILE", type=Path)
        action.add_argument(
            "--passphrase-file",
            metavar="FILE",
            required=True,
            help="the first line of FILE seals and opens it; - for standard input",
        )
    for action in (new, taking):
        action.add_argument(
            "--replace",
            action="store_true",
            help="also when the till has another key: cards under that are refused",
        )
    issue = parts.add_parser("issue", help="write a card; till closed")
    read = parts.add_parser("read", help="say what a card is; till closed")
    issue.add_argument("--kind", choices=("badge", "member", "value"), required=True)
    issue.add_argument(
        "--id", required=True, help="operator, member or account; at most 16 signs"
    )
    issue.add_argument(
        "--replace", action="store_true", help="write over what is on the card"
    )
    for action in (issue, read):
        action.add_argument(
            "--reader", metavar="ID", required=True, help="its name in till.toml"
        )
        action.add_argument(
            "--wait",
            metavar="SECONDS",
            type=float,
            default=_WAIT_S,
            help="how long to wait for a card (default: %(default)s)",
        )
    for action in (new, export, taking, issue, read):
        _options.add_home(action)
        _options.add_json(action)


def run(arguments: argparse.Namespace) -> int:
    """Do it; 1 when the till, its reader or the card refuses."""
    from terminal.persistence.home import Home

    home = Home.load(_options.home_path(arguments))
    home.require_real()
    if arguments.part == "key":
        return _key(home, arguments)
    return _card(home, arguments)


def _key(home: Home, arguments: argparse.Namespace) -> int:
    from terminal.bootstrap import card_keys
    from terminal.commands import _questions

    match arguments.action:
        case "new":
            name = card_keys.make_card_key(home, is_replacing=arguments.replace)
            text = f"the card key is {name}; export it, and keep the file safe"
        case "export":
            phrase = _questions.first_line(arguments.passphrase_file)
            name = card_keys.export_card_key(home, arguments.file.absolute(), phrase)
            text = f"the card key {name} is in {arguments.file}"
        case _:
            phrase = _questions.first_line(arguments.passphrase_file)
            name = card_keys.import_card_key(
                home, arguments.file.absolute(), phrase, is_replacing=arguments.replace
            )
            text = f"this till proves cards by the card key {name}"
    _output.emit({"fingerprint": name}, arguments.json, text)
    return 0


def _card(home: Home, arguments: argparse.Namespace) -> int:
    from terminal.peripherals.card_desk import open_desk, require_card_id
    from terminal.persistence.keys import load_keys
    from terminal.persistence.keys.card_key import load_card_key
    from terminal.persistence.keys.errors import NoCardKeyError

    device = _reader(home, arguments.reader)
    is_issuing = arguments.part == "issue"
    key = load_card_key(home, load_keys(home))
    if is_issuing:
        require_card_id(arguments.id)
        if key is None:
            raise NoCardKeyError
    # A reader serves one program: the running till would hold it.
    with home.lock_ledger(), open_desk(arguments.reader, device, key) as desk:
        print("Put the card on the reader and leave it there.", file=sys.stderr)
        desk.wait(arguments.wait)
        if is_issuing:
            report = desk.issue(
                arguments.kind, arguments.id, is_replacing=arguments.replace
            )
        else:
            report = desk.read()
    card = f"{report.model or report.technology} {report.uid}"
    room = f"{report.bytes_used} of {report.capacity} bytes used"
    _output.emit(
        msgspec.to_builtins(report),
        arguments.json,
        f"{card}, {room}. {report.sentence}",
    )
    return 0


def _reader(home: Home, device_id: str) -> DeviceSettings:
    from terminal.peripherals.new_device import DeviceConfigurationError

    device = home.settings.devices.get(device_id)
    if device is None:
        known = ", ".join(home.settings.devices) or "none"
        raise DeviceConfigurationError(
            device_id, "there is no such device", f"This till has: {known}."
        )
    return device

"""`settings show` and `settings set KEY VALUE`."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from terminal.commands._options import add_home, add_json, home_path
from terminal.commands._output import emit, misused

HELP = "Show or change the settings of a till."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of the command."""
    # Positional words rather than subparsers: `--home` and `--json` then stand
    # anywhere on the line, and `settings` alone shows.
    parser.add_argument(
        "action",
        nargs="?",
        choices=("show", "set"),
        default="show",
        help="print every setting, or change one while the till rests"
        " (default: %(default)s)",
    )
    parser.add_argument("key", nargs="?", help="dotted, such as store.name")
    parser.add_argument(
        "value", nargs="?", help="lists as a TOML array, or lines joined by \\n"
    )
    add_home(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Show or change; the change is an event of the ledger."""
    is_setting = arguments.action == "set"
    if is_setting != (arguments.value is not None) or (
        not is_setting and arguments.key is not None
    ):
        return misused("settings show, or settings set KEY VALUE")
    return _set(arguments) if is_setting else _show(arguments)


def _show(arguments: argparse.Namespace) -> int:
    from terminal.persistence.home import Home
    from terminal.settings.toml_text import to_toml

    settings = _what_is_set(
        msgspec.to_builtins(Home.load(home_path(arguments)).settings)
    )
    emit(settings, arguments.json, to_toml(settings).rstrip("\n"))
    return 0


def _what_is_set(table: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not set, as TOML does, which has no word for it."""
    return {
        key: _what_is_set(value) if isinstance(value, dict) else value
        for key, value in table.items()
        if value is not None
    }


def _set(arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.change_setting import change_setting

    changed = change_setting(home_path(arguments), arguments.key, arguments.value)
    report = {
        "key": changed.key,
        "old": msgspec.json.decode(changed.old),
        "new": msgspec.json.decode(changed.new),
    }
    emit(report, arguments.json, f"{changed.key}: {changed.old} -> {changed.new}")
    return 0

"""`restore SOURCE`: make a till from a backup and the recovery code."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from terminal.commands import _questions
from terminal.commands._options import add_home, add_json, home_path
from terminal.commands._output import emit, misused

HELP = "Make a till from a backup and the printed recovery code."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is restored and how it is opened."""
    parser.add_argument(
        "source", type=Path, help="folder or .zip of a backup, or an old home"
    )
    parser.add_argument(
        "--code-file",
        metavar="FILE",
        help="read the recovery code from FILE, - for standard input; else it is asked",
    )
    parser.add_argument(
        "--key-store",
        choices=("file", "keyring", "tpm"),
        help="where the new home keeps its key (default: as the old one)",
    )
    parser.add_argument(
        "--key-folder", default="", help="folder of the key store 'file'"
    )
    add_home(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Restore; print the new recovery code once."""
    from terminal.bootstrap.recovery import restore
    from terminal.persistence.home import Home
    from terminal.settings.schema import KeySettings

    path = home_path(arguments)
    Home(path).require_absent()
    if arguments.code_file is not None:
        code = _questions.first_line(arguments.code_file)
    elif sys.stdin.isatty():
        code = _questions.line("recovery code", "")
    else:
        return misused(
            "without a terminal the code comes from a file: --code-file FILE"
        )
    key_settings = None
    if arguments.key_store:
        key_settings = KeySettings(
            store=arguments.key_store, folder=arguments.key_folder
        )
    restored = restore(arguments.source, path, code, key_settings)
    place = restored.settings.workstation
    report = {
        "home": str(restored.path),
        "tenant": place.tenant,
        "store": place.store,
        "workstation": place.workstation,
        "epoch": restored.epoch,
        "series": restored.series,
        "events": restored.events,
        "recovery_code": restored.recovery_code,
    }
    text = (
        f"restored the till {place.workstation} of store {place.store} in"
        f" {restored.path}: {restored.events} events; receipts go on in series"
        f" {restored.series}\nnew recovery code: {restored.recovery_code}\nWrite it"
        f" down: it is shown only now. The old computer must not sell any more."
    )
    emit(report, arguments.json, text)
    return 0

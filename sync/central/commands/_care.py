"""Actions of `central` that carry data in and out by hand: import, backup, restore."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sync.central.installation import Location


def add_actions(
    actions: Any, add_location: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Declare the actions.

    Args:
        actions: Where parsers are added.
        add_location: Adds the options that say where the central lives.
    """
    import_ = actions.add_parser(
        "import", help="take the events that a till exported to a file"
    )
    import_.add_argument("file", metavar="FILE", type=Path)
    import_.add_argument(
        "--passphrase-file",
        metavar="PHRASE",
        type=Path,
        help="file whose first line opens it (default: the key of this center)",
    )
    import_.set_defaults(action="import")

    backup = actions.add_parser(
        "backup", help="copy the database to a file; tills see the second tick"
    )
    backup.add_argument("--to", metavar="FILE", type=Path, required=True)
    backup.set_defaults(action="backup")

    restore = actions.add_parser(
        "restore", help="put a backup back as a new database, in a new life of it"
    )
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.set_defaults(action="restore")

    positions = actions.add_parser(
        "positions", help="print how far everything is stored, to note before a dump"
    )
    positions.set_defaults(action="positions")

    archived = actions.add_parser(
        "archived", help="say that a checked copy holds what 'positions' printed"
    )
    archived.add_argument("file", metavar="FILE", type=Path)
    archived.set_defaults(action="archived")

    for parser in (import_, backup, restore, positions, archived):
        add_location(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object")


def _import(arguments: argparse.Namespace) -> int:
    import msgspec

    from sync.central import event_import, installation
    from sync.central.clock import now_ms
    from sync.central.database import Database

    engine, center, signer = installation.open_installed(_location(arguments))
    database = Database(engine)
    try:
        phrase = _first_line(arguments.passphrase_file)
        file = event_import.EventFile(
            event_import.read_file(arguments.file),
            event_import.opening(signer, phrase),
        )
        report = database.write(
            lambda connection: event_import.import_events(
                connection, file, center.tenant, now_ms()
            )
        )
    finally:
        database.close()
    text = (
        f"{report.events} events of {report.workstation} in {report.store}:"
        f" {report.added} new, {report.known} known before,"
        f" {report.quarantined} quarantined"
    )
    print(msgspec.json.encode(report).decode() if arguments.json else text)
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    import msgspec

    from sync.central.backup import back_up

    report = back_up(_location(arguments), arguments.to.absolute())
    text = (
        f"{report.events} events in {report.streams} epochs: {report.file}\n"
        f"the center's key is not in it; keep a copy of central.key elsewhere"
    )
    print(msgspec.json.encode(report).decode() if arguments.json else text)
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    import msgspec

    from sync.central.backup import restore

    report = restore(arguments.file.absolute(), _location(arguments))
    text = (
        f"{report.events} events in {report.streams} epochs are back; new incarnation"
        f" {report.incarnation}: start the center, the tills send what it lacks"
    )
    print(msgspec.json.encode(report).decode() if arguments.json else text)
    return 0


def _positions(arguments: argparse.Namespace) -> int:
    import msgspec

    from sync.central.backup import positions_of

    # Always JSON: `central archived` reads it.
    print(msgspec.json.encode(positions_of(_location(arguments))).decode())
    return 0


def _archived(arguments: argparse.Namespace) -> int:
    import json

    from sync.central.backup import note_archived

    moved = note_archived(_location(arguments), arguments.file)
    print(json.dumps({"moved": moved}) if arguments.json else f"{moved} epochs moved")
    return 0


def _first_line(path: Path | None) -> str | None:
    if path is None:
        return None
    from sync.central.errors import CentralError

    try:
        with path.open(encoding="utf-8") as file:
            return file.readline().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CentralError(f"{path} cannot be read: {error}") from error


def _location(arguments: argparse.Namespace) -> Location:
    from sync.central.installation import locate

    return locate(
        getattr(arguments, "database", None), getattr(arguments, "home", None)
    )


ACTIONS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "import": _import,
    "backup": _backup,
    "restore": _restore,
    "positions": _positions,
    "archived": _archived,
}

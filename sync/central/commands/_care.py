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

    for parser in (import_,):
        add_location(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object")


def _import(arguments: argparse.Namespace) -> int:
    import msgspec

    from sync.central import event_import, installation
    from sync.central.clock import now_ms
    from sync.central.database import Database
    from sync.central.lanes import lane_of

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
            ),
            lane_of(file.head.workstation),
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


ACTIONS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {"import": _import}

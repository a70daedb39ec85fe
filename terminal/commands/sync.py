"""`sync`: what waits for the center, why, and other ways to bring it there."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from terminal.commands import _options, _output

if TYPE_CHECKING:
    from terminal.replication.local_messages import AgentStatus

_PASSPHRASE_CHARACTERS_MIN: Final = 12

HELP = "Show what waits for the center and why; export it, or enrol again."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    status = actions.add_parser("status", help="how many events wait, and why")
    export = actions.add_parser(
        "export", help="write the events that the center has not confirmed to a file"
    )
    export.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="a new file; signed, and sealed so that only the center can open it",
    )
    export.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help="seal it with the first line of FILE instead; - for standard input",
    )
    enrol = actions.add_parser(
        "enrol", help="introduce this till to its center again; till and agent closed"
    )
    enrol.add_argument("code", metavar="CODE", help="what `central code` printed")
    for action in (status, export, enrol):
        _options.add_home(action)
        _options.add_json(action)


def run(arguments: argparse.Namespace) -> int:
    """Answer; 1 when the home cannot be read or the file not written."""
    from terminal.bootstrap import sync_report

    home = _options.home_path(arguments)
    if arguments.action == "export":
        file = arguments.file.absolute()
        exported = sync_report.export_unsent(home, file, _passphrase(arguments))
        text = f"{exported.events} events in {exported.file}"
        _output.emit(msgspec.to_builtins(exported), arguments.json, text)
        return 0
    if arguments.action == "enrol":
        return _enrol(home, arguments)
    status = sync_report.sync_status(home)
    _output.emit(msgspec.to_builtins(status), arguments.json, _text(status))
    return 0


def _enrol(home: Path, arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.re_enrolment import enrol_again

    given = enrol_again(home, arguments.code)
    report = {
        "store": given.store,
        "workstation": given.workstation,
    }
    text = (
        f"the center knows {given.workstation} of {given.store} again; what waits is"
        " sent when the till starts"
    )
    _output.emit(report, arguments.json, text)
    return 0


def _passphrase(arguments: argparse.Namespace) -> str | None:
    if arguments.passphrase_file is None:
        return None
    from terminal.commands import _questions
    from terminal.replication.errors import ExportError

    passphrase = _questions.first_line(arguments.passphrase_file)
    if len(passphrase) < _PASSPHRASE_CHARACTERS_MIN:
        raise ExportError(
            f"a passphrase has {_PASSPHRASE_CHARACTERS_MIN} characters or more; nothing"
            " was written"
        )
    return passphrase


def _text(status: AgentStatus) -> str:
    lines = [status.cause]
    if status.waiting is None:
        lines.append("How much waits cannot be told now.")
    elif status.waiting:
        oldest = _moment(status.oldest_at_ms)
        lines.append(
            f"{status.waiting} events wait, worth {status.waiting_gross_minor} in the"
            f" smallest unit of money; the oldest is of {oldest}."
        )
    else:
        lines.append("Nothing waits.")
    if status.accepted is not None:
        lines.append(
            f"The center has {status.accepted} events, {status.archived} of them in a"
            " backup too."
        )
    if status.settlement is not None:
        standing = "complete" if status.settlement.is_complete else "provisional"
        lines.append(
            f"Settlement Z {status.settlement.z_number} is {standing}:"
            f" {status.settlement.detail}."
        )
    if status.held:
        lines.append(f"{status.held} are held by head office:")
        lines += [
            f"  event {each.seq} ({each.type}): {each.detail or each.code}"
            for each in status.held_events
        ]
    if status.clock is not None and status.clock.is_wrong:
        lines.append(
            "This till's clock is wrong: it differs from the center's by"
            f" {status.clock.skew_ms // 1000} s."
        )
    if status.last_ok_at_ms is not None:
        lines.append(f"The center last answered {_moment(status.last_ok_at_ms)}.")
    lines += [f"Look at: {incident}" for incident in status.incidents]
    return "\n".join(lines)


def _moment(at_ms: int | None) -> str:
    if at_ms is None:
        return "an unknown time"
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")

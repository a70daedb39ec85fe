"""`ledger`: check it, hand it out, rescue it."""

from __future__ import annotations

import argparse
import base64
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from terminal.commands import _options, _output

if TYPE_CHECKING:
    from terminal.persistence.ledger.salvage import SalvageReport
    from terminal.persistence.ledger.verify_report import VerifyReport

_PUBLIC_KEY_BYTES: Final = 32
_HASH_DIGITS: Final = re.compile(r"[0-9a-f]{1,64}", re.ASCII)

HELP = "Check the ledger, hand out its events, or rescue a damaged one."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser(
        "verify", help="check pages, chain, accounts, projections and witnesses"
    )
    verify.add_argument(
        "--file",
        metavar="FILE",
        type=Path,
        help="check what 'ledger export' wrote instead; needs no till",
    )
    verify.add_argument(
        "--key",
        metavar="BASE64",
        type=_public_key,
        help="with --file: the till's public key (default: the one the file names)",
    )
    verify.add_argument(
        "--head",
        metavar="HASH",
        type=_hash_digits,
        help="with --file: hash of the newest event, or its first digits",
    )
    export = actions.add_parser("export", help="write the signed events to a file")
    export.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="a new file; one JSON object a line, not encrypted",
    )
    export.add_argument("--epoch", metavar="EPOCH", help="only the events of this one")
    export.add_argument(
        "--after", metavar="N", type=int, default=0, help="only events after number N"
    )
    salvage = actions.add_parser(
        "salvage", help="bring what still verifies from a damaged ledger to a new till"
    )
    salvage.add_argument(
        "--to",
        metavar="NEWHOME",
        type=Path,
        required=True,
        help="folder of the new till; absent or empty",
    )
    for action in (verify, export, salvage):
        _options.add_home(action)
        _options.add_json(action)


def run(arguments: argparse.Namespace) -> int:
    """Answer; 1 when the ledger does not verify or the home cannot be used."""
    home = _options.home_path(arguments)
    match arguments.action:
        case "verify":
            return _verify(home, arguments)
        case "export":
            return _export(home, arguments)
        case _:
            return _salvage(home, arguments)


def _verify(home: Path, arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.ledger_care import verify

    if arguments.file is not None:
        return _verify_file(arguments)
    report = verify(home)
    _output.emit(msgspec.to_builtins(report), arguments.json, _verify_text(report))
    return 0 if report.ok else 1


def _verify_file(arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.ledger_care import verify_file

    check = verify_file(arguments.file, arguments.key, arguments.head)
    text = (
        f"ok: {check.events} events in {check.epochs} epochs, head {check.head}"
        f" {check.head_hash}"
    )
    if not check.ok:
        text = f"not ok: line {check.line}: {check.check}: {check.detail}"
    elif arguments.key is None:
        text += f"; signed by the key it names, {check.public_key}"
    _output.emit(msgspec.to_builtins(check), arguments.json, text)
    return 0 if check.ok else 1


def _public_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != _PUBLIC_KEY_BYTES:
        raise argparse.ArgumentTypeError("not a public key (32 bytes in base64)")
    return key


def _hash_digits(text: str) -> str:
    if not _HASH_DIGITS.fullmatch(text):
        raise argparse.ArgumentTypeError("not the digits of a hash")
    return text


def _export(home: Path, arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.ledger_care import export

    file = arguments.file.absolute()
    report = export(home, file, arguments.epoch, arguments.after)
    text = f"{report.events} events in {report.file}, signed by {report.public_key}"
    _output.emit(_builtins(report), arguments.json, text)
    return 0


def _salvage(home: Path, arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.ledger_care import salvage

    report = salvage(home, arguments.to.expanduser().absolute())
    _output.emit(_builtins(report), arguments.json, _salvage_text(report))
    return 0 if report.verifies else 1


def _builtins(report: msgspec.Struct) -> dict[str, object]:
    built: dict[str, object] = msgspec.to_builtins(report, enc_hook=str)
    return built


def _salvage_text(report: SalvageReport) -> str:
    lines = [
        f"{report.brought} facts of {report.found} sound events: {report.path}",
        f"Receipts go on with series {report.series}.",
    ]
    lines += [
        f"Lost: events {one.first_seq} to {one.last_seq} of epoch {one.epoch}."
        for one in report.lost
    ]
    lines += [
        f"Left behind: event {seq} of epoch {epoch}, which was altered."
        for epoch, seq in report.altered
    ]
    if not report.has_reference_data:
        lines.append("The reference data could not be copied; import it again.")
    lines.append(
        "The new ledger verifies."
        if report.verifies
        else "The new ledger does NOT verify: run 'ledger verify' there."
    )
    lines.append(f"Recovery code of the new till: {report.recovery_code}")
    return "\n".join(lines)


def _verify_text(report: VerifyReport) -> str:
    lines = [
        f"{check.outcome.value:8}{check.name}{': ' if check.detail else ''}{check.detail}"
        for check in report.checks
    ]
    lines += [f"known   {loss}" for loss in report.known_losses]
    lines += [f"unknown {sentence}" for sentence in report.cannot_know]
    if report.ok:
        lines.append(
            f"The ledger verifies: {report.events} events, {report.transactions}"
            f" transactions, head {report.head}."
        )
    else:
        lines.append("The ledger does NOT verify.")
    if report.first_bad_page is not None or report.first_bad_event is not None:
        lines.append(
            "Do not sell on it; 'ledger salvage --to NEWHOME' makes a new till of every"
            " event that still verifies."
        )
    return "\n".join(lines)

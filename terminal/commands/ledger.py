"""`ledger`: check it, hand it out, rescue it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from terminal.commands import _options, _output

if TYPE_CHECKING:
    from terminal.persistence.ledger.verify_report import VerifyReport

HELP = "Check the ledger, hand out its events, or rescue a damaged one."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify = actions.add_parser(
        "verify", help="check pages, chain, accounts, projections and witnesses"
    )
    for action in (verify,):
        _options.add_home(action)
        _options.add_json(action)


def run(arguments: argparse.Namespace) -> int:
    """Answer; 1 when the ledger does not verify or the home cannot be used."""
    return _verify(_options.home_path(arguments), arguments.json)


def _verify(path: Path, as_json: bool) -> int:  # noqa: FBT001 - always `arguments.json`
    from terminal.bootstrap.ledger_care import verify

    report = verify(path)
    _output.emit(msgspec.to_builtins(report), as_json, _verify_text(report))
    return 0 if report.ok else 1


def _verify_text(report: VerifyReport) -> str:
    lines = [
        f"{check.outcome.value:8}{check.name}{': ' if check.detail else ''}{check.detail}"
        for check in report.checks
    ]
    lines += [f"known   {loss}" for loss in report.known_losses]
    lines += [f"unknown {sentence}" for sentence in report.cannot_know]
    lines.append(
        f"The ledger verifies: {report.events} events, {report.transactions}"
        f" transactions, head {report.head}."
        if report.ok
        else "The ledger does NOT verify."
    )
    return "\n".join(lines)

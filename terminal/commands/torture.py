"""Cut the power after every call that a recorded till made to its disk."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any, Final

from terminal.commands._options import add_json, positive
from terminal.commands._output import emit, misused

HELP = "Cut the power of a recorded till thousands of times; nothing may be lost."

_STATES: Final = 1_000
_SEED: Final = 20261122


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how much is tried."""
    parser.add_argument(
        "--states",
        type=positive,
        default=_STATES,
        metavar="N",
        help=f"how many cuts of power (default: {_STATES})",
    )
    parser.add_argument(
        "--seed", type=int, default=_SEED, help="of the choice of states"
    )
    parser.add_argument(
        "--errors",
        action="store_true",
        help="instead, let the n-th call fail in every flow, for every n",
    )
    parser.add_argument(
        "--every",
        type=positive,
        default=1,
        metavar="K",
        help="with --errors: every K-th call only",
    )
    parser.add_argument(
        "--flow",
        action="append",
        default=[],
        metavar="NAME",
        help="with --errors: this flow only; may be repeated",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Record, cut, judge; 0 when nothing was lost and weaker settings were caught."""
    if arguments.errors:
        return _run_errors(arguments)
    from terminal.diagnostics.torture.campaign import torture

    with tempfile.TemporaryDirectory(prefix="evertill-torture-") as folder:
        report = torture(arguments.states, arguments.seed, Path(folder).resolve())
    emit(report, as_json=arguments.json, text=_sentences(report))
    return 0 if report["verdict"] == "ok" else 1


def _run_errors(arguments: argparse.Namespace) -> int:
    from terminal.diagnostics.torture.sweep import FLOWS, Scope, sweep

    unknown = sorted(set(arguments.flow) - FLOWS.keys())
    if unknown:
        known = ", ".join(FLOWS)
        return misused(f"there is no flow {unknown[0]!r}: {known}")
    with tempfile.TemporaryDirectory(prefix="evertill-torture-") as folder:
        scope = Scope(flows=tuple(arguments.flow), every=arguments.every)
        report = sweep(Path(folder).resolve(), scope)
    lines = [
        f"{report['errors_injected']} errors injected: {report['by_flow']}",
        f"answers: {report['answers']}; sales owed: {report['sales_owed']}",
        *report["problems"],
        f"verdict: {report['verdict']}",
    ]
    emit(report, as_json=arguments.json, text="\n".join(lines))
    return 0 if report["verdict"] == "ok" else 1


def _sentences(report: dict[str, Any]) -> str:
    cuts = f"{report['states']} cuts of power after {report['calls']} recorded calls"
    wrong = f"unreadable: {report['unreadable']}; otherwise wrong: {report['other']}"
    lines = [
        f"{cuts}, {report['states_per_second']} a second",
        f"acknowledged lost: {report['acknowledged_lost']}; {wrong}",
    ]
    for level, found in report["sensitivity"].items():
        lost = f"{found['acknowledged_lost']} lost, {found['unreadable']} unreadable"
        lines.append(f"synchronous={level}: {lost} of {found['states']}")
    for one in report["examples"]:
        where = f"{one['process']}, after call {one['after_call']} ({one['call']})"
        lines.append(f"{where}, {one['loss']}: {one['verdict']}: {one['detail']}")
    return "\n".join([*lines, f"verdict: {report['verdict']}"])

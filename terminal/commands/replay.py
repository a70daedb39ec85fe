"""Play a log of real transactions through the till and compare the books."""

import argparse
import csv
from pathlib import Path
from typing import Any, Final

from terminal.commands._center import add_center
from terminal.commands._options import add_json, positive
from terminal.commands._output import emit, misused

HELP = "Play a log of real transactions and prove that nothing is lost or doubled."

_SEED: Final = 20101201


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``main.py replay``."""
    parser.add_argument("log", type=Path, metavar="LOG", help="CSV, plain or gzip")
    parser.add_argument(
        "--format",
        required=True,
        choices=("uci-online-retail", "canonical"),
        dest="log_format",
        help="the layout of the log",
    )
    parser.add_argument(
        "--catalogue",
        type=Path,
        metavar="FILE",
        help="items to sell from (default: made from the log)",
    )
    add_center(parser)
    parser.add_argument(
        "--outage",
        type=_ordinals,
        metavar="FROM:TO",
        help="cut the network for these transactions, counted from 0",
    )
    parser.add_argument(
        "--kill-every",
        type=positive,
        metavar="N",
        help="kill the till about once in N scanned lines",
    )
    parser.add_argument(
        "--kill-others",
        type=positive,
        metavar="MS",
        help="kill agent and server too, each after about MS milliseconds of life",
    )
    parser.add_argument(
        "--seed", type=int, default=_SEED, help="of the moments of the kills"
    )
    parser.add_argument(
        "--rows", type=positive, metavar="N", help="play only the first N rows"
    )
    parser.add_argument(
        "--refused", type=Path, metavar="FILE", help="list the refused rows here"
    )
    parser.add_argument(
        "--home",
        type=Path,
        metavar="DIR",
        help="keep the till's home in this new folder",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Play the log; 0 when all three books are equal and the ledger verifies."""
    from terminal.diagnostics.replay.log_reader import read_log
    from terminal.diagnostics.replay.run import ReplayOptions, replay, working_folder

    central = None
    if arguments.central:
        if not arguments.token:
            return misused(
                "--central needs the administrator token that 'central init'"
                " printed: --token, or $EVERTILL_TOKEN"
            )
        central = (arguments.central, arguments.token)
    log = read_log(arguments.log, arguments.log_format, rows_max=arguments.rows)
    if arguments.refused is not None:
        _list_refused(arguments.refused, log.refused)
    with working_folder() as folder:
        options = ReplayOptions(
            folder=folder,
            home=(arguments.home or folder / "home").absolute(),
            catalogue=arguments.catalogue,
            central=central,
            outage=arguments.outage,
            kill_every=arguments.kill_every,
            kill_others_s=(
                arguments.kill_others / 1000 if arguments.kill_others else None
            ),
            seed=arguments.seed,
        )
        report = replay(log, options)
    emit(report, as_json=arguments.json, text=_sentences(report))
    return 0 if report["equal"] and report["ledger_verified"] else 1


def _sentences(report: dict[str, Any]) -> str:
    verdict = "equal" if report["equal"] else "NOT EQUAL"
    verified = "verifies" if report["ledger_verified"] else "DOES NOT VERIFY"
    sold = f"{report['sale_lines']} sale lines, {report['return_lines']} return lines"
    speed = f"scan {report['scan_ms']} ms; commit {report['commit_ms']} ms"
    lines = [
        f"{report['transactions']} transactions, {sold}",
        f"gross {report['gross_minor']} in minor units",
        f"refused rows: {report['refused'] or 'none'}",
        f"{report['lines_per_second']} lines/s; {speed}",
        f"{len(report['outages'])} outages, {report['kills']} kills of the till",
        f"kills of others: {report['other_kills'] or 'none'}",
        f"witness, till and server are {verdict}; the ledger {verified}",
    ]
    return "\n".join([*lines, *report["differences"]])


def _list_refused(path: Path, refused: list[Any]) -> None:
    with path.open("w", newline="", encoding="utf-8") as text:
        writer = csv.writer(text)
        writer.writerow(["row", "reference", "reason"])
        writer.writerows((row.row, row.reference, row.reason) for row in refused)


def _ordinals(text: str) -> tuple[int, int]:
    first, separator, last = text.partition(":")
    if not separator or not first.isdecimal() or not last.isdecimal():
        raise argparse.ArgumentTypeError("FROM:TO, two transaction ordinals")
    if int(first) >= int(last):
        raise argparse.ArgumentTypeError("FROM must come before TO")
    return int(first), int(last)

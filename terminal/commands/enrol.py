"""`enrol`: let an existing till join its center again, with a new key."""

from __future__ import annotations

import argparse

from terminal.commands._options import add_home, add_json, home_path
from terminal.commands._output import emit

HELP = "Let this till join its center again: it was copied, or its key was suspended."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which till joins, and with which code."""
    add_home(parser)
    add_json(parser)
    parser.add_argument(
        "--central",
        metavar="URL",
        default="",
        help="address of the center (default: as before)",
    )
    parser.add_argument(
        "--code", required=True, help="enrolment code that the center printed"
    )


def run(arguments: argparse.Namespace) -> int:
    """Join; say who the till is now."""
    from terminal.bootstrap.joining_again import join_again

    joined = join_again(home_path(arguments), arguments.central, arguments.code)
    report = {
        "home": str(joined.path),
        "store": joined.store,
        "was": joined.was,
        "workstation": joined.workstation,
        "epoch": joined.epoch,
        "series": joined.series,
        "events": joined.events,
    }
    became = "" if joined.was == joined.workstation else f", which was {joined.was},"
    text = (
        f"the till {joined.workstation}{became} has joined store {joined.store} again"
        f" with a new key; receipts go on in series {joined.series}, and everything"
        f" that was not sent yet will be"
    )
    emit(report, arguments.json, text)
    return 0

"""Open a demo shop: a day of a real one, on this machine alone."""

import argparse
from functools import partial
from pathlib import Path

from terminal.commands._options import add_json
from terminal.commands._output import emit

HELP = "Open a demo shop with simulated devices; without a display, play its day."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``main.py demo``."""
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("out/demo"),
        metavar="DIR",
        help="folder for receipts, screenshots and logs (default: out/demo)",
    )
    parser.add_argument(
        "--headless", action="store_true", help="play the day even with a display"
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Open the window where there is a display, else play the day offscreen."""
    from terminal.diagnostics.demo import has_display, open_demo, play_demo

    out = arguments.out.absolute()
    if not arguments.headless and has_display():
        # The window stays open for long: who reads a pipe needs the PINs now.
        return open_demo(out, partial(print, flush=True))
    say = (lambda _line: None) if arguments.json else print
    report = play_demo(out, say)
    if arguments.json:
        emit(report, as_json=True, text="")
    return 0 if report["equal"] and report["ledger_verified"] else 1

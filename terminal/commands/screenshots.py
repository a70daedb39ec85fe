"""Photograph the screens of a demo till's window."""

import argparse
from pathlib import Path

from terminal.commands._options import add_home, home_path, window_size
from terminal.commands._output import complain

HELP = "Walk the window of a demo home through a sale and photograph each screen."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``main.py screenshots``."""
    add_home(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--operator", required=True, metavar="ID")
    parser.add_argument("--pin", required=True, metavar="PIN")
    parser.add_argument(
        "--size",
        type=window_size,
        default="1366x768",
        metavar="WxH",
        help="at least 1024x768 (default: %(default)s)",
    )
    parser.add_argument(
        "--training", action="store_true", help="of a training till beside this one"
    )


def run(arguments: argparse.Namespace) -> int:
    """Walk the window; 0 when every picture was taken."""
    from terminal.bootstrap.window.photographs import photograph_window

    pictures, failure = photograph_window(
        home_path(arguments),
        arguments.out,
        operator=(arguments.operator, arguments.pin),
        size=arguments.size,
        is_training=arguments.training,
    )
    for picture in pictures:
        print(picture)
    if failure:
        complain(failure)
    return 1 if failure else 0

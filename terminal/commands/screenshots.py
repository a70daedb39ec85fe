"""Photograph the screens of a demo till's window."""

import argparse
import sys
from pathlib import Path

from terminal.commands._options import add_home, home_path

HELP = "Walk the window of a demo home through a sale and photograph each screen."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``main.py screenshots``."""
    add_home(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--operator", required=True, metavar="ID")
    parser.add_argument("--pin", required=True, metavar="PIN")
    parser.add_argument(
        "--size", default="1366x768", metavar="WxH", help="(default: 1366x768)"
    )
    parser.add_argument(
        "--training", action="store_true", help="of a training till beside this one"
    )


def run(arguments: argparse.Namespace) -> int:
    """Walk the window; 0 when every picture was taken."""
    from terminal.bootstrap.window.photographs import photograph_window

    width, _, height = arguments.size.partition("x")
    pictures, failure = photograph_window(
        home_path(arguments),
        arguments.out,
        operator=(arguments.operator, arguments.pin),
        size=(int(width), int(height)),
        is_training=arguments.training,
    )
    for picture in pictures:
        print(picture)
    if failure:
        print(f"evertill: {failure}", file=sys.stderr)
    return 1 if failure else 0

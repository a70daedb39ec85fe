"""Options that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path

_APPLICATION_NAME = "evertill"
_PORT_MAX = 65_535
_WINDOW_MIN = (1024, 768)


def add_home(parser: argparse.ArgumentParser) -> None:
    """Add `--home DIR`, the folder of the till's files; see `home_path`."""
    parser.add_argument(
        "--home",
        metavar="DIR",
        type=Path,
        default=None,
        help="folder of the till's files (default: the user's data folder)",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`, which asks for one JSON object on standard output."""
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object instead of text",
    )


def home_path(arguments: argparse.Namespace) -> Path:
    """Return the folder that `--home` named, or the user's own data folder."""
    given: Path | None = arguments.home
    if given is not None:
        return given.expanduser().absolute()
    from platformdirs import user_data_dir

    return Path(user_data_dir(_APPLICATION_NAME, appauthor=False))


def positive(text: str) -> int:
    """Return *text* as a number from 1 upwards; a type of argparse."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1 upwards")
    return int(text)


def port(text: str) -> int:
    """Return *text* as a port, 0 for a free one; a type of argparse."""
    if not text.isdecimal() or int(text) > _PORT_MAX:
        raise argparse.ArgumentTypeError(f"a port from 0 to {_PORT_MAX}")
    return int(text)


def host_and_port(text: str) -> tuple[str, int]:
    """Return the two parts of HOST:PORT; a type of argparse."""
    host, separator, number = text.rpartition(":")
    if not separator or not host or not number.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")
    return host, port(number)


def window_size(text: str) -> tuple[int, int]:
    """Return the two parts of WIDTHxHEIGHT in pixels; a type of argparse."""
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not WxH, such as 1366x768")
    size = int(width), int(height)
    if size[0] < _WINDOW_MIN[0] or size[1] < _WINDOW_MIN[1]:
        raise argparse.ArgumentTypeError("the screens need 1024x768 or more")
    return size

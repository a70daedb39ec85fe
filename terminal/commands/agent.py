"""`agent`: replicate this till's home with its center."""

from __future__ import annotations

import argparse

import msgspec

from terminal.commands import _options, _output

HELP = "Send this till's events to its center and apply reference data from it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    _options.add_home(parser)
    _options.add_json(parser)
    parser.add_argument(
        "--once",
        action="store_true",
        help="end when everything is sent and applied, or when that did not work",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run until SIGTERM, or once; 1 when the center could not be served."""
    from terminal.bootstrap.agent import run_agent
    from terminal.replication.plain_words import ONLINE

    status = run_agent(_options.home_path(arguments), once=arguments.once)
    if not arguments.once:
        return 0
    _output.emit(msgspec.to_builtins(status), arguments.json, status.cause)
    return 0 if (status.state, status.feed_state) == (ONLINE, ONLINE) else 1

"""Run the till: with its window, or headless over standard streams."""

import argparse
import sys
from pathlib import Path

from terminal.commands._options import add_home, home_path

HELP = "Run the till (the window), or --headless: JSON lines on standard streams."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``main.py till``."""
    add_home(parser)
    role = parser.add_mutually_exclusive_group()
    role.add_argument("--headless", action="store_true", help="the same without Qt")
    role.add_argument(
        "--training",
        action="store_true",
        help="a training till beside this one: all of it works, nothing counts",
    )
    role.add_argument("--kiosk", action="store_true", help="not built yet")
    role.add_argument(
        "--technician",
        action="store_true",
        help="a window for setting up devices, in which nobody sells",
    )
    parser.add_argument(
        "--clock",
        choices=("system", "injected"),
        default="system",
        help="injected: each request sets the time (demo homes only)",
    )
    parser.add_argument(
        "--no-agent",
        action="store_true",
        help="with --headless: somebody else runs the sync agent",
    )
    parser.add_argument("--with-input", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--phase-file", type=Path, help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Run the till in the chosen role."""
    if arguments.kiosk:
        print("evertill: this role is not built yet", file=sys.stderr)
        return 1
    if not arguments.headless:
        from terminal.bootstrap.window.program import run_window

        return run_window(
            home_path(arguments),
            is_training=arguments.training,
            is_technicians=arguments.technician,
            ends_with_input=arguments.with_input,
        )
    from terminal.bootstrap.headless import serve_headless

    return serve_headless(
        home_path(arguments),
        is_clock_injected=arguments.clock == "injected",
        phase_file=arguments.phase_file,
        starts_agent=not arguments.no_agent,
    )

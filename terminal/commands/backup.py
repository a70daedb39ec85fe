"""`backup TARGET`: copy a till so that another computer can become it."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec

from terminal.commands._options import add_home, add_json, home_path
from terminal.commands._output import emit

HELP = "Copy a till into a folder or .zip file; it may be running."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the copy goes."""
    parser.add_argument("target", type=Path, help="new folder, or file ending in .zip")
    add_home(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the backup."""
    from terminal.bootstrap.recovery import back_up

    target: Path = arguments.target.absolute()
    manifest = back_up(home_path(arguments), target)
    size = sum(file.bytes for file in manifest.files)
    report = {"target": str(target), "bytes": size, **msgspec.to_builtins(manifest)}
    emit(
        report,
        arguments.json,
        f"wrote {len(manifest.files)} files, {size} bytes, to {target}; with the"
        f" recovery code they make a till again: restore",
    )
    return 0

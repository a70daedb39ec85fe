"""The command line of the actions in `_books`; imports nothing that takes time."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Final

ACTIONS: Final = ("quarantine", "replay", "rebuild", "books")


def add_actions(
    actions: Any, add_location: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Declare the actions."""

    def add(name: str, text: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = actions.add_parser(name, help=text)
        add_location(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.set_defaults(action=name)
        return parser

    listing = add("quarantine", "list stored events that have no effect yet, and why")
    replaying = add("replay", "give events their effect that this program can use now")
    for parser in (listing, replaying):
        parser.add_argument("--workstation", metavar="W", help="only of this one")
    add("rebuild", "make orders, stock and books anew from the stored events")
    books = add("books", "show the sums of a store's accounts")
    books.add_argument("--store", required=True, metavar="S", help="id of the store")
    books.add_argument("--business-day", metavar="DAY", help="only of this day")

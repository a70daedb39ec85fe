"""Asks a person at a terminal; prompts go to standard error, answers are checked."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Answer = TypeVar("Answer")


def line(question: str, default: str) -> str:
    """Return what the person typed, *default* for nothing.

    Raises:
        EOFError: Standard input ended.
    """
    shown = f" [{default}]" if default else ""
    print(f"{question}{shown}: ", end="", file=sys.stderr, flush=True)
    typed = sys.stdin.readline()
    if not typed:
        raise EOFError
    return typed.strip() or default


def first_line(name: str) -> str:
    """Return the first line of the file *name*, of standard input for ``-``.

    Secrets come this way: every user of the computer sees a command line.

    Raises:
        AnswersFileError: The file cannot be read.
    """
    if name == "-":
        return sys.stdin.readline().strip()
    from terminal.settings.errors import AnswersFileError

    path = Path(name)
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersFileError(path, str(error)) from error


def ask(
    questions: Callable[[], Answer], refusals: tuple[type[Exception], ...]
) -> Answer:
    """Ask until the answers are accepted; a refusal is shown and asked again."""
    while True:
        try:
            return questions()
        except refusals as refusal:
            print(f"  {refusal}", file=sys.stderr)


def new_pin() -> str:
    """Return a PIN that was typed twice, unseen.

    Raises:
        WeakPinError: It is trivial.
    """
    from terminal.domain.access.pin import require_good_pin

    while True:
        pin = getpass.getpass("PIN, six digits: ")
        require_good_pin(pin)
        if getpass.getpass("the same PIN again: ") == pin:
            return pin
        print("  these were two different PINs", file=sys.stderr)

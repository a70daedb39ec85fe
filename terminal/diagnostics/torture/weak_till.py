"""The till with a weaker promise to the disk, so that the campaign has to notice.

A program of its own, run by the recorder alone: no option, setting or variable of
the shipped till leads here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from terminal.bootstrap.headless import serve_headless
from terminal.persistence.ledger.sql_ledger import SqlLedger

LEVELS: Final = ("NORMAL", "OFF")
_ARGUMENTS: Final = 2


def weak_program(level: str) -> tuple[str, ...]:
    """Return the command line of such a till, to be followed by ``--home DIR``."""
    assert level in LEVELS, level
    return (sys.executable, "-m", __name__, level)


def weaken(level: str) -> None:
    """Let every commit of this process promise no more than *level*."""
    assert level in LEVELS, level

    def prepare(ledger: SqlLedger, *, is_final: bool) -> None:
        del is_final
        ledger.connection.execute(f"PRAGMA synchronous = {level}")

    setattr(SqlLedger, "prepare", prepare)  # noqa: B010 - the deliberate bug


def main(arguments: list[str]) -> int:
    """Serve the home that ``LEVEL --home DIR …`` names."""
    level, *options = arguments
    weaken(level)
    home = Path(options[options.index("--home") + 1])
    return serve_headless(
        home, is_clock_injected=True, phase_file=None, starts_agent=False
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

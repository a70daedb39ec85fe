"""Joins the care of a ledger (verify, export, salvage) with the home's keys."""

from __future__ import annotations

from pathlib import Path

from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.verify import verify_ledger
from terminal.persistence.ledger.verify_report import VerifyReport


def verify(path: Path) -> VerifyReport:
    """Check the ledger of the till in *path*; see `verify_ledger`."""
    home = Home.load(path)
    return verify_ledger(home, load_keys(home))

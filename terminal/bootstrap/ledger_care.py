"""Joins the care of a ledger (verify, export, salvage) with the home's keys."""

from __future__ import annotations

import secrets
from pathlib import Path

from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.export import ExportReport, export_ledger
from terminal.persistence.ledger.export_check import ExportCheck, check_export
from terminal.persistence.ledger.salvage import SalvageReport, salvage_ledger
from terminal.persistence.ledger.verify import verify_ledger
from terminal.persistence.ledger.verify_report import VerifyReport


def verify(path: Path) -> VerifyReport:
    """Check the ledger of the till in *path*; see `verify_ledger`."""
    home = Home.load(path)
    return verify_ledger(home, load_keys(home))


def export(path: Path, file: Path, epoch: str | None, after: int) -> ExportReport:
    """Write the events of the till in *path* to *file*; see `export_ledger`."""
    home = Home.load(path)
    home.require_real()
    return export_ledger(home, load_keys(home), file, epoch=epoch, after=after)


def verify_file(file: Path, public_key: bytes | None, head: str | None) -> ExportCheck:
    """Check a file of exported events, without any till; see `check_export`."""
    return check_export(file, public_key=public_key, head=head)


def salvage(path: Path, target: Path) -> SalvageReport:
    """Rescue the till in *path* to a new home in *target*; see `salvage_ledger`."""
    home = Home.load(path)
    home.require_real()
    clock = SystemClock()
    return salvage_ledger(
        home,
        load_keys(home),
        target,
        clock=clock,
        ids=Uuid7Factory(clock.wall_ms, secrets.token_bytes),
    )

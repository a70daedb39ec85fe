"""Makes a till on a disk that fails: it comes whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from terminal.diagnostics.replay.processes import MAIN
from terminal.diagnostics.torture.faulty_till import FaultyTill, Met, Tried
from terminal.diagnostics.torture.injection import Fault, Injection
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.verify import verify_ledger

_NAME: Final = "another"
_TIMEOUT_S: Final = 120.0
# Whatever Python opens or writes besides is not the till's disk, and the names of
# the new keys are not known beforehand, so these cannot be told by path.
_NOT_TRIED: Final = frozenset({"openat", "write"})


def make_under(till: FaultyTill, fault: Fault) -> Tried:
    """Make another till beside the first while the disk has *fault*."""
    if fault.call in _NOT_TRIED:
        return Tried(Met(is_met=False))
    path = till.shop.root / _NAME
    injection = Injection(fault, (), till.shop.root.parent / "faults.txt")
    done = subprocess.run(
        [*injection.prefix, sys.executable, str(MAIN), *_words(till, path), "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=_TIMEOUT_S,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    wrong = _wrong(path, done)
    shutil.rmtree(path, ignore_errors=True)
    is_told = done.returncode == 0
    met = Met(
        is_met=injection.was_met,
        code="" if is_told else "not made",
        said="" if is_told else done.stderr,
    )
    return Tried(met, wrong)


def _words(till: FaultyTill, path: Path) -> list[str]:
    home = str(till.shop.home)
    words = till.shop.init_words(None)
    return [str(path) if word == home else word for word in words]


def _wrong(path: Path, done: subprocess.CompletedProcess[str]) -> tuple[str, ...]:
    if "Traceback" in done.stderr:
        return (f"a traceback: {done.stderr[-1_000:]}",)
    if done.returncode == 0:
        home = Home.load(path)
        report = verify_ledger(home, load_keys(home))
        return () if report.ok else (f"verify: {report.checks}",)
    if path.exists() and any(path.iterdir()):
        # The error may have come after the home was in its place: then it is whole.
        home = Home.load(path)
        report = verify_ledger(home, load_keys(home))
        return () if report.ok else (f"half a till stands there: {report.checks}",)
    return ()

"""Joins backup and restore with this computer's clock and randomness."""

from __future__ import annotations

import secrets
from pathlib import Path

from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.backup import BackupManifest, create_backup
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.restore import RestoredHome, restore_home
from terminal.settings.schema import KeySettings


def back_up(path: Path, target: Path) -> BackupManifest:
    """Copy the till in *path*, running or not; see `create_backup`."""
    home = Home.load(path)
    home.require_real()
    return create_backup(home, load_keys(home), target, at_ms=SystemClock().wall_ms())


def restore(
    source: Path, path: Path, recovery_code: str, key_settings: KeySettings | None
) -> RestoredHome:
    """Make a till in *path* from *source*; see `restore_home`."""
    clock = SystemClock()
    return restore_home(
        source,
        path,
        recovery_code,
        clock=clock,
        ids=Uuid7Factory(clock.wall_ms, secrets.token_bytes),
        key_settings=key_settings,
    )

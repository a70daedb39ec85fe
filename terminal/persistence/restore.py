"""Makes a till from a backup and the printed recovery code.

The copy is as old as the backup: the lost till may have given numbers since.  A
restored home therefore always begins a new epoch and a new receipt series, and has
keys in the key store and a recovery code of its own.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec
from msgspec import Struct

from terminal.application.ports.clock import Clock
from terminal.application.ports.id_factory import IdFactory
from terminal.persistence.backup import BackupRefusedError, read_manifest, unpack
from terminal.persistence.database_copy import copy_database
from terminal.persistence.home import Home
from terminal.persistence.home_staging import staged_home
from terminal.persistence.keys.home_keys import RecoveredKeys, adopt_keys, recover_keys
from terminal.persistence.ledger.opening import open_ledger
from terminal.settings.file import load_settings
from terminal.settings.schema import KeySettings, TillSettings

_LEDGER: Final = "ledger.db"
_REPLICA: Final = "replica.db"
_CONFIG: Final = "till.toml"
_KEYS: Final = "keys.json"
_LEDGER_LOCK: Final = "ledger.lock"


class RestoredHome(Struct, frozen=True, kw_only=True):
    """What came out.

    Attributes:
        epoch: The new one.
        series: The new receipt series.
        events: How many events of the old epochs were brought over.
        recovery_code: The only copy of the new printed code; show it once.
    """

    path: Path
    settings: TillSettings
    epoch: str
    series: str
    events: int
    recovery_code: str


def restore_home(
    source: Path,
    path: Path,
    recovery_code: str,
    *,
    clock: Clock,
    ids: IdFactory,
    key_settings: KeySettings | None = None,
) -> RestoredHome:
    """Make a till in *path* from the backup, or old home, *source*.

    Args:
        source: A folder or ``….zip`` that `create_backup` wrote, or the home of a
            till whose key store has lost the key; it is not changed.
        path: The new home; absent or empty.
        recovery_code: As printed when the old home was made.
        clock: Times of the first event.
        ids: Ids of the first event.
        key_settings: Where the new home keeps its key; as before when absent.

    Raises:
        RecoveryCodeError: The code is mistyped or another till's.
        BackupRefusedError: The backup is not whole.
        HomeExistsError: Something is in *path*.
        HomeLockedError: The old home is in use.
        StorageError: The key store or a disk refuses; nothing stands at *path*.
    """
    with ExitStack() as cleanup:
        folder = source.absolute()
        if folder.is_file():
            parent = cleanup.enter_context(TemporaryDirectory(prefix="evertill-"))
            unpack(folder, unpacked := Path(parent) / "backup")
            folder = unpacked
        _require_backup(folder)
        if (folder / _LEDGER_LOCK).exists():
            # The source is a home: nobody may go on selling in it meanwhile.
            cleanup.enter_context(Home(folder).lock_ledger())
        read_manifest(folder)
        old = recover_keys(folder / _KEYS, recovery_code)
        settings = load_settings(folder / _CONFIG)
        if key_settings is not None:
            settings = msgspec.structs.replace(settings, keys=key_settings)
        with staged_home(path) as staging:
            home = Home.create(staging, settings)
            return _build(home, path.absolute(), folder, old, clock, ids)


def _build(
    home: Home,
    path: Path,
    folder: Path,
    old: RecoveredKeys,
    clock: Clock,
    ids: IdFactory,
) -> RestoredHome:
    new = adopt_keys(
        home,
        data_key=old.data_key,
        signing_private=old.signing_private,
        earlier_public=old.earlier_public,
        joined=old.joined,
    )
    if (folder / _REPLICA).exists():
        copy_database(folder / _REPLICA, home.replica_path, old.data_key)
    copy_database(folder / _LEDGER, home.ledger_path, old.data_key)
    with home.lock_ledger():
        ledger = open_ledger(home, new.keys, clock=clock, ids=ids, new_epoch="restore")
        head = ledger.head
        ledger.close()
    return RestoredHome(
        path=path,
        settings=home.settings,
        epoch=head.epoch,
        series=head.series,
        events=head.event_no - 1,
        recovery_code=new.recovery_code,
    )


def _require_backup(folder: Path) -> None:
    for name in (_LEDGER, _KEYS, _CONFIG):
        if not (folder / name).is_file():
            raise BackupRefusedError(
                f"{folder} is no backup: it holds no {name}; nothing was restored."
            )

"""A training till beside the real one: everything works, and nothing of it counts.

It has a folder, a ledger and keys of its own, so there is nothing to be told apart
later: no event, no number, no total of it stands in a file of the till.  Items,
prices and operators are read from the till's own reference data.  Each lesson begins
with a new home; see docs/decisions/0101.
"""

from __future__ import annotations

import secrets
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap.headless import open_till
from terminal.bootstrap.replica_update import update_replica
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.errors import StorageError
from terminal.persistence.files import file_error
from terminal.persistence.home import Home
from terminal.persistence.home_staging import staged_home
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.home_keys import (
    confirm_recovery,
    create_keys,
    forget_keys,
)
from terminal.persistence.ledger.event_log import EpochStart
from terminal.persistence.ledger.opening import new_epoch_id, open_ledger
from terminal.persistence.locks import hold
from terminal.settings.schema import (
    CentralSettings,
    CustomerSection,
    ReferenceDataSettings,
    TillSettings,
    WorkstationSettings,
)

if TYPE_CHECKING:
    from terminal.application.ports.clock import Clock
    from terminal.bootstrap.headless import Till

TENANT: Final = "training"
"""Stands in every signed event of a training ledger, where a chain's name would."""

SERIES: Final = "TRAINING"
"""Receipt series: no till comes that far, so no number of training is a receipt's."""

_ID_LENGTH_MAX: Final = 64
_IDLE_WORD: Final = "TRAINING"


class TrainingFolderError(StorageError):
    """The folder of the training home holds something else."""

    code = "training_folder"


def open_training_till(till_path: Path, *, clock: Clock | None = None) -> Till:
    """Open a new training till beside the till in *till_path*, for this thread.

    The till may be running, and its agent too.  Takes some tenths of a second,
    however large the catalogue is.

    Raises:
        TrainingTillError: *till_path* is a training home itself.
        HomeMissingError: There is no till.
        HomeLockedError: Training is running already.
        StorageError: A key store or the disk refuses.
    """
    till = Home.load(till_path)
    till.require_real()
    with ExitStack() as stack:
        stack.enter_context(
            hold(till.path / "training.lock", "training is running already")
        )
        # The agent or nobody else would do it: training itself only reads.
        update_replica(till, load_keys(till))
        forget_training(till)
        _make(till, clock or SystemClock())
        opened = open_till(till.training_path, clock=clock, starts_agent=False)
        opened.hold(stack.pop_all())
        return opened


def forget_training(till: Home) -> None:
    """Remove the training home of *till*, also what a cut left of one.

    The caller holds the lock of the training.

    Raises:
        TrainingFolderError: Something else stands there; it was not touched.
        StorageError: The disk or the key store refuses.
    """
    old = till.training_path.with_name(".training.old")
    try:
        shutil.rmtree(old, ignore_errors=True)
        if not till.training_path.exists():
            return
        found = Home(till.training_path)
        if not found.is_training:
            raise TrainingFolderError(
                f"{found.path} holds something that is no training till; nothing was"
                f" changed. Move it away."
            )
        with found.lock_ledger():
            forget_keys(found)
        # Under this name it counts no more, however far the removal comes.
        found.path.rename(old)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise file_error(till.training_path, error) from error


def training_settings(settings: TillSettings) -> TillSettings:
    """Return the settings of a training till beside a till with *settings*.

    It sells, prices and prints as that one, stands alone, has no device of the
    counter, and is named so that its events can be no till's.
    """
    place = settings.workstation
    named = f"{TENANT}-{place.workstation}"
    return msgspec.structs.replace(
        settings,
        workstation=WorkstationSettings(
            tenant=TENANT,
            store=place.store,
            workstation=named[:_ID_LENGTH_MAX],
            name=place.name or place.workstation,
        ),
        reference_data=ReferenceDataSettings(source="local"),
        central=CentralSettings(),
        customer=CustomerSection(
            screen=settings.customer.screen,
            idle_upper=_IDLE_WORD,
            idle_lower=settings.customer.idle_lower,
        ),
        devices={},
        demo=False,
        training=True,
    )


def _make(till: Home, clock: Clock) -> None:
    """Make a new training home beside *till*, whole or not at all."""
    with staged_home(till.training_path) as staging:
        home = Home.create(staging, training_settings(till.settings))
        create_keys(home)
        # Nobody will ever restore it, so nobody writes a code down.
        confirm_recovery(home)
        with home.lock_ledger():
            open_ledger(
                home,
                load_keys(home),
                clock=clock,
                ids=Uuid7Factory(clock.wall_ms, secrets.token_bytes),
                start=EpochStart(epoch=new_epoch_id(), reason="init", series=SERIES),
            ).close()

"""Makes a till: home, keys, ledger, reference data; whole or not at all.

Used by the command `init` and by the window at its first start.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from sync.protocol.envelope import ParentLink
from sync.protocol.events.epoch_opened_v1 import AbandonedTail
from sync.protocol.messages import Known
from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap.system_clock import SystemClock
from terminal.persistence.errors import StorageError
from terminal.persistence.home import Home
from terminal.persistence.home_staging import staged_home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.keys.home_keys import (
    KEY_BYTES,
    adopt_keys,
    confirm_recovery,
)
from terminal.persistence.keys.pin_hasher import Argon2PinHasher, PinHashCost, calibrate
from terminal.persistence.keys.store import make_key_store
from terminal.persistence.ledger.event_log import EpochStart
from terminal.persistence.ledger.opening import open_ledger
from terminal.persistence.ledger.rehoming import CENTRAL_SERVER
from terminal.persistence.ledger.witness import series_after
from terminal.persistence.replica.rows import OperatorData
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.settings.answers import FirstOperator, InitAnswers, completed_store
from terminal.settings.central_address import is_loopback
from terminal.settings.errors import SettingValueError
from terminal.settings.schema import (
    CentralSettings,
    KeySettings,
    ReferenceDataSettings,
    ReferenceSource,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)

if TYPE_CHECKING:
    from terminal.replication.enrolment import Enrolment

_EPOCH_BYTES: Final = 8
_PROBE_ITEM: Final = "probe"
# Demo homes are made and thrown away; their keys go with them.
_DEMO_KEY_FOLDER: Final = "keys"

Progress = Callable[[str], None]


class NewHome(Struct, frozen=True, kw_only=True):
    """What came out.

    Attributes:
        recovery_code: The only copy of the printed code; show it once.
        operators: Who may sign on now.
        rows: Rows of reference data that the center gave; 0 on a local till.
        known: What the center knew of this workstation before; None on a local till.
    """

    path: Path
    settings: TillSettings
    epoch: str
    series: str
    recovery_code: str
    operators: int
    rows: int
    known: Known | None = None


def make_home(
    path: Path,
    answers: InitAnswers,
    *,
    pin_cost: PinHashCost | None = None,
    on_progress: Progress | None = None,
) -> NewHome:
    """Make a till in *path*, which must be absent or empty.

    Takes seconds: PIN hashing is calibrated, a center may send its catalogue.

    Args:
        path: The home.
        answers: What a person or a file decided.
        pin_cost: Cost of the first operator's PIN hash; calibrated when absent.
        on_progress: Is told each step in plain words, on the calling thread.

    Raises:
        HomeExistsError: Something is in *path*; it was not touched.
        HomeLockedError: Another process is making a till there.
        SettingsError: An answer is missing or does not fit the others.
        WeakPinError: The first operator's PIN is trivial.
        SyncError: The center refused or cannot be reached.
        StorageError: The key store or the disk refuses.
    """
    return _HomeMaker(path, answers, pin_cost, on_progress or _silent).make()


class _HomeMaker:
    """The steps of `make_home`."""

    def __init__(
        self,
        path: Path,
        answers: InitAnswers,
        pin_cost: PinHashCost | None,
        on_progress: Progress,
    ) -> None:
        self._target = Home(path)
        self._answers = answers
        self._pin_cost = pin_cost
        self._tell = on_progress
        self._epoch = secrets.token_hex(_EPOCH_BYTES)
        self._signing_private = secrets.token_bytes(KEY_BYTES)

    def make(self) -> NewHome:
        self._target.require_absent()
        check_answers(self._answers)
        store = completed_store(self._answers.store)
        operator = self._hashed_operator()
        with staged_home(self._target.path) as staging:
            self._require_working_key_store()
            # Last of all that may fail for a local reason: it uses up the code.
            enrolment = self._enrolled()
            settings = self._settings(store=store, enrolment=enrolment)
            return self._build(Home.create(staging, settings), operator, enrolment)

    def _require_working_key_store(self) -> None:
        """Fail before anything was made, above all before the code is used up."""
        self._tell("asking the key store")
        store = make_key_store(self._key_settings(), self._target.path)
        # A relative folder of keys belongs to the home, which is not there yet.
        if not self._key_settings().folder:
            store.write(_PROBE_ITEM, b"evertill")
            store.delete(_PROBE_ITEM)

    def _hashed_operator(self) -> OperatorData | None:
        operator = self._answers.operator
        if operator is None:
            return None
        self._tell("choosing the cost of PIN hashes")
        hasher = Argon2PinHasher(self._pin_cost or calibrate())
        return operator_row(operator, hasher, self._answers.store.language)

    def _enrolled(self) -> Enrolment | None:
        if source_of(self._answers) == "local":
            return None
        self._tell("introducing this till to the center")
        from sync.protocol.signature import Signer
        from terminal.replication.enrolment import enrol

        central = self._answers.central
        return enrol(
            central.url,
            central.code,
            Signer(self._signing_private).public_key,
            epoch=self._epoch,
        )

    def _key_settings(self) -> KeySettings:
        folder = self._answers.key_folder
        if not folder and self._answers.demo:
            folder = _DEMO_KEY_FOLDER
        return KeySettings(store=self._answers.key_store, folder=folder)

    def _settings(
        self, store: StoreSection, enrolment: Enrolment | None
    ) -> TillSettings:
        answers = self._answers
        workstation = answers.workstation
        central = CentralSettings()
        if enrolment is not None:
            workstation = WorkstationSettings(
                tenant=enrolment.tenant,
                store=enrolment.store,
                workstation=enrolment.workstation,
                name=enrolment.name,
            )
            pinned = base64.b64encode(enrolment.central_public_key).decode("ascii")
            central = CentralSettings(url=answers.central.url, public_key=pinned)
        return TillSettings(
            workstation=workstation,
            store=store,
            reference_data=ReferenceDataSettings(source=source_of(answers)),
            central=central,
            keys=self._key_settings(),
            devices=answers.devices,
            demo=answers.demo,
        )

    def _build(
        self,
        home: Home,
        operator: OperatorData | None,
        enrolment: Enrolment | None,
    ) -> NewHome:
        self._tell("making the keys")
        new = adopt_keys(
            home,
            data_key=secrets.token_bytes(KEY_BYTES),
            signing_private=self._signing_private,
        )
        if self._answers.recovery_confirmed:
            confirm_recovery(home)
        rows = self._reference_data(home, new.keys, operator, enrolment)
        self._tell("opening the ledger")
        clock = SystemClock()
        known = None if enrolment is None else enrolment.known
        with home.lock_ledger():
            ledger = open_ledger(
                home,
                new.keys,
                clock=clock,
                ids=Uuid7Factory(clock.wall_ms, secrets.token_bytes),
                new_epoch="init",
                epoch_id=self._epoch,
                start=None if known is None else start_after(known, self._epoch),
            )
            series = ledger.head.series
            ledger.close()
        return NewHome(
            path=self._target.path,
            settings=home.settings,
            epoch=self._epoch,
            series=series,
            recovery_code=new.recovery_code,
            operators=0 if operator is None else 1,
            rows=rows,
            known=known,
        )

    def _reference_data(
        self,
        home: Home,
        keys: HomeKeys,
        operator: OperatorData | None,
        enrolment: Enrolment | None,
    ) -> int:
        with home.lock_replica():
            if enrolment is not None:
                return self._first_feed(home, keys, enrolment)
            with ReplicaWriter(home, keys) as writer:
                if operator is not None:
                    writer.put_operator(operator)
        return 0

    def _first_feed(self, home: Home, keys: HomeKeys, enrolment: Enrolment) -> int:
        from terminal.bootstrap.replication_files import ReplicaFile
        from terminal.replication.enrolment import pull_reference_data
        from terminal.replication.ports import LocalFileError

        replica = ReplicaFile(home, keys)
        try:
            return pull_reference_data(
                self._answers.central.url,
                enrolment,
                self._signing_private,
                replica,
                on_progress=lambda rows: self._tell(f"reference data: {rows} rows"),
            )
        except LocalFileError as error:
            if isinstance(error.__cause__, StorageError):
                raise error.__cause__ from error
            raise
        finally:
            replica.close()


def check_answers(answers: InitAnswers) -> None:
    """Refuse answers that contradict each other.

    Raises:
        SettingValueError: It names the answer.
    """
    central = answers.central
    source = source_of(answers)
    if source == "local":
        if central.url or central.code:
            raise SettingValueError(
                "reference_data", "a center is given, but the answer is 'local'"
            )
        if answers.operator is None:
            raise SettingValueError(
                "operator", "a till of its own needs a first operator who can sign on"
            )
        return
    if not (central.url and central.code):
        raise SettingValueError(
            "central", "a till of a center needs its address and an enrolment code"
        )
    if answers.operator is not None:
        raise SettingValueError(
            "operator", "the operators of a till of a center come from the center"
        )
    if answers.demo and not is_loopback(central.url):
        raise SettingValueError(
            "demo", "a demo till joins no real center, only one on this computer"
        )


def start_after(known: Known, epoch: str) -> EpochStart | None:
    """Return how *epoch* begins after an earlier life of the till; None: it had none.

    It continues the newest event that the center holds, takes a series that was never
    used, and names as lost here how far each earlier epoch went.
    """
    if not known.epochs:
        return None
    series = series_after(known.series or None)
    for each in known.epochs:
        if each.hw == 0:
            # It took a series that nobody told the center.
            series = series_after(series)
    held = [each for each in known.epochs if each.hw_hash is not None]
    last = held[-1] if held else None
    return EpochStart(
        epoch=epoch,
        reason="init",
        series=series,
        abandoned=tuple(
            AbandonedTail(
                source=CENTRAL_SERVER,
                epoch=each.epoch,
                seq=each.claimed_seq,
                number=known.number if each is known.epochs[-1] else None,
            )
            for each in known.epochs
        ),
        parent=(
            None
            if last is None or last.hw_hash is None
            else ParentLink(last.epoch, last.hw, last.hw_hash)
        ),
    )


def source_of(answers: InitAnswers) -> ReferenceSource:
    """Return where reference data will come from."""
    if answers.reference_data is not None:
        return answers.reference_data
    return "central" if answers.central.url else "local"


def operator_row(
    operator: FirstOperator, hasher: Argon2PinHasher, language: str
) -> OperatorData:
    """Return the row of reference data for a new *operator*.

    Raises:
        WeakPinError: The PIN is not six digits or trivial.
    """
    return OperatorData(
        operator_id=operator.operator_id,
        name=operator.name,
        role=operator.role,
        permissions=operator.permissions,
        pin_hash=hasher.hash(operator.pin),
        language=operator.language or language,
    )


def _silent(_step: str) -> None:
    """Tell nobody."""

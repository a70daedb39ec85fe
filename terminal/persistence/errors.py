"""How the storage of the till fails, in words a person can act on.

Every message is one plain sentence or two: what happened, what was kept and
what to do.  Result codes of SQLite are turned into these errors in this module
and nowhere else, so that no other module reads codes or message texts.
"""

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import ClassVar, Final

from terminal.persistence.dbapi import DatabaseError

_PRIMARY_CODE_MASK: Final = 0xFF

_SQLITE_PERM: Final = 3
_SQLITE_BUSY: Final = 5
_SQLITE_LOCKED: Final = 6
_SQLITE_READONLY: Final = 8
SQLITE_INTERRUPT: Final = 9
"""A statement was stopped on purpose; no error of the disk."""
_SQLITE_IOERR: Final = 10
_SQLITE_CORRUPT: Final = 11
_SQLITE_FULL: Final = 13
_FULL_MESSAGE: Final = "database or disk is full"
_SQLITE_CANTOPEN: Final = 14
_SQLITE_NOTADB: Final = 26


class StorageError(Exception):
    """The disk, or a file on it, says no; selling stops until it is settled.

    Attributes:
        code: Stable identifier; the key of the translated message and the value
            that is logged.  Never change one.
        exit_code: What a command returns to the shell when it ends with this.
        is_passing: The till goes on by itself once the cause is gone.
    """

    code: ClassVar[str] = "storage_error"
    exit_code: ClassVar[int] = 1
    is_passing: ClassVar[bool] = False


class SqliteTooOldError(StorageError):
    """The SQLite in use lacks a fix without which a WAL can lose commits."""

    code = "sqlite_too_old"

    def __init__(self, found: str, needed: str) -> None:
        super().__init__(
            f"This program was put together with SQLite {found}, which can lose a"
            f" finished sale; nothing was opened. Install the locked version of"
            f" sqlcipher3, which brings SQLite {needed} or newer."
        )


class DatabaseMissingError(StorageError):
    """The file does not exist yet: a normal state before the first use."""

    code = "database_missing"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no {path.name} in {path.parent}; nothing was changed. Make"
            f" the home with 'init', or point --home at the right folder."
        )
        self.path = path


class DatabaseTooNewError(StorageError):
    """A newer build of the program has changed the file's tables."""

    code = "database_too_new"

    def __init__(self, path: Path, unknown: tuple[str, ...]) -> None:
        super().__init__(
            f"{path.name} was written by a newer version of Evertill (it knows"
            f" {', '.join(unknown)}, this version does not); it was left as it is."
            f" Install that newer version again."
        )
        self.path = path
        self.unknown = unknown


class WrongKeyError(StorageError):
    """The key does not open the file."""

    code = "wrong_key"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The key of this home does not open {path.name}; the file was not"
            f" changed. Check that the home and its key store belong together, or"
            f" bring the key back with the recovery code."
        )
        self.path = path


class DamagedDatabaseError(StorageError):
    """Pages of the file cannot be read or contradict each other."""

    code = "database_damaged"

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path.name} is damaged ({detail}); it was left as it is and nothing"
            f" more is written to it. Run 'ledger verify' to see where, then 'ledger"
            f" salvage --to NEWHOME' to bring over every record that still verifies."
        )
        self.path = path
        self.detail = detail


class DiskFullError(StorageError):
    """There is no room left for the change, which was undone as a whole."""

    code = "disk_full"
    is_passing = True

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The disk that holds {path.parent} is full; the last step was undone"
            f" and everything before it is kept. Make room on the disk and repeat"
            f" the step."
        )
        self.path = path


class ReadOnlyHomeError(StorageError):
    """The folder or file may not be written by this account."""

    code = "read_only_home"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} in {path.parent} cannot be opened for writing; nothing was"
            f" changed. Give the account that runs the till the right to write in"
            f" that folder."
        )
        self.path = path


class DatabaseBusyError(StorageError):
    """Another process holds the file and did not let go in time."""

    code = "database_busy"
    is_passing = True

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Another program holds {path.name}; the last step was undone and"
            f" everything before it is kept. Close the other program and repeat the"
            f" step."
        )
        self.path = path


class UnrecordableStepError(StorageError):
    """An event breaks a rule of the ledger; the step was undone as a whole."""

    code = "unrecordable_step"
    is_passing = True

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"This step cannot be recorded ({detail}); it was undone and everything"
            f" before it is kept. Do it in smaller steps."
        )
        self.detail = detail


class FaultOutcome(Enum):
    """What was found when the ledger was opened again after the disk failed."""

    KEPT = "every finished sale is kept"
    UNDONE = "every finished sale is kept and the last step was not recorded"
    RECORDED = (
        "every finished sale is kept and the last step was recorded after all, so look"
        " it up before you repeat it"
    )
    LOST = "the newest finished sales could not be read back"
    UNKNOWN = "it could not be opened again, and nothing more was written to it"


class StorageFaultError(StorageError):
    """The disk failed while a change was being made durable.

    After a failed fsync the kernel may have dropped the very pages it failed to
    write, so a second try on the same handle would report success for data that
    is gone.  The ledger closes, opens again and looks at what is really there.

    Attributes:
        outcome: What the reopened ledger showed.
    """

    code = "storage_fault"

    def __init__(self, path: Path, detail: str, outcome: FaultOutcome) -> None:
        super().__init__(
            f"The disk failed while {path.name} was used ({detail}): {outcome.value}."
            f" Stop selling on this till, copy the home with 'backup' and have the"
            f" disk checked."
        )
        self.path = path
        self.detail = detail
        self.outcome = outcome

    def between_steps(self) -> "StorageFaultError":
        """Return the same, said of a fault while no step was under way."""
        if self.outcome is not FaultOutcome.UNDONE:
            return self
        return StorageFaultError(self.path, self.detail, FaultOutcome.KEPT)


class AlteredLedgerError(StorageError):
    """The newest events contradict their own chain or signature."""

    code = "ledger_altered"

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path.name} was altered outside this program ({detail}); it was left"
            f" as it is. Run 'ledger verify' to see which event and which check, then"
            f" 'ledger salvage --to NEWHOME' to go on with what still verifies."
        )
        self.path = path
        self.detail = detail


def _damaged(path: Path, error: DatabaseError) -> StorageError:
    return DamagedDatabaseError(path, str(error))


def _fault(path: Path, error: DatabaseError) -> StorageError:
    return StorageFaultError(path, str(error), FaultOutcome.UNKNOWN)


_BY_PRIMARY_CODE: Final[dict[int, Callable[[Path, DatabaseError], StorageError]]] = {
    _SQLITE_PERM: lambda path, _: ReadOnlyHomeError(path),
    _SQLITE_BUSY: lambda path, _: DatabaseBusyError(path),
    _SQLITE_LOCKED: lambda path, _: DatabaseBusyError(path),
    _SQLITE_READONLY: lambda path, _: ReadOnlyHomeError(path),
    _SQLITE_IOERR: _fault,
    _SQLITE_CORRUPT: _damaged,
    _SQLITE_FULL: lambda path, _: DiskFullError(path),
    _SQLITE_CANTOPEN: lambda path, _: ReadOnlyHomeError(path),
    _SQLITE_NOTADB: lambda path, _: WrongKeyError(path),
}


def primary_code(error: DatabaseError) -> int:
    """Return SQLite's primary result code of *error*, 0 when it carries none."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    if not code and str(error) == _FULL_MESSAGE:
        # The backup interface raises without a code.
        return _SQLITE_FULL
    return code & _PRIMARY_CODE_MASK


def storage_error_of(error: DatabaseError, path: Path) -> StorageError | None:
    """Say what *error* means for the person at the till.

    Returns:
        The error to raise instead, or None when the code speaks of a mistake in
        this program (a constraint, a wrong statement), which must stay visible.
    """
    make = _BY_PRIMARY_CODE.get(primary_code(error))
    return None if make is None else make(path, error)

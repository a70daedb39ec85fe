"""Result codes of SQLite become sentences for the person at the till."""

from pathlib import Path

import pytest

from terminal.persistence import errors
from terminal.persistence.dbapi import DatabaseError

PATH = Path("/home/till/ledger.db")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (3, errors.ReadOnlyHomeError),
        (5, errors.DatabaseBusyError),
        (6, errors.DatabaseBusyError),
        (8, errors.ReadOnlyHomeError),
        (10, errors.StorageFaultError),
        (10 | 4 << 8, errors.StorageFaultError),  # SQLITE_IOERR_FSYNC
        (11, errors.DamagedDatabaseError),
        (13, errors.DiskFullError),
        (14, errors.ReadOnlyHomeError),
        (26, errors.WrongKeyError),
    ],
)
def test_each_code_has_one_error(
    code: int, expected: type[errors.StorageError]
) -> None:
    error = DatabaseError("as SQLite puts it")
    error.sqlite_errorcode = code

    assert isinstance(errors.storage_error_of(error, PATH), expected)


def test_a_mistake_of_this_program_is_not_blamed_on_the_disk() -> None:
    error = DatabaseError("datatype mismatch")
    error.sqlite_errorcode = 20

    assert errors.storage_error_of(error, PATH) is None
    assert errors.storage_error_of(DatabaseError("no code"), PATH) is None


ALL_ERRORS = [
    errors.SqliteTooOldError("3.40.0", "3.51.3"),
    errors.DatabaseMissingError(PATH),
    errors.DatabaseTooNewError(PATH, ("m203001010000_more",)),
    errors.WrongKeyError(PATH),
    errors.DamagedDatabaseError(PATH, "page 7"),
    errors.DiskFullError(PATH),
    errors.ReadOnlyHomeError(PATH),
    errors.DatabaseBusyError(PATH),
    *(
        errors.StorageFaultError(PATH, "disk I/O error", outcome)
        for outcome in errors.FaultOutcome
    ),
    errors.AlteredLedgerError(PATH, "event 7: signature"),
]


@pytest.mark.parametrize("error", ALL_ERRORS, ids=lambda error: error.code)
def test_every_message_is_one_line_that_ends_with_what_to_do(
    error: errors.StorageError,
) -> None:
    message = str(error)

    assert "\n" not in message
    assert message.endswith(".")
    assert error.exit_code == 1


def test_codes_tell_the_errors_apart() -> None:
    assert len({error.code for error in ALL_ERRORS}) == len(
        {type(error) for error in ALL_ERRORS}
    )

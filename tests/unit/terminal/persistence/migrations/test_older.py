"""A ledger taken back to an older schema is migrated at its next opening."""

from __future__ import annotations

from pathlib import Path

from terminal.persistence.ledger.verify import verify_ledger
from terminal.persistence.ledger.verify_report import Outcome
from terminal.persistence.migrations.ledger import MIGRATIONS
from terminal.persistence.migrations.older import make_older
from terminal.persistence.migrations.runner import applied_names, migration_names
from terminal.persistence.sqlcipher import connect_cipher
from tests.fakes.till_home import TillDay, TillHome


def applied(till: TillHome) -> set[str]:
    connection = connect_cipher(till.home.ledger_path, till.keys.data_key)
    try:
        return set(applied_names(connection, MIGRATIONS))
    finally:
        connection.close()


def test_older_ledger_keeps_its_events_and_is_migrated_when_opened(
    tmp_path: Path,
) -> None:
    till = TillHome(tmp_path)
    ledger = till.open()
    day = TillDay(till, ledger)
    day.open()
    day.sell()
    head = ledger.head
    ledger.close()

    undone = make_older(till.home, till.keys)

    assert len(undone) >= 2
    assert applied(till) == set(migration_names(MIGRATIONS)) - set(undone)
    ledger = till.open()
    assert ledger.head == head
    ledger.close()
    assert applied(till) == set(migration_names(MIGRATIONS))
    assert verify_ledger(till.home, till.keys).is_complete


def test_verification_of_an_older_ledger_says_what_it_leaves_out(
    tmp_path: Path,
) -> None:
    till = TillHome(tmp_path)
    till.open().close()
    make_older(till.home, till.keys)

    report = verify_ledger(till.home, till.keys)

    assert report.ok
    assert not report.is_complete
    skipped = {
        check.name for check in report.checks if check.outcome is Outcome.SKIPPED
    }
    assert {"tables", "projections"} <= skipped

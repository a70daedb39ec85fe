"""A stand-alone till that was upgraded brings its own reference data along."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlite_utils

from terminal.bootstrap.replica_update import update_replica
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.keys.home_keys import create_keys
from terminal.persistence.migrations.replica import m202611221240_reference_data
from terminal.persistence.replica.connection import is_outdated
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.sqlcipher import connect_cipher
from terminal.settings.schema import (
    CentralSettings,
    KeySettings,
    ReferenceDataSettings,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)


def _home(tmp_path: Path, url: str = "") -> tuple[Home, HomeKeys]:
    settings = TillSettings(
        workstation=WorkstationSettings(tenant="a", store="s", workstation="w"),
        store=StoreSection(name="A", currency="EUR", exponent=2),
        reference_data=ReferenceDataSettings(source="central" if url else "local"),
        central=CentralSettings(url=url),
        keys=KeySettings(folder="keys"),
    )
    home = Home.create(tmp_path / "till", settings)
    return home, create_keys(home).keys


def _make_old_replica(home: Home, keys: HomeKeys) -> None:
    old = connect_cipher(home.replica_path, keys.data_key)
    old.execute(
        "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT,"
        " name TEXT, applied_at TEXT)"
    )
    old.execute(
        "INSERT INTO _sqlite_migrations VALUES (1, 'replica',"
        " 'm202611221240_reference_data', '2026-11-22')"
    )
    m202611221240_reference_data.apply(sqlite_utils.Database(old))
    old.execute("INSERT INTO tax_rate VALUES ('t', '20 %', 200000, 1, 1)")
    old.execute(
        "INSERT INTO item VALUES ('i', 1, 'Ink', 'piece', 1, 't', 0, NULL, NULL, 1, 1)"
    )
    old.close()


def test_the_old_form_is_changed_and_sold_from(tmp_path: Path) -> None:
    home, keys = _home(tmp_path)
    _make_old_replica(home, keys)

    update_replica(home, keys)

    assert ReplicaReader(home, keys).get("i") is not None
    assert not is_outdated(home.replica_path, keys.data_key)


def test_no_replica_and_one_of_today_are_left_alone(tmp_path: Path) -> None:
    home, keys = _home(tmp_path)

    update_replica(home, keys)

    assert not home.replica_path.exists()


@pytest.mark.parametrize("url", ["", "https://center.example"])
def test_another_writer_does_it_itself(tmp_path: Path, url: str) -> None:
    home, keys = _home(tmp_path, url)
    _make_old_replica(home, keys)

    with home.lock_replica():
        update_replica(home, keys)

    assert is_outdated(home.replica_path, keys.data_key)

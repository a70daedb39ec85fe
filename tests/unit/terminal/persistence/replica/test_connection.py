"""The replica is opened by one writer and by readers that wait for it."""

from __future__ import annotations

import pytest

from terminal.persistence.dbapi import DatabaseError
from terminal.persistence.errors import DatabaseTooNewError, WrongKeyError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.connection import (
    explained,
    open_for_reading,
    open_for_writing,
)
from terminal.persistence.sqlcipher import connect_cipher


def test_there_is_nothing_to_read_before_the_writer_came(
    home: Home, keys: HomeKeys
) -> None:
    assert open_for_reading(home.replica_path, keys.data_key) is None


def test_a_file_without_tables_is_nothing_to_read_yet(
    home: Home, keys: HomeKeys
) -> None:
    writer = connect_cipher(home.replica_path, keys.data_key)
    writer.execute("CREATE TABLE unrelated (a)")

    assert open_for_reading(home.replica_path, keys.data_key) is None
    writer.close()


def test_the_wrong_key_is_told(home: Home, keys: HomeKeys) -> None:
    open_for_writing(home.replica_path, keys.data_key).close()

    with pytest.raises(WrongKeyError):
        open_for_reading(home.replica_path, bytes(32))
    with pytest.raises(WrongKeyError):
        open_for_writing(home.replica_path, bytes(32))


def test_a_file_of_a_newer_program_is_refused(home: Home, keys: HomeKeys) -> None:
    writer = open_for_writing(home.replica_path, keys.data_key)
    writer.execute(
        "UPDATE _sqlite_migrations SET name = 'm299901010000_later' WHERE id = 1"
    )
    writer.close()

    with pytest.raises(DatabaseTooNewError, match="m299901010000_later"):
        open_for_reading(home.replica_path, keys.data_key)


def test_a_mistake_of_ours_stays_visible(home: Home, keys: HomeKeys) -> None:
    connection = open_for_writing(home.replica_path, keys.data_key)

    with pytest.raises(DatabaseError), explained(home.replica_path):
        connection.execute("SELECT nothing FROM nowhere")
    connection.close()

"""Brings the reference data of a stand-alone till to the form of this program."""

from __future__ import annotations

from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.locks import HomeLockedError
from terminal.persistence.replica.connection import is_outdated


def update_replica(home: Home, keys: HomeKeys) -> None:
    """Change the tables of the replica where an older program made them.

    A till of a center has an agent that does so; here nobody else would, and the
    till would sell nothing after an upgrade. A command that is writing meanwhile
    does it itself.

    Raises:
        StorageError: The file cannot be read or written.
    """
    if home.settings.reference_data.source == "central" or home.is_training:
        return
    if not is_outdated(home.replica_path, keys.data_key):
        return
    # Once after an upgrade; every other start does without the writer.
    from terminal.persistence.replica.writer import ReplicaWriter

    try:
        with home.lock_replica():
            ReplicaWriter(home, keys).close()
    except HomeLockedError:
        return

"""Opens the reference data of a stand-alone till for a command that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from terminal.bootstrap.replica_update import update_replica
from terminal.persistence.errors import StorageError
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter


class ReferenceFromCenterError(StorageError):
    """A till of a center takes its reference data from there alone."""

    code = "reference_from_center"

    def __init__(self, path: Path, url: str) -> None:
        super().__init__(
            f"the till in {path} takes its items and operators from the center {url};"
            f" nothing was changed. Do it there: --central {url} --token TOKEN"
        )


@contextmanager
def local_writer(path: Path) -> Iterator[ReplicaWriter]:
    """Be the writer of the reference data of the stand-alone till in *path*.

    The till may be running: it sees the change at its next question.

    Raises:
        ReferenceFromCenterError: The till has a center.
        HomeLockedError: Another command is writing.
        StorageError: The home, its keys or its disk refuse.
    """
    home = Home.load(path)
    settings = home.settings
    if settings.reference_data.source == "central":
        raise ReferenceFromCenterError(home.path, settings.central.url)
    keys = load_keys(home)
    with home.lock_replica(), ReplicaWriter(home, keys) as writer:
        yield writer


@contextmanager
def reference_reader(path: Path) -> Iterator[ReplicaReader]:
    """Read the reference data of the till in *path*, wherever it comes from.

    Raises:
        StorageError: The home or its keys refuse.
    """
    home = Home.load(path)
    keys = load_keys(home)
    update_replica(home, keys)
    reader = ReplicaReader(home, keys)
    try:
        yield reader
    finally:
        reader.close()

"""Reads the center's receipts for settlements where the agent keeps them."""

from __future__ import annotations

from terminal.bootstrap.replication_files import proof_key
from terminal.persistence.errors import StorageError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.reader import ReplicaReader


class KeptProofs:
    """The receipts in one home's replica."""

    def __init__(self, home: Home, keys: HomeKeys) -> None:
        self._home = home
        self._keys = keys

    def find(self, head_hash: str) -> str | None:
        """Return the reply that confirmed the settlement; None if none is kept.

        A replica that cannot be read is the agent's to report.
        """
        try:
            reader = ReplicaReader(self._home, self._keys)
            try:
                return reader.agent_state(proof_key(head_hash))
            finally:
                reader.close()
        except StorageError:
            return None

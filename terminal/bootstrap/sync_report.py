"""What waits for the center and why, with or without an agent that runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sync.protocol.event_file import EventFileHead
from sync.protocol.sealed_file import ForCenter, Sealing, WithPassphrase
from terminal.bootstrap.kept_proofs import KeptProofs
from terminal.bootstrap.replication_files import LedgerFile
from terminal.persistence.errors import StorageError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys, load_keys
from terminal.persistence.replica.reader import ReplicaReader
from terminal.replication.agent_client import AgentClient
from terminal.replication.completeness import Proofs
from terminal.replication.errors import ExportError, LedgerUnreadableError
from terminal.replication.export_file import Exported, export_events
from terminal.replication.local_messages import AgentStatus, SettlementStatus
from terminal.replication.plain_words import STAND_ALONE, STOPPED, sentence
from terminal.replication.ports import LocalFileError, Mark


def sync_status(path: Path) -> AgentStatus:
    """Return how replication of the home in *path* stands.

    Raises:
        StorageError: The home or its keys cannot be opened.
        LedgerUnreadableError: The agent does not answer and the files cannot be read.
    """
    home = Home.load(path)
    if home.settings.reference_data.source != "central":
        return AgentStatus(
            state=STAND_ALONE,
            cause=sentence(STAND_ALONE),
            waiting=0,
            waiting_gross_minor=0,
            feed_state=STAND_ALONE,
        )
    keys = load_keys(home)
    client = AgentClient(home.agent_address, keys.agent_auth_key)
    try:
        told = client.fetch_status()
    finally:
        client.close()
    return told or _status_of_files(home, keys)


def export_unsent(path: Path, file: Path, passphrase: str | None = None) -> Exported:
    """Write the events that the center has not confirmed to *file*, sealed.

    Args:
        path: The home.
        file: A new file.
        passphrase: What opens it; None seals it for the center alone.

    Raises:
        ExportError: The file exists or cannot be written.
        LedgerUnreadableError: The ledger cannot be read.
        StorageError: The home or its keys cannot be opened.
    """
    home = Home.load(path)
    home.require_real()
    keys = load_keys(home)
    place = home.settings.workstation
    sealing = _sealing(keys, passphrase)
    head = EventFileHead(
        tenant=place.tenant,
        store=place.store,
        workstation=place.workstation,
        lane=place.lane,
    )
    with _opened(home, keys) as ledger:
        marks, _cursor = _told(home, keys)
        return export_events(file, head, sealing, ledger, marks)


def _sealing(keys: HomeKeys, passphrase: str | None) -> Sealing:
    if passphrase is not None:
        return WithPassphrase(passphrase)
    if keys.central_public is None:
        raise ExportError(
            "this till has no center to seal the file for; give a passphrase with"
            " --passphrase-file; nothing was written"
        )
    return ForCenter(keys.central_public)


def _status_of_files(home: Home, keys: HomeKeys) -> AgentStatus:
    with _opened(home, keys) as ledger:
        marks, cursor = _told(home, keys)
        unsent = ledger.unsent(marks)
        settlement = _settlement(home, keys, ledger)
    return AgentStatus(
        state=STOPPED,
        cause=sentence(STOPPED),
        waiting=unsent.count,
        waiting_gross_minor=unsent.gross_minor,
        oldest_at_ms=unsent.oldest_at_ms,
        feed_cursor=cursor,
        feed_state=STOPPED,
        accepted=sum(mark.seq for mark in marks),
        archived=sum(mark.archived_seq for mark in marks),
        settlement=settlement,
    )


def _settlement(
    home: Home, keys: HomeKeys, ledger: LedgerFile
) -> SettlementStatus | None:
    kept = _ReadProofs(KeptProofs(home, keys))
    return Proofs(ledger, kept, keys.central_public or b"").status()


class _ReadProofs:
    """What is kept, for a reader that never asks."""

    def __init__(self, kept: KeptProofs) -> None:
        self._kept = kept

    def proof(self, head_hash: str) -> str | None:
        """See `ProofStore`."""
        return self._kept.find(head_hash)

    def put_proof(self, head_hash: str, reply: str) -> None:
        """See `ProofStore`; the agent alone writes."""
        raise AssertionError(head_hash, reply)


def _told(home: Home, keys: HomeKeys) -> tuple[Sequence[Mark], str | None]:
    """Return the center's marks and the feed's cursor as the replica has them."""
    reader = ReplicaReader(home, keys)
    try:
        marks = [
            Mark(
                mark.epoch,
                mark.seq,
                bytes.fromhex(mark.hash) if mark.hash else b"",
                mark.archived_seq,
            )
            for mark in reader.watermarks()
        ]
        return marks, reader.feed_position()
    except StorageError as error:
        raise LocalFileError(str(error)) from error
    finally:
        reader.close()


@contextmanager
def _opened(home: Home, keys: HomeKeys) -> Iterator[LedgerFile]:
    ledger = LedgerFile(home, keys)
    try:
        yield ledger
    except LocalFileError as error:
        raise LedgerUnreadableError(str(error)) from error
    finally:
        ledger.close()

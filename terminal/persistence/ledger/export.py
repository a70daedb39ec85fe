"""Hands out the events of a ledger as text, one JSON object a line.

The bytes of header and body stand in base64, exactly as they were hashed and signed,
so that anybody with the public key can check them without this program.
"""

import base64
from pathlib import Path
from typing import Final

import msgspec

from sync.protocol.envelope import StoredEvent
from terminal.persistence.files import file_error
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.ledger.reader import LedgerReader

_EVENTS_A_READ: Final = 500
_PRIVATE_FILE: Final = 0o600


class ExportedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the export.

    Attributes:
        header: Base64 of the canonical bytes.
        body: Base64 of the exact bytes.
        prev: Hash of the event before, hex.
        hash: SHA-256 over prev, length of header, header and body, hex.
        signature: Ed25519 over the hash, hex.
    """

    epoch: str
    seq: int
    header: str
    body: str
    prev: str
    hash: str
    signature: str


class ExportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was written.

    Attributes:
        file: The new file.
        events: Lines in it.
        public_key: The key that signed them, base64.
    """

    file: Path
    events: int
    public_key: str


def export_ledger(
    home: Home, keys: HomeKeys, file: Path, *, epoch: str | None = None, after: int = 0
) -> ExportReport:
    """Write the events of *home* to the new file *file*, beside a running till.

    Args:
        home: The home.
        keys: Its opened keys.
        file: A file that does not exist yet; readable by its owner alone, for it
            is not encrypted.
        epoch: Only this epoch.
        after: Only events of an epoch that come after this number.

    Raises:
        StorageError: There is no ledger, or *file* cannot be written.
    """
    reader = LedgerReader(home, keys)
    count = 0
    encoder = msgspec.json.Encoder()
    try:
        wanted = [e for e in reader.epochs() if epoch is None or e.epoch == epoch]
        with file.open("xb") as target:
            file.chmod(_PRIVATE_FILE)
            for head in wanted:
                seq = after
                while events := reader.events_after(head.epoch, seq, _EVENTS_A_READ):
                    for event in events:
                        seq += 1
                        line = encoder.encode(_exported(head.epoch, seq, event))
                        target.write(line + b"\n")
                    count += len(events)
    except OSError as error:
        raise file_error(file, error) from error
    finally:
        reader.close()
    return ExportReport(
        file=file,
        events=count,
        public_key=base64.b64encode(keys.signing_public).decode("ascii"),
    )


def _exported(epoch: str, seq: int, event: StoredEvent) -> ExportedEvent:
    return ExportedEvent(
        epoch=epoch,
        seq=seq,
        header=base64.b64encode(event.header).decode("ascii"),
        body=base64.b64encode(event.body).decode("ascii"),
        prev=event.prev.hex(),
        hash=event.hash.hex(),
        signature=event.signature.hex(),
    )

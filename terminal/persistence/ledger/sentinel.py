"""The witness of the ledger's end that lies beside it in the home.

Two slots of 512 bytes are overwritten in turn, in place: a torn write spoils one
slot and leaves the other.  The file is written only after a final COMMIT returned,
so it may be behind the database but never ahead of it.

Each slot is authenticated with a key derived from the data key.  That keeps a
stranger from resetting it, and it tells a wrong key from a damaged first page of
the database.  The slot also keeps the salt that SQLCipher writes in clear into the
first 16 bytes of the file: without it no page of the ledger could be authenticated.
"""

import hashlib
import hmac
import os
import struct
from pathlib import Path
from typing import Final

import msgspec

from terminal.persistence.files import file_error
from terminal.persistence.ledger.witness import Witness
from terminal.settings.durable_file import sync_folder

SLOT_BYTES: Final = 512
SLOT_COUNT: Final = 2
SALT_BYTES: Final = 16

_MAGIC: Final = b"evertil1"
_MAC_BYTES: Final = 32
_KEY_PURPOSE: Final = b"evertill sentinel 1"

# magic, counter, epoch, seq, hash, series, number, salt; then zeros and the MAC.
_FIELDS: Final = struct.Struct(">8sQ16sQ32s16sQ16s")
_PADDING: Final = bytes(SLOT_BYTES - _FIELDS.size - _MAC_BYTES)
_READ_WRITE: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)


class SentinelRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The newest valid slot.

    Attributes:
        counter: Which write it was, from 1.
        epoch: Epoch of the last event.
        seq: Number of that event.
        hash: Its hash, 32 bytes.
        series: Receipt series in use.
        number: Last receipt number of that series, 0 before the first.
        salt: First 16 bytes of the database file.
    """

    counter: int
    epoch: str
    seq: int
    hash: bytes
    series: str
    number: int
    salt: bytes

    def as_witness(self) -> Witness:
        """Return what it says of the ledger's end."""
        return Witness(
            source="sentinel",
            epoch=self.epoch,
            seq=self.seq,
            hash=self.hash,
            series=self.series,
            number=self.number,
        )


class SentinelState(msgspec.Struct, frozen=True):
    """What was found in the file.

    Attributes:
        record: The newest valid slot; None when there is none.
        exists: Whether there is a file with anything in it at all.
        is_foreign: There are slots, but none was written with this key.
    """

    record: SentinelRecord | None
    exists: bool
    is_foreign: bool


def sentinel_key(data_key: bytes) -> bytes:
    """Derive the key of the slots from the home's data key."""
    return hmac.digest(data_key, _KEY_PURPOSE, hashlib.sha256)


def read_sentinel(path: Path, data_key: bytes) -> SentinelState:
    """Read both slots; a missing file is a state, not an error.

    Raises:
        StorageError: The disk refuses.
    """
    content = b""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise file_error(path, error) from error
    key = sentinel_key(data_key)
    slots = [
        content[start : start + SLOT_BYTES]
        for start in range(0, SLOT_COUNT * SLOT_BYTES, SLOT_BYTES)
    ]
    records = [record for slot in slots if (record := _decode(slot, key)) is not None]
    newest = max(records, key=lambda record: record.counter, default=None)
    has_slot = any(slot.startswith(_MAGIC) for slot in slots)
    return SentinelState(newest, bool(content), has_slot and newest is None)


class Sentinel:
    """Writes the slots; owned by the ledger, used on its thread only."""

    def __init__(self, path: Path, data_key: bytes, *, counter: int, salt: bytes):
        """Open or make the file.

        Args:
            path: The file in the home.
            data_key: The home's data key.
            counter: Counter of the newest slot already there, 0 for none.
            salt: First 16 bytes of the database file.

        Raises:
            OSError: The file cannot be opened for writing.
        """
        self._key = sentinel_key(data_key)
        self._counter = counter
        self._salt = salt
        is_new = not path.exists()
        self._descriptor = os.open(path, _READ_WRITE, 0o600)
        if is_new:
            # A till without a sentinel looks as if somebody took it away.
            sync_folder(path.parent)

    def write(
        self, *, epoch: str, seq: int, event_hash: bytes, series: str, number: int
    ) -> None:
        """Overwrite the older slot; only after the COMMIT of that event returned.

        Raises:
            OSError: The disk refused.  The ledger itself is whole: the sentinel is
                then merely behind it.
        """
        self._counter += 1
        fields = _FIELDS.pack(
            _MAGIC,
            self._counter,
            epoch.encode("ascii"),
            seq,
            event_hash,
            series.encode("ascii"),
            number,
            self._salt,
        )
        slot = fields + _PADDING
        slot += _mac(self._key, slot)
        _write_at(self._descriptor, slot, self._counter % SLOT_COUNT * SLOT_BYTES)

    def sync(self) -> None:
        """Make what was written survive a loss of power."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Close the file; writing after this is an error."""
        os.close(self._descriptor)


def _mac(key: bytes, signed: bytes) -> bytes:
    """Return the keyed BLAKE2b of a slot: a tenth of the cost of an HMAC here."""
    return hashlib.blake2b(signed, key=key, digest_size=_MAC_BYTES).digest()


def _write_at(descriptor: int, data: bytes, offset: int) -> None:
    if hasattr(os, "pwrite"):
        os.pwrite(descriptor, data, offset)
    else:  # pragma: no cover - Windows
        os.lseek(descriptor, offset, os.SEEK_SET)
        os.write(descriptor, data)


def _decode(slot: bytes, key: bytes) -> SentinelRecord | None:
    """Return the record of one slot, None when it is empty, torn or foreign."""
    if len(slot) != SLOT_BYTES or not slot.startswith(_MAGIC):
        return None
    signed, mac = slot[:-_MAC_BYTES], slot[-_MAC_BYTES:]
    if not hmac.compare_digest(_mac(key, signed), mac):
        return None
    _, counter, epoch, seq, event_hash, series, number, salt = _FIELDS.unpack_from(slot)
    return SentinelRecord(
        counter=counter,
        epoch=epoch.decode("ascii"),
        seq=seq,
        hash=event_hash,
        series=series.rstrip(b"\0").decode("ascii"),
        number=number,
        salt=salt,
    )

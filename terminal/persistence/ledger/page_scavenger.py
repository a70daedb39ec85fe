"""Reads events out of the pages of a damaged ledger, without its B-trees.

A single changed byte makes SQLCipher refuse a whole page, and a page of the schema
or of the inner tree hides thousands of sound events.  Here every page is deciphered
by itself and searched for rows of the table ``event``.  Whether a row is sound is
not asked of the page but of the row: its hash and its signature decide, and nothing
that fails them leaves this module.

The files are only read, and never by SQLite, which would recover the WAL into them.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from sync.protocol.envelope import (
    HASH_BYTES,
    SIGNATURE_BYTES,
    StoredEvent,
    decode_header,
    event_hash,
)
from sync.protocol.errors import MalformedMessageError
from sync.protocol.signature import verify
from terminal.persistence.ledger.page_check import PAGE_BYTES
from terminal.persistence.ledger.sentinel import SALT_BYTES

# SQLCipher keeps an IV and an HMAC-SHA256 at the end of each page.
_IV_BYTES: Final = 16
_RESERVED_BYTES: Final = _IV_BYTES + 32
_USABLE_BYTES: Final = PAGE_BYTES - _RESERVED_BYTES

# The SQLite file format, sections 1.6 (B-tree pages), 2.1 (records), 4.1 (WAL).
_TABLE_LEAF: Final = 0x0D
_FIRST_PAGE_HEADER_BYTES: Final = 100
_LEAF_HEADER_BYTES: Final = 8
_POINTER: Final = struct.Struct(">H")
_PAGE_NUMBER: Final = struct.Struct(">I")
_PAYLOAD_LOCAL_MAX: Final = _USABLE_BYTES - 35
_PAYLOAD_LOCAL_MIN: Final = (_USABLE_BYTES - 12) * 32 // 255 - 23
_WAL_HEADER_BYTES: Final = 32
_FRAME_HEADER_BYTES: Final = 24
_VARINT_BYTES_MAX: Final = 9

# Hash, previous hash and signature alone are 128 bytes, a header 400 or so.
_PAYLOAD_BYTES_MIN: Final = 256
_PAYLOAD_BYTES_MAX: Final = 8 * 1024 * 1024
_EVENT_COLUMNS: Final = 8
_BLOB_SERIAL_MIN: Final = 12
_INTEGER_BYTES: Final = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)


class FoundEvent(NamedTuple):
    """An event that verifies by itself.

    Attributes:
        event_no: Its number in the damaged file.
        epoch: Its epoch.
        seq: Its number in the epoch.
        event: Its bytes.
    """

    event_no: int
    epoch: str
    seq: int
    event: StoredEvent


class PageScavenger:
    """Searches the pages of one database file and of its WAL."""

    def __init__(
        self, path: Path, data_key: bytes, public_keys: tuple[bytes, ...]
    ) -> None:
        self._path = path
        self._wal_path = path.with_name(f"{path.name}-wal")
        self._key = data_key
        self._public_keys = public_keys
        self._frames: dict[int, list[int]] = {}

    def events(self) -> Iterator[FoundEvent]:
        """Return every event that verifies, in no order, some of them twice."""
        with self._path.open("rb") as main, _open_or_empty(self._wal_path) as wal:
            self._frames = _frames_of(wal)
            for number in range(1, _size(main) // PAGE_BYTES + 1):
                yield from self._events_on(self._main_page(main, number), main, wal)
            for offsets in self._frames.values():
                for offset in offsets:
                    page = self._frame(wal, offset)
                    yield from self._events_on(page, main, wal)

    def _events_on(
        self, page: bytes, main: BinaryIO, wal: BinaryIO
    ) -> Iterator[FoundEvent]:
        for event_no, payload_bytes, local, overflow in _cells(page):
            payload = local
            if overflow:
                payload += self._overflow(
                    overflow, payload_bytes - len(local), main, wal
                )
            if len(payload) == payload_bytes:
                found = self._found(event_no, payload)
                if found is not None:
                    yield found

    def _found(self, event_no: int, payload: bytes) -> FoundEvent | None:
        event = _event_of(payload)
        if event is None:
            return None
        if event_hash(event.prev, event.header, event.body) != event.hash:
            return None
        if not any(
            verify(key, event.hash, event.signature) for key in self._public_keys
        ):
            return None
        try:
            header = decode_header(event.header)
        except MalformedMessageError:
            return None
        return FoundEvent(event_no, header.epoch, header.seq, event)

    def _overflow(
        self, number: int, wanted: int, main: BinaryIO, wal: BinaryIO
    ) -> bytes:
        """Follow a chain of overflow pages; stops where it leads nowhere."""
        parts = []
        page_count = _size(main) // PAGE_BYTES
        while number and wanted > 0:
            if number in self._frames:
                page = self._frame(wal, self._frames[number][-1])
            elif number <= page_count:
                page = self._main_page(main, number)
            else:
                break
            part = page[_PAGE_NUMBER.size : _USABLE_BYTES][:wanted]
            (number,) = _PAGE_NUMBER.unpack_from(page)
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def _main_page(self, main: BinaryIO, number: int) -> bytes:
        main.seek((number - 1) * PAGE_BYTES)
        return self._deciphered(main.read(PAGE_BYTES), is_first=number == 1)

    def _frame(self, wal: BinaryIO, offset: int) -> bytes:
        wal.seek(offset)
        (number,) = _PAGE_NUMBER.unpack(wal.read(_PAGE_NUMBER.size))
        wal.seek(offset + _FRAME_HEADER_BYTES)
        return self._deciphered(wal.read(PAGE_BYTES), is_first=number == 1)

    def _deciphered(self, page: bytes, *, is_first: bool) -> bytes:
        # The salt stands in clear where the first page has its magic string.
        start = SALT_BYTES if is_first else 0
        iv = page[_USABLE_BYTES : _USABLE_BYTES + _IV_BYTES]
        decryptor = Cipher(algorithms.AES256(self._key), modes.CBC(iv)).decryptor()
        plain = decryptor.update(page[start:_USABLE_BYTES]) + decryptor.finalize()
        return bytes(start) + plain


def _open_or_empty(path: Path) -> BinaryIO:
    import io

    return path.open("rb") if path.exists() else io.BytesIO()


def _size(file: BinaryIO) -> int:
    return file.seek(0, 2)


def _frames_of(wal: BinaryIO) -> dict[int, list[int]]:
    """Return where the frames of each page are in the WAL, oldest first.

    Frames of an earlier round are read as well: an event in one of them verifies
    or it does not.
    """
    frames: dict[int, list[int]] = {}
    end = _size(wal) - _FRAME_HEADER_BYTES - PAGE_BYTES
    for offset in range(_WAL_HEADER_BYTES, end + 1, _FRAME_HEADER_BYTES + PAGE_BYTES):
        wal.seek(offset)
        (number,) = _PAGE_NUMBER.unpack(wal.read(_PAGE_NUMBER.size))
        frames.setdefault(number, []).append(offset)
    return frames


def _cells(page: bytes) -> Iterator[tuple[int, int, bytes, int]]:
    """Return (rowid, payload size, local payload, first overflow page) of a leaf."""
    start = _FIRST_PAGE_HEADER_BYTES if page.startswith(bytes(SALT_BYTES)) else 0
    if page[start] != _TABLE_LEAF:
        return
    (cell_count,) = _POINTER.unpack_from(page, start + 3)
    first = start + _LEAF_HEADER_BYTES
    last = min(first + cell_count * _POINTER.size, _USABLE_BYTES - _POINTER.size)
    for place in range(first, last, _POINTER.size):
        (offset,) = _POINTER.unpack_from(page, place)
        payload_bytes, offset = _varint(page, offset)
        rowid, offset = _varint(page, offset)
        if not _PAYLOAD_BYTES_MIN <= payload_bytes <= _PAYLOAD_BYTES_MAX:
            continue
        local_bytes = _local_bytes(payload_bytes)
        end = offset + local_bytes
        if end > _USABLE_BYTES:
            continue
        overflow = 0
        if local_bytes < payload_bytes and end + _PAGE_NUMBER.size <= _USABLE_BYTES:
            (overflow,) = _PAGE_NUMBER.unpack_from(page, end)
        yield rowid, payload_bytes, page[offset:end], overflow


def _local_bytes(payload_bytes: int) -> int:
    """Return how much of a payload stands on the leaf itself."""
    if payload_bytes <= _PAYLOAD_LOCAL_MAX:
        return payload_bytes
    local = _PAYLOAD_LOCAL_MIN + (payload_bytes - _PAYLOAD_LOCAL_MIN) % (
        _USABLE_BYTES - _PAGE_NUMBER.size
    )
    return local if local <= _PAYLOAD_LOCAL_MAX else _PAYLOAD_LOCAL_MIN


def _event_of(payload: bytes) -> StoredEvent | None:
    """Read a record of eight columns that could be an event, else None."""
    header_bytes, place = _varint(payload, 0)
    serials: list[int] = []
    while place < min(header_bytes, len(payload)) and len(serials) <= _EVENT_COLUMNS:
        serial, place = _varint(payload, place)
        serials.append(serial)
    if len(serials) != _EVENT_COLUMNS or place != header_bytes:
        return None
    # The rowid is stored as NULL, epoch_no and seq are integers, the rest are blobs.
    if serials[0] != 0 or max(serials[1:3]) >= len(_INTEGER_BYTES):
        return None
    if any(serial < _BLOB_SERIAL_MIN or serial % 2 for serial in serials[3:]):
        return None
    sizes = [(serial - _BLOB_SERIAL_MIN) // 2 for serial in serials[3:]]
    if sizes[2:] != [HASH_BYTES, HASH_BYTES, SIGNATURE_BYTES]:
        return None
    place += sum(_INTEGER_BYTES[serial] for serial in serials[1:3])
    blobs = []
    for size in sizes:
        blobs.append(payload[place : place + size])
        place += size
    if place != len(payload):
        return None
    header, body, prev, hash_, signature = blobs
    return StoredEvent(
        header=header, body=body, prev=prev, hash=hash_, signature=signature
    )


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """Return a variable-length integer and where it ends; 0 beyond the end."""
    value = 0
    for index in range(_VARINT_BYTES_MAX):
        if place >= len(data):
            return 0, place
        byte = data[place]
        place += 1
        if index == _VARINT_BYTES_MAX - 1:
            return value << 8 | byte, place
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the continuation bit
            break
    return value, place

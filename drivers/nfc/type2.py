"""The memory of an NFC Forum Type 2 card, without I/O.

Pages of four bytes: 0-2 hold UID and lock bits, 3 the capability container
``E1 10 size access``, 4 and on the data area, a list of TLV blocks of which the
one of type 3 is the NDEF message.  Sources: NFC Forum Type 2 Tag Operation 1.1;
NXP data sheet NTAG213/215/216 rev. 3.2 (pages, versions, factory content).
"""

from typing import Final

import msgspec

from drivers.nfc.card_errors import CardFormatError, CardFullError

PAGE_BYTES: Final = 4
DATA_OFFSET: Final = 16

_CC_OFFSET: Final = 12
_CC_MAGIC: Final = 0xE1
_CC_MAJOR: Final = 1
_SIZE_UNIT: Final = 8

_TLV_NULL: Final = 0x00
_TLV_LOCK: Final = 0x01
_TLV_MEMORY: Final = 0x02
_TLV_MESSAGE: Final = 0x03
_TLV_TERMINATOR: Final = 0xFE
_LONG_LENGTH: Final = 0xFF
_CONTROL_BYTES: Final = 3


class ShortMemoryError(Exception):
    """More of the card must be read first.

    Attributes:
        needed: How many bytes from the card's beginning.
    """

    def __init__(self, needed: int) -> None:
        super().__init__(needed)
        self.needed = needed


class Ntag(msgspec.Struct, frozen=True):
    """One model of NXP's family.

    Attributes:
        name: As NXP calls it.
        page_count: All pages; the last four are its settings.
        size_code: Byte 2 of its capability container.
        storage_code: Byte 6 of its version.
    """

    name: str
    page_count: int
    size_code: int
    storage_code: int

    @property
    def version(self) -> bytes:
        """What it answers to GET_VERSION."""
        return bytes((0, 4, 4, 2, 1, 0, self.storage_code, 3))

    @property
    def lock_page(self) -> int:
        """The page of the dynamic lock bytes."""
        return self.page_count - 5

    @property
    def auth0_page(self) -> int:
        """The page whose last byte says from which page on it asks the password."""
        return self.page_count - 4

    @property
    def access_page(self) -> int:
        """The page whose first byte says what is protected and how."""
        return self.page_count - 3

    @property
    def password_page(self) -> int:
        """The page of PWD; the next one holds PACK.  Both read as zeros."""
        return self.page_count - 2


NTAGS: Final = (
    Ntag("NTAG213", 45, 0x12, 0x0F),
    Ntag("NTAG215", 135, 0x3E, 0x11),
    Ntag("NTAG216", 231, 0x6D, 0x13),
)


def find_ntag(version: bytes) -> Ntag | None:
    """Return the model with that answer to GET_VERSION."""
    return next((model for model in NTAGS if model.version == version), None)


class Capability(msgspec.Struct, frozen=True):
    """The capability container.

    Attributes:
        size: Bytes of the data area.
        is_readable: Whether anybody may read it.
        is_writable: Whether anybody may write it.
    """

    size: int
    is_readable: bool
    is_writable: bool


class MessageArea(msgspec.Struct, frozen=True):
    """Where the NDEF message is.

    Attributes:
        tlv_offset: Of its TLV, from the card's beginning.
        message_offset: Of its first byte.
        length: Its bytes; 0 on an empty card.
        end: Where the data area ends.
    """

    tlv_offset: int
    message_offset: int
    length: int
    end: int

    @property
    def capacity(self) -> int:
        """The longest message that fits."""
        room = self.end - self.tlv_offset
        short = min(room - 2, _LONG_LENGTH - 1)
        return max(short, room - 4, 0)


class PageWrite(msgspec.Struct, frozen=True):
    """Four bytes for one page."""

    page: int
    data: bytes


def read_capability(memory: bytes) -> Capability:
    """Return what page 3 says.

    Raises:
        CardFormatError: It is no NDEF card, or of a later major version.
    """
    if len(memory) < DATA_OFFSET:
        raise ShortMemoryError(DATA_OFFSET)
    magic, version, size, access = memory[_CC_OFFSET:DATA_OFFSET]
    if magic != _CC_MAGIC:
        raise CardFormatError("the card is not prepared for NDEF")
    if version >> 4 != _CC_MAJOR:
        raise CardFormatError(f"NDEF mapping version {version >> 4} is not known")
    return Capability(size * _SIZE_UNIT, access >> 4 == 0, access & 0x0F == 0)


def find_message(memory: bytes) -> MessageArea:
    """Return where the NDEF message is in *memory*, the card from page 0 on.

    Raises:
        ShortMemoryError: *memory* ends before the message does.
        CardFormatError: A TLV is cut off by the end of the data area, or bytes
            are reserved in its middle (no NTAG does that).
    """
    end = DATA_OFFSET + read_capability(memory).size
    offset = DATA_OFFSET
    while offset < end:
        _need(memory, offset + 1, end)
        kind = memory[offset]
        if kind == _TLV_NULL:
            offset += 1
            continue
        if kind == _TLV_TERMINATOR:
            return MessageArea(offset, offset + 2, 0, end)
        start, length = _read_length(memory, offset, end)
        if kind == _TLV_MESSAGE:
            _need(memory, start + length, end)
            return MessageArea(offset, start, length, end)
        if kind in {_TLV_LOCK, _TLV_MEMORY} and length == _CONTROL_BYTES:
            _need(memory, start + length, end)
            _refuse_reserved(kind, memory[start : start + length], end)
        offset = start + length
    if offset > end:
        raise CardFormatError("a TLV is longer than the card")
    return MessageArea(DATA_OFFSET, DATA_OFFSET + 2, 0, end)


def plan_message(memory: bytes, message: bytes) -> tuple[PageWrite, ...]:
    """Return the writes that put *message* on the card in place of the present one.

    The length is zero until the rest is written, so that a card taken away in the
    middle is an empty one and never half a message.

    Raises:
        CardFullError: There is no room.
    """
    area = find_message(memory)
    if len(message) > area.capacity:
        raise CardFullError(f"{len(message)} bytes, room for {area.capacity}")
    block = encode_tlv(message)
    after = area.tlv_offset + len(block)
    if after < area.end:
        block += bytes((_TLV_TERMINATOR,))
    wanted = bytearray(memory.ljust(area.end, b"\0"))
    wanted[area.tlv_offset : area.tlv_offset + len(block)] = block
    length_offset = area.tlv_offset + 1
    blank = bytearray(wanted)
    blank[length_offset] = 0
    length_page = length_offset // PAGE_BYTES
    pages = _pages(area.tlv_offset, len(block))
    others = tuple(
        _page_write(blank, page)
        for page in pages
        if page != length_page and not _is_same(memory, wanted, page)
    )
    return (
        _page_write(blank, length_page),
        *others,
        _page_write(wanted, length_page),
    )


def plan_patch(memory: bytes, offset: int, data: bytes) -> tuple[PageWrite, ...]:
    """Return the writes that replace bytes of the message, from *offset* in it on.

    Raises:
        CardFormatError: The present message does not reach that far.
    """
    area = find_message(memory)
    if not data or offset < 0 or offset + len(data) > area.length:
        raise CardFormatError("the message on the card is another one")
    start = area.message_offset + offset
    wanted = bytearray(memory)
    wanted[start : start + len(data)] = data
    wanted.extend(bytes(-len(wanted) % PAGE_BYTES))
    return tuple(_page_write(wanted, page) for page in _pages(start, len(data)))


def encode_tlv(message: bytes) -> bytes:
    """Return the TLV of *message*."""
    length = len(message)
    if length < _LONG_LENGTH:
        return bytes((_TLV_MESSAGE, length)) + message
    return bytes((_TLV_MESSAGE, _LONG_LENGTH)) + length.to_bytes(2, "big") + message


def _need(memory: bytes, needed: int, end: int) -> None:
    if needed > end:
        raise CardFormatError("a TLV is longer than the card")
    if needed > len(memory):
        raise ShortMemoryError(needed)


def _read_length(memory: bytes, offset: int, end: int) -> tuple[int, int]:
    _need(memory, offset + 2, end)
    length = memory[offset + 1]
    if length != _LONG_LENGTH:
        return offset + 2, length
    _need(memory, offset + 4, end)
    return offset + 4, int.from_bytes(memory[offset + 2 : offset + 4], "big")


def _refuse_reserved(kind: int, value: bytes, end: int) -> None:
    position, size, unit = value
    start = (position >> 4) * 2 ** (unit & 0x0F) + (position & 0x0F)
    count = size or 256
    if kind == _TLV_LOCK:
        count = (count + 7) // 8
    if start < end and start + count > DATA_OFFSET:
        raise CardFormatError("bytes are reserved in the middle of the card")


def _pages(start: int, count: int) -> range:
    return range(start // PAGE_BYTES, (start + count - 1) // PAGE_BYTES + 1)


def _page_write(memory: bytearray, page: int) -> PageWrite:
    start = page * PAGE_BYTES
    return PageWrite(page, bytes(memory[start : start + PAGE_BYTES]))


def _is_same(memory: bytes, wanted: bytearray, page: int) -> bool:
    start = page * PAGE_BYTES
    return memory[start : start + PAGE_BYTES] == wanted[start : start + PAGE_BYTES]

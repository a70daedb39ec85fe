"""The memory and the frames of an NFC Forum Type 3 card (FeliCa), without I/O.

Blocks of 16 bytes; block 0 is the attribute block with a checksum, block 1 and
on the message.  System 12FC; service 000B reads, 0009 reads and writes, both
without a key.  A frame begins with its own length, that byte included.  Sources:
NFC Forum Type 3 Tag Operation 1.1; JIS X 6319-4; Sony's FeliCa Card User's
Manual, chapter 4 (commands and status flags).
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from drivers.nfc.card_errors import (
    CardFormatError,
    CardFullError,
    CardGoneError,
    CardRefusedError,
)

BLOCK_BYTES: Final = 16
ID_BYTES: Final = 8
NDEF_SYSTEM: Final = 0x12FC
ANY_SYSTEM: Final = 0xFFFF
READ_SERVICE: Final = 0x000B
WRITE_SERVICE: Final = 0x0009

POLLING: Final = 0x00
REQUEST_RESPONSE: Final = 0x04
READ: Final = 0x06
WRITE: Final = 0x08
REQUEST_SYSTEM: Final = 0x0C
BLOCKS_MAX: Final = 15

_MAPPING_MAJOR: Final = 1
_WRITING: Final = 0x0F
_SHORT_BLOCK: Final = 0x80
_BLOCK_NUMBER_SHORT_MAX: Final = 255
_CHECKED_BYTES: Final = 14
_HEADER_BYTES: Final = 2 + ID_BYTES


class Attributes(msgspec.Struct, frozen=True):
    """The attribute block.

    Attributes:
        version: Of the mapping, major in the high half.
        blocks_per_read: The most that one read command may ask.
        blocks_per_write: The most that one write command may carry.
        block_count: Blocks for the message.
        is_writing: Whether a write was begun and not ended.
        is_writable: Whether the message may be written.
        length: Of the message, in bytes.
    """

    version: int
    blocks_per_read: int
    blocks_per_write: int
    block_count: int
    is_writing: bool
    is_writable: bool
    length: int

    @property
    def capacity(self) -> int:
        """The longest message that fits."""
        return self.block_count * BLOCK_BYTES


class BlockWrite(msgspec.Struct, frozen=True):
    """One write command: data of consecutive blocks."""

    first: int
    data: bytes

    @property
    def blocks(self) -> range:
        """Their numbers."""
        return range(self.first, self.first + len(self.data) // BLOCK_BYTES)


def decode_attributes(block: bytes) -> Attributes:
    """Return what block 0 says.

    Raises:
        CardFormatError: The checksum, the version or a number is wrong.
    """
    if len(block) != BLOCK_BYTES:
        raise CardFormatError("the attribute block is cut off")
    if sum(block[:_CHECKED_BYTES]) != int.from_bytes(block[_CHECKED_BYTES:], "big"):
        raise CardFormatError("the checksum of the attribute block is wrong")
    if block[0] >> 4 != _MAPPING_MAJOR:
        raise CardFormatError(f"NDEF mapping version {block[0] >> 4} is not known")
    attributes = Attributes(
        version=block[0],
        blocks_per_read=block[1],
        blocks_per_write=block[2],
        block_count=int.from_bytes(block[3:5], "big"),
        is_writing=block[9] != 0,
        is_writable=block[10] == 1 and block[2] > 0,
        length=int.from_bytes(block[11:14], "big"),
    )
    if not attributes.blocks_per_read or attributes.length > attributes.capacity:
        raise CardFormatError("the attribute block contradicts itself")
    return attributes


def encode_attributes(attributes: Attributes) -> bytes:
    """Return block 0 with its checksum."""
    block = (
        bytes(
            (
                attributes.version,
                attributes.blocks_per_read,
                attributes.blocks_per_write,
            )
        )
        + attributes.block_count.to_bytes(2, "big")
        + bytes(4)
        + bytes((_WRITING if attributes.is_writing else 0, attributes.is_writable))
        + attributes.length.to_bytes(3, "big")
    )
    return block + sum(block).to_bytes(2, "big")


def plan_message(attributes: Attributes, message: bytes) -> tuple[BlockWrite, ...]:
    """Return the writes that put *message* on the card.

    The attribute block says "being written" from the first to the last of them.

    Raises:
        CardFullError: There is no room.
    """
    if len(message) > attributes.capacity:
        raise CardFullError(f"{len(message)} bytes, room for {attributes.capacity}")
    begun = msgspec.structs.replace(attributes, is_writing=True)
    ended = msgspec.structs.replace(attributes, is_writing=False, length=len(message))
    padded = message + bytes(-len(message) % BLOCK_BYTES)
    return (
        BlockWrite(0, encode_attributes(begun)),
        *_split(1, padded, attributes.blocks_per_write),
        BlockWrite(0, encode_attributes(ended)),
    )


def plan_patch(
    attributes: Attributes, message: bytes, offset: int, data: bytes
) -> tuple[BlockWrite, ...]:
    """Return the writes that replace bytes of *message*, which is on the card.

    Raises:
        CardFormatError: The message does not reach that far.
    """
    if not data or offset < 0 or offset + len(data) > len(message):
        raise CardFormatError("the message on the card is another one")
    wanted = bytearray(message + bytes(-len(message) % BLOCK_BYTES))
    wanted[offset : offset + len(data)] = data
    first = offset // BLOCK_BYTES
    last = (offset + len(data) - 1) // BLOCK_BYTES
    part = bytes(wanted[first * BLOCK_BYTES : (last + 1) * BLOCK_BYTES])
    return _split(1 + first, part, attributes.blocks_per_write)


def polling(system: int) -> bytes:
    """Ask the card of *system* to show itself, with its system code."""
    return bytes((6, POLLING)) + system.to_bytes(2, "big") + bytes((1, 0))


def read_command(card_id: bytes, blocks: Sequence[int]) -> bytes:
    """Read Without Encryption, of the service that only reads."""
    return _command(READ, card_id, READ_SERVICE, blocks, b"")


def write_command(card_id: bytes, blocks: Sequence[int], data: bytes) -> bytes:
    """Write Without Encryption."""
    assert len(data) == len(blocks) * BLOCK_BYTES
    return _command(WRITE, card_id, WRITE_SERVICE, blocks, data)


def parse_polling(frame: bytes) -> bytes:
    """Return the identifier (IDm) of the card that shows itself."""
    body = _unframe(frame)
    if body[:1] != bytes((POLLING + 1,)) or len(body) < 1 + 2 * ID_BYTES:
        raise CardGoneError("the card's answer was damaged")
    return body[1 : 1 + ID_BYTES]


def parse_read(frame: bytes, card_id: bytes, block_count: int) -> bytes:
    """Return the data of *block_count* blocks."""
    data = _answer(frame, READ, card_id)
    if len(data) != 1 + block_count * BLOCK_BYTES or data[0] != block_count:
        raise CardGoneError("the card's answer was damaged")
    return data[1:]


def parse_write(frame: bytes, card_id: bytes) -> None:
    """Return if the blocks were written."""
    _answer(frame, WRITE, card_id)


def _split(first: int, data: bytes, blocks_max: int) -> tuple[BlockWrite, ...]:
    # Twelve blocks with their numbers are the most that a frame of 255 holds.
    step = max(1, min(blocks_max, 12)) * BLOCK_BYTES
    return tuple(
        BlockWrite(first + start // BLOCK_BYTES, data[start : start + step])
        for start in range(0, len(data), step)
    )


def _command(
    code: int, card_id: bytes, service: int, blocks: Sequence[int], data: bytes
) -> bytes:
    assert len(card_id) == ID_BYTES
    assert 0 < len(blocks) <= BLOCKS_MAX
    body = bytes((code,)) + card_id + b"\x01" + service.to_bytes(2, "little")
    body += bytes((len(blocks),)) + b"".join(map(_block_element, blocks)) + data
    return bytes((len(body) + 1,)) + body


def _block_element(number: int) -> bytes:
    if number <= _BLOCK_NUMBER_SHORT_MAX:
        return bytes((_SHORT_BLOCK, number))
    return b"\x00" + number.to_bytes(2, "little")


def _unframe(frame: bytes) -> bytes:
    if not frame or frame[0] != len(frame):
        raise CardGoneError("the card's answer was damaged")
    return frame[1:]


def _answer(frame: bytes, code: int, card_id: bytes) -> bytes:
    """Return what follows the status flags of an answer to *code*."""
    body = _unframe(frame)
    if body[: 1 + ID_BYTES] != bytes((code + 1,)) + card_id:
        raise CardGoneError("the answer came from another card")
    if len(body) < _HEADER_BYTES + 1:
        raise CardGoneError("the card's answer was damaged")
    first, second = body[1 + ID_BYTES : 3 + ID_BYTES]
    if first:
        raise CardRefusedError(f"the card refused (status {first:02X} {second:02X})")
    return body[3 + ID_BYTES :]

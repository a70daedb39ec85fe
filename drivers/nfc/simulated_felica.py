"""A FeliCa card made of software.

Sources: JIS X 6319-4; Sony's FeliCa Card User's Manual (frames, status flags); NFC
Forum Type 3 Tag Operation 1.1 (services, attribute block).
"""

from typing import Final

from drivers.nfc import type3
from drivers.nfc.port import CardTechnology
from drivers.nfc.simulated_card import RATE_F, TearableCard

_STATUS_OK: Final = b"\x00\x00"
_STATUS_SERVICE: Final = b"\xff\xa6"
_STATUS_BLOCK: Final = b"\x01\xa8"
_STATUS_COUNT: Final = b"\xff\xa2"
_STATUS_LOCKED: Final = b"\x01\xa9"
_ANY: Final = 0xFF
_POLLING_BYTES: Final = 4
_FRAME_BYTES_MIN: Final = 2
_LIST_BYTES_MIN: Final = 4
_BLOCKS_PER_READ: Final = 4


class SimulatedFelica(TearableCard):
    """An NFC Forum Type 3 card: one system, one service to read and one to write.

    Attributes:
        memory: The attribute block and those of the message.
    """

    technology: Final = CardTechnology.TYPE_3

    def __init__(
        self,
        uid: bytes = bytes.fromhex("02FE0102030405A6"),
        message: bytes = b"",
        block_count: int = 13,
    ) -> None:
        """Make one with *message* on it."""
        assert len(uid) == type3.ID_BYTES
        super().__init__(uid)
        # The longest times to answer, so that a busy computer may simulate it.
        self._parameter = bytes.fromhex("01E0000000FFFF00")
        attributes = type3.Attributes(
            version=0x10,
            blocks_per_read=_BLOCKS_PER_READ,
            blocks_per_write=1,
            block_count=block_count,
            is_writing=False,
            is_writable=True,
            length=0,
        )
        self.memory = bytearray((1 + block_count) * type3.BLOCK_BYTES)
        for write in type3.plan_message(attributes, message):
            start = write.first * type3.BLOCK_BYTES
            self.memory[start : start + len(write.data)] = write.data

    def receive(self, rate: str, frame: bytes) -> bytes | None:
        """Return the answer to *frame*; None is silence."""
        if rate != RATE_F or self.is_torn or not _is_frame(frame):
            return None
        body = self._command(frame[1], frame[2:])
        return None if body is None else bytes((len(body) + 1,)) + body

    def _command(self, code: int, body: bytes) -> bytes | None:  # noqa: PLR0911 - a table of commands
        if code == type3.POLLING:
            return self._poll(body)
        if body[: type3.ID_BYTES] != self._uid:
            return None
        head = bytes((code + 1,)) + self._uid
        rest = body[type3.ID_BYTES :]
        match code:
            case type3.REQUEST_RESPONSE:
                return head + b"\0"
            case type3.REQUEST_SYSTEM:
                return head + b"\x01" + type3.NDEF_SYSTEM.to_bytes(2, "big")
            case type3.READ:
                return head + self._read(rest)
            case type3.WRITE:
                answer = self._write(rest)
                return None if answer is None else head + answer
            case _:
                return None

    def _poll(self, body: bytes) -> bytes | None:
        if len(body) != _POLLING_BYTES:
            return None
        system = type3.NDEF_SYSTEM.to_bytes(2, "big")
        if any(
            asked not in {_ANY, own}
            for asked, own in zip(body[:2], system, strict=True)
        ):
            return None
        answer = bytes((type3.POLLING + 1,)) + self._uid + self._parameter
        return answer + system if body[2] == 1 else answer

    def _read(self, rest: bytes) -> bytes:
        parsed = _parse_block_list(rest)
        if parsed is None or not 0 < len(parsed.blocks) <= _BLOCKS_PER_READ:
            return _STATUS_COUNT
        if parsed.service not in {type3.READ_SERVICE, type3.WRITE_SERVICE}:
            return _STATUS_SERVICE
        if any(not self._has(number) for number in parsed.blocks):
            return _STATUS_BLOCK
        data = b"".join(map(self._block, parsed.blocks))
        return _STATUS_OK + bytes((len(parsed.blocks),)) + data

    def _write(self, rest: bytes) -> bytes | None:
        parsed = _parse_block_list(rest)
        if parsed is None or len(parsed.blocks) != 1:
            return _STATUS_COUNT
        if parsed.service != type3.WRITE_SERVICE:
            return _STATUS_SERVICE
        number = parsed.blocks[0]
        if not self._has(number):
            return _STATUS_BLOCK
        if len(parsed.data) != type3.BLOCK_BYTES:
            return _STATUS_COUNT
        if number and not self.memory[10]:
            return _STATUS_LOCKED
        start = number * type3.BLOCK_BYTES
        is_heard = self._tearing.write(self.memory, start, parsed.data)
        return _STATUS_OK if is_heard else None

    def _has(self, number: int) -> bool:
        return number < len(self.memory) // type3.BLOCK_BYTES

    def _block(self, number: int) -> bytes:
        start = number * type3.BLOCK_BYTES
        return bytes(self.memory[start : start + type3.BLOCK_BYTES])


class _BlockList:
    def __init__(self, service: int, blocks: list[int], data: bytes) -> None:
        self.service = service
        self.blocks = blocks
        self.data = data


def _parse_block_list(rest: bytes) -> _BlockList | None:
    """Return the one service and its blocks; None if the list is malformed."""
    if len(rest) < _LIST_BYTES_MIN or rest[0] != 1:
        return None
    service = int.from_bytes(rest[1:3], "little")
    count, rest = rest[3], rest[4:]
    blocks = []
    for _ in range(count):
        is_short = bool(rest[:1] >= b"\x80")
        size = 2 if is_short else 3
        if len(rest) < size:
            return None
        blocks.append(int.from_bytes(rest[1:size], "little"))
        rest = rest[size:]
    return _BlockList(service, blocks, rest)


def _is_frame(frame: bytes) -> bool:
    return len(frame) >= _FRAME_BYTES_MIN and frame[0] == len(frame)

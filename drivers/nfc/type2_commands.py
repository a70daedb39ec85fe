"""The commands of Type 2 cards and what their answers mean, without I/O.

Sources: NXP data sheet NTAG213/215/216 rev. 3.2, chapter 10.  An answer of one
byte is a four-bit ACK (A) or NAK; after a NAK, and after a command it does not
know, a card falls back to its idle state and must be selected again.
"""

from typing import Final

from drivers.nfc.card_errors import CardGoneError, CardRefusedError
from drivers.nfc.type2 import PAGE_BYTES

READ_BYTES: Final = 16
ACK: Final = b"\x0a"
NAK_ARGUMENT: Final = b"\x00"
NAK_CHECKSUM: Final = b"\x01"
NAK_AUTHENTICATION: Final = b"\x04"
NAK_WRITE: Final = b"\x05"

READ: Final = 0x30
FAST_READ: Final = 0x3A
WRITE: Final = 0xA2
GET_VERSION: Final = 0x60
READ_COUNTER: Final = 0x39
AUTHENTICATE: Final = 0x1B
READ_SIGNATURE: Final = 0x3C
COUNTER_NUMBER: Final = 2

VERSION_BYTES: Final = 8
SIGNATURE_BYTES: Final = 32
PASSWORD_BYTES: Final = 4
PACK_BYTES: Final = 2
_COUNTER_BYTES: Final = 3


def read(page: int) -> bytes:
    """READ: four pages from *page* on."""
    return bytes((READ, page))


def write(page: int, data: bytes) -> bytes:
    """WRITE: one page."""
    assert len(data) == PAGE_BYTES
    return bytes((WRITE, page)) + data


def get_version() -> bytes:
    """GET_VERSION; other cards than NTAG21x and Ultralight EV1 fall silent."""
    return bytes((GET_VERSION,))


def read_counter() -> bytes:
    """READ_CNT: how often the card was read, if it counts."""
    return bytes((READ_COUNTER, COUNTER_NUMBER))


def authenticate(password: bytes) -> bytes:
    """PWD_AUTH with a password of four bytes; it travels in the clear."""
    assert len(password) == PASSWORD_BYTES
    return bytes((AUTHENTICATE,)) + password


def parse_read(answer: bytes) -> bytes:
    """Return the 16 bytes of a READ."""
    return _expect(answer, READ_BYTES)


def parse_version(answer: bytes) -> bytes:
    """Return the 8 bytes of a GET_VERSION."""
    return _expect(answer, VERSION_BYTES)


def parse_counter(answer: bytes) -> int:
    """Return the count of a READ_CNT; its low byte comes first."""
    return int.from_bytes(_expect(answer, _COUNTER_BYTES), "little")


def parse_pack(answer: bytes) -> bytes:
    """Return PACK, by which the card shows that it knows the password's pair."""
    return _expect(answer, PACK_BYTES)


def parse_ack(answer: bytes) -> None:
    """Return if a WRITE was done.

    Raises:
        CardRefusedError: It was not.
    """
    if answer != ACK:
        _expect(answer, 0)


def _expect(answer: bytes, count: int) -> bytes:
    """Return *answer* if it has *count* bytes; 0 refuses any."""
    if count and len(answer) == count:
        return answer
    if len(answer) == 1:
        raise CardRefusedError(f"the card refused (NAK {answer[0] & 0x0F:X})")
    # Noise, or the answer to something else: as good as none.
    raise CardGoneError("the card's answer was damaged")

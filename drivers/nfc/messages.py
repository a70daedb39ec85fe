"""What the till and its reader process tell each other, and how it is framed.

Four bytes of length, high byte first, then one message in msgpack.  Both ends are
ours, but one of them may die in the middle of a frame.
"""

from typing import Final, Literal

import msgspec

from drivers.nfc.card_session import FoundCard
from drivers.nfc.port import CardContent
from structs.decoding import msgpack_decoder

FRAME_BYTES_MAX: Final = 65_536
_LENGTH_BYTES: Final = 4

OpenFailure = Literal["missing", "denied", "busy", "library", "path"]
CardFailure = Literal["gone", "refused", "format", "full"]


class OpenReader(msgspec.Struct, frozen=True, tag=True):
    """Open the reader at *path*; then look for cards until told otherwise."""

    path: str


class ReadCard(msgspec.Struct, frozen=True, tag=True):
    """Read the card that rests on the reader; any, if *uid* is empty."""

    request_id: int
    uid: bytes = b""


class WriteCard(msgspec.Struct, frozen=True, tag=True):
    """Write a whole message."""

    request_id: int
    uid: bytes
    message: bytes
    password: tuple[bytes, bytes] | None = None


class PatchCard(msgspec.Struct, frozen=True, tag=True):
    """Replace bytes of the message."""

    request_id: int
    uid: bytes
    offset: int
    data: bytes
    password: tuple[bytes, bytes] | None = None


class ReaderOpened(msgspec.Struct, frozen=True, tag=True):
    """The reader is open."""

    name: str


class ReaderFailed(msgspec.Struct, frozen=True, tag=True):
    """The reader cannot be opened, or is gone."""

    reason: OpenFailure
    detail: str


class Looked(msgspec.Struct, frozen=True, tag=True):
    """The reader looked for a card; comes all the time as a sign of life."""

    found: FoundCard | None


class CardDone(msgspec.Struct, frozen=True, tag=True):
    """The answer to a request; *content* for reads."""

    request_id: int
    content: CardContent | None = None


class CardFailed(msgspec.Struct, frozen=True, tag=True):
    """The card could not do it."""

    request_id: int
    failure: CardFailure
    detail: str


Request = OpenReader | ReadCard | WriteCard | PatchCard
Reply = ReaderOpened | ReaderFailed | Looked | CardDone | CardFailed


class FrameError(ValueError):
    """The other end does not speak this language."""


class Framer:
    """Cuts a stream into frames."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes in pieces of any size; return the frames that are complete.

        Raises:
            FrameError: A frame would be longer than any of ours.
        """
        self._buffer += data
        frames = []
        while len(self._buffer) >= _LENGTH_BYTES:
            length = int.from_bytes(self._buffer[:_LENGTH_BYTES], "big")
            if length > FRAME_BYTES_MAX:
                raise FrameError(f"a frame of {length} bytes")
            end = _LENGTH_BYTES + length
            if len(self._buffer) < end:
                break
            frames.append(bytes(self._buffer[_LENGTH_BYTES:end]))
            del self._buffer[:end]
        return frames


def encode_frame(message: Request | Reply) -> bytes:
    """Return the frame of *message*."""
    body = msgspec.msgpack.encode(message)
    assert len(body) <= FRAME_BYTES_MAX
    return len(body).to_bytes(_LENGTH_BYTES, "big") + body


def decode_request(frame: bytes) -> Request:
    """Return what the till asks.

    Raises:
        FrameError: It is no request.
    """
    try:
        return _REQUESTS.decode(frame)
    except msgspec.MsgspecError as error:
        raise FrameError(str(error)) from error


def decode_reply(frame: bytes) -> Reply:
    """Return what the reader process says.

    Raises:
        FrameError: It is no reply.
    """
    try:
        return _REPLIES.decode(frame)
    except msgspec.MsgspecError as error:
        raise FrameError(str(error)) from error


_REQUESTS: Final[msgspec.msgpack.Decoder[Request]] = msgpack_decoder(Request)
_REPLIES: Final[msgspec.msgpack.Decoder[Reply]] = msgpack_decoder(Reply)

"""BER-TLV of payment cards: a tree of tagged values from bytes, and back.

Rules: EMV Book 3, Annex B (ISO/IEC 8825 in the part that cards use).  The bytes come
whole from whoever carried them (an APDU, a frame of a payment terminal), so there is
nothing to feed in pieces; a cut one is an error.

Padding: EMV's Specification Update 69 allows 00 between the objects of a template;
ISO/IEC 7816-4 allows 00 and FF anywhere between objects, and so does the reader here.
FF is also how private tags begin (FF8105 of contactless kernels), so a lone FF is
padding only before 00, FF or the end.  Padding of one FF before an object cannot be
told from such a tag; EMV warns issuers of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from typing_extensions import override

SIZE_MAX: Final = 65_535
"""Bytes that are read at once; what a card sends has at most 256, a terminal some KB."""

DEPTH_MAX: Final = 16
"""Templates within templates; cards use four."""

TAG_BYTES_MAX: Final = 4
LENGTH_BYTES_MAX: Final = 4
"""Including the first, which counts the others."""

_CONSTRUCTED: Final = 0x20
_LOW_NUMBER: Final = 0x1F
_MORE: Final = 0x80
_ZERO: Final = 0x00
_FILL: Final = 0xFF

_SECRET_TAGS: Final = frozenset(
    bytes.fromhex(tag)
    for tag in (
        # Track 1 and 2, PAN, expiry, holder's name, PIN; their discretionary data.
        *("56", "57", "5A", "5F20", "5F24", "99"),
        *("9F0B", "9F1F", "9F20", "9F6B"),
    )
)
_PAN: Final = b"\x5a"
_PAN_DIGITS_SHOWN: Final = 4


class TlvError(ValueError):
    """These bytes are no BER-TLV.

    The message tells no byte of them: they may hold the number of a card.

    Attributes:
        offset: Of the byte that is wrong, or of the object that does not fit.
        detail: What is wrong there.
    """

    def __init__(self, offset: int, detail: str) -> None:
        super().__init__(offset, detail)
        self.offset = offset
        self.detail = detail

    @override
    def __str__(self) -> str:
        return f"byte {self.offset}: {self.detail}"


class TlvObject(msgspec.Struct, frozen=True):
    """One data object; its printed form hides numbers of cards.

    Attributes:
        tag: All bytes of its tag.
        value: Of a primitive one; empty for a template.
        children: Of a template (its tag says constructed), in their order.
    """

    tag: bytes
    value: bytes = b""
    children: tuple[TlvObject, ...] = ()

    @property
    def is_constructed(self) -> bool:
        """Whether it is a template, by its tag."""
        return bool(self.tag[:1]) and bool(self.tag[0] & _CONSTRUCTED)

    @override
    def __repr__(self) -> str:
        # Whatever logs an object, or an error that holds one, comes through here.
        return f"<TLV {' '.join(show([self]).split())}>"


def decode(
    data: bytes, *, size_max: int = SIZE_MAX, depth_max: int = DEPTH_MAX
) -> tuple[TlvObject, ...]:
    """Return the objects in *data*, which must hold nothing else but padding.

    Lengths of more bytes than needed are taken; encode writes the shortest.

    Raises:
        TlvError: They are cut short, too deep, too many, or no BER-TLV.
    """
    if len(data) > size_max:
        raise TlvError(size_max, f"more than {size_max} bytes")
    return _Reader(data, depth_max).read_objects(0, len(data), 1)


def encode(objects: Iterable[TlvObject]) -> bytes:
    """Return the bytes of *objects* without padding, each length in its shortest form.

    Raises:
        ValueError: A tag is none, or an object has what its tag does not allow.
    """
    return b"".join(_encode_one(one) for one in objects)


def show(objects: Iterable[TlvObject], *, indent: int = 0) -> str:
    """Return *objects* line by line, for logs: of a card's number the last digits."""
    lines: list[str] = []
    for one in objects:
        start = "  " * indent + one.tag.hex().upper()
        if one.is_constructed:
            lines.append(start)
            if one.children:
                lines.append(show(one.children, indent=indent + 1))
        else:
            lines.append(f"{start} {_shown_value(one)}".rstrip())
    return "\n".join(lines)


class _Reader:
    """Reads one buffer; positions are those of the whole of it."""

    def __init__(self, data: bytes, depth_max: int) -> None:
        self._data = data
        self._depth_max = depth_max

    def read_objects(self, start: int, end: int, depth: int) -> tuple[TlvObject, ...]:
        """Return what stands between *start* and *end*."""
        objects: list[TlvObject] = []
        at = self._skip_padding(start, end)
        while at < end:
            one, at = self._read_object(at, end, depth)
            objects.append(one)
            at = self._skip_padding(at, end)
        return tuple(objects)

    def _skip_padding(self, at: int, end: int) -> int:
        data = self._data
        while at < end:
            if data[at] == _ZERO:
                at += 1
                continue
            run = at
            while run < end and data[run] == _FILL:
                run += 1
            is_fill = run - at > 1 or (
                run - at == 1 and (run == end or data[run] == _ZERO)
            )
            if not is_fill:
                return at
            at = run
        return at

    def _read_object(self, start: int, end: int, depth: int) -> tuple[TlvObject, int]:
        value_at = self.tag_end(start, end)
        tag = self._data[start:value_at]
        length, value_at = self._read_length(value_at, end)
        value_end = value_at + length
        if value_end > end:
            raise TlvError(
                start, f"{length} bytes are announced and {end - value_at} are there"
            )
        if not tag[0] & _CONSTRUCTED:
            return TlvObject(tag, self._data[value_at:value_end]), value_end
        if depth >= self._depth_max:
            raise TlvError(start, f"more than {self._depth_max} templates deep")
        children = self.read_objects(value_at, value_end, depth + 1)
        return TlvObject(tag, children=children), value_end

    def tag_end(self, start: int, end: int) -> int:
        """Return where the tag at *start* ends."""
        at = start + 1
        if self._data[start] & _LOW_NUMBER != _LOW_NUMBER:
            return at
        while at < end:
            if at - start >= TAG_BYTES_MAX:
                raise TlvError(start, f"a tag of more than {TAG_BYTES_MAX} bytes")
            byte = self._data[at]
            if at == start + 1 and byte == _MORE:
                raise TlvError(at, "a tag's number begins with zero")
            at += 1
            if not byte & _MORE:
                return at
        raise TlvError(start, "cut within a tag")

    def _read_length(self, start: int, end: int) -> tuple[int, int]:
        if start >= end:
            raise TlvError(start, "cut before a length")
        first = self._data[start]
        if first < _MORE:
            return first, start + 1
        count = first & ~_MORE
        if count == 0:
            raise TlvError(start, "an indefinite length, which cards do not use")
        if count >= LENGTH_BYTES_MAX:
            raise TlvError(start, f"a length of more than {LENGTH_BYTES_MAX} bytes")
        at = start + 1 + count
        if at > end:
            raise TlvError(start, "cut within a length")
        return int.from_bytes(self._data[start + 1 : at], "big"), at


def _encode_one(one: TlvObject) -> bytes:
    _refuse_bad_tag(one.tag)
    if one.is_constructed and one.value:
        raise ValueError(f"template {one.tag.hex()} has a value beside its objects")
    if not one.is_constructed and one.children:
        raise ValueError(f"tag {one.tag.hex()} is primitive and cannot hold objects")
    value = encode(one.children) if one.is_constructed else one.value
    return one.tag + _encode_length(len(value)) + value


def _encode_length(length: int) -> bytes:
    if length < _MORE:
        return bytes((length,))
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    if len(digits) >= LENGTH_BYTES_MAX:
        raise ValueError(f"a value of {length} bytes")
    return bytes((_MORE | len(digits),)) + digits


def _refuse_bad_tag(tag: bytes) -> None:
    """Raise ValueError for a tag that would not be read as the same one."""
    is_padding = tag[:1] == b"\x00" or tag[:2] in {b"\xff\x00", b"\xff\xff"}
    try:
        is_whole = bool(tag) and _Reader(tag, 1).tag_end(0, len(tag)) == len(tag)
    except TlvError:
        is_whole = False
    if is_padding or not is_whole:
        raise ValueError(f"{tag.hex() or 'nothing'} is no tag")


def _shown_value(one: TlvObject) -> str:
    digits = one.value.hex().upper()
    if one.tag == _PAN:
        pan = digits.rstrip("F")
        # A number too short for a card is still not shown whole.
        count = min(_PAN_DIGITS_SHOWN, len(pan) // 2)
        return f"…{pan[len(pan) - count :]} ({len(one.value)} bytes)"
    if one.tag in _SECRET_TAGS:
        return f"… ({len(one.value)} bytes)"
    return digits

"""Trees of tagged values, to bytes and back; bytes of anyone, to an error at most."""

from __future__ import annotations

import random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.emv.ber_tlv import (
    DEPTH_MAX,
    TlvError,
    TlvObject,
    decode,
    encode,
    show,
)

_FRAMES_TOTAL: Final = 1_000_000
_PARTS: Final = 4


def _tlv(tag: str, value: str = "") -> TlvObject:
    return TlvObject(bytes.fromhex(tag), bytes.fromhex(value))


def _template(tag: str, *children: TlvObject) -> TlvObject:
    return TlvObject(bytes.fromhex(tag), children=children)


_SELECTION: Final = (
    _template(
        "6F",
        _tlv("84", "A0000000031010"),
        _template(
            "A5",
            _tlv("50", "56495341"),
            _tlv("9F38", "9F1A02"),
            _template("BF0C", _template("FF8105", _tlv("DF8129", "30")), _tlv("DF01")),
        ),
    ),
    _tlv("5F2A", "0978"),
)


def _tags(*, is_constructed: bool) -> st.SearchStrategy[bytes]:
    firsts = [b for b in range(256) if bool(b & 0x20) == is_constructed]
    # Tags that begin with 00, FF00 or FFFF cannot be told from padding.
    low = st.sampled_from([bytes((b,)) for b in firsts if b and b & 0x1F != 0x1F])
    high = st.builds(
        lambda first, more, last: bytes((first, *more, last)),
        st.sampled_from([b for b in firsts if b & 0x1F == 0x1F]),
        st.lists(st.integers(0x81, 0xFE), max_size=2),
        st.integers(1, 0x7F),
    )
    return low | high


_OBJECTS: Final = st.recursive(
    st.builds(TlvObject, _tags(is_constructed=False), st.binary(max_size=150)),
    lambda inner: st.builds(
        lambda tag, children: TlvObject(tag, children=tuple(children)),
        _tags(is_constructed=True),
        st.lists(inner, max_size=4),
    ),
    max_leaves=8,
)


@given(st.lists(_OBJECTS, max_size=4).map(tuple))
@settings(max_examples=50)
def test_what_is_written_is_read_again(objects: tuple[TlvObject, ...]) -> None:
    assert decode(encode(objects)) == objects


@given(st.lists(_OBJECTS, min_size=1, max_size=3), st.integers(0, 2_000))
@settings(max_examples=50)
def test_nothing_cut_is_taken_for_whole(objects: list[TlvObject], cut: int) -> None:
    data = encode(objects)
    data = data[: cut % len(data)]
    whole = 0
    ends = [0]
    for one in objects:
        whole += len(encode([one]))
        ends.append(whole)

    if len(data) in ends:
        assert list(decode(data)) == objects[: ends.index(len(data))]
    else:
        # A private tag that loses all but its FF looks like one byte of padding.
        left = data[max(end for end in ends if end < len(data)) :]
        if left != b"\xff":
            with pytest.raises(TlvError):
                decode(data)


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    _read_or_refuse(data)


def _read_or_refuse(data: bytes) -> bool:
    """Return whether *data* was read; what was, is what it would be written as."""
    try:
        objects = decode(data)
    except TlvError as error:
        if not 0 <= error.offset <= len(data):
            raise
        return False
    written = encode(objects)
    assert len(written) <= len(data)
    assert decode(written) == objects
    assert all(len(line) <= 3 * len(data) + 40 for line in show(objects).split("\n"))
    return True


def _damaged(chance: random.Random) -> bytes:
    data = bytearray(encode(_SELECTION))
    match chance.randrange(5):
        case 0:
            return chance.randbytes(chance.randrange(64))
        case 1:
            return bytes(data[: chance.randrange(len(data))])
        case 2:
            place = chance.randrange(len(data))
            data[place:place] = chance.choice((b"\0", b"\xff")) * chance.randrange(4)
        case 3:
            for _ in range(chance.randrange(1, 4)):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        case _:
            place = chance.randrange(len(data))
            data[place : place + 3] = chance.randbytes(chance.randrange(6))
    return bytes(data)


def _play(count: int, seed: int) -> int:
    """Read damaged frames; return how many were still BER-TLV."""
    chance = random.Random(seed)
    return sum(_read_or_refuse(_damaged(chance)) for _ in range(count))


def test_ten_thousand_random_frames() -> None:
    # Damage within a value leaves a tree; if none were left, nothing was looked at.
    assert 500 < _play(_FRAMES_TOTAL // 100, 0) < 9_000


@pytest.mark.campaign
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(_PARTS))
def test_a_million_random_frames(part: int) -> None:
    _play(_FRAMES_TOTAL // _PARTS, part + 1)


def test_padding_between_objects_is_skipped() -> None:
    one, other = _tlv("82", "1800"), _tlv("94", "08010100")
    padded = bytes.fromhex("0000 82021800 00FFFF00 9404 08010100 FF")

    assert decode(padded) == (one, other)
    assert decode(bytes.fromhex("7707 0082021800 0000")) == (_template("77", one),)
    assert decode(b"\0\xff\0") == ()


def test_private_tags_are_no_padding() -> None:
    kernel = _template("FF8105", _tlv("DF8129", "30"))

    assert decode(b"\0" + encode([kernel]) + b"\0") == (kernel,)


@pytest.mark.parametrize("count", [127, 128, 255, 256, 65_000])
def test_lengths_are_written_short_and_read_in_any_form(count: int) -> None:
    one = _tlv("86", "5A" * count)
    data = encode([one])

    assert decode(data) == (one,)
    head = {127: 2, 128: 3, 255: 3, 256: 4, 65_000: 4}[count]
    assert len(data) == count + head
    assert decode(b"\x86\x83" + count.to_bytes(3, "big") + one.value) == (one,)


@pytest.mark.parametrize(
    ("data", "offset", "detail"),
    [
        ("82021800 9F", 4, "cut within a tag"),
        ("82021800 94", 5, "cut before a length"),
        ("82 82 01", 1, "cut within a length"),
        ("82 80 00 00", 1, "indefinite"),
        ("82 84 00000001 00", 1, "more than 4 bytes"),
        ("77 06 8202 1800 94 04 01020304", 6, "4 bytes are announced and 0"),
        ("1F 80 01 00", 1, "begins with zero"),
        ("1F 81 82 83 01 00", 0, "more than 4 bytes"),
    ],
    ids=lambda value: str(value).replace(" ", "") if isinstance(value, str) else None,
)
def test_errors_say_where(data: str, offset: int, detail: str) -> None:
    with pytest.raises(TlvError, match=detail) as raised:
        decode(bytes.fromhex(data))

    assert raised.value.offset == offset
    assert str(raised.value).startswith(f"byte {offset}: ")


def test_depth_and_size_are_bounded() -> None:
    nested = _tlv("82")
    for _ in range(DEPTH_MAX - 1):
        nested = _template("70", nested)

    assert decode(encode([nested])) == (nested,)
    with pytest.raises(TlvError, match="16 templates deep"):
        decode(encode([_template("70", nested)]))
    with pytest.raises(TlvError, match="more than 3 bytes"):
        decode(b"\0" * 4, size_max=3)


@pytest.mark.parametrize(
    "one",
    [
        TlvObject(b""),
        TlvObject(b"\0"),
        TlvObject(b"\xff\xff\x01"),
        TlvObject(b"\x9f"),
        TlvObject(b"\x82\x01"),
        TlvObject(b"\x70", b"\x01"),
        TlvObject(b"\x82", children=(TlvObject(b"\x82"),)),
    ],
    ids=["none", "zero", "fill", "cut", "two", "value in template", "child"],
)
def test_what_could_not_be_read_again_is_not_written(one: TlvObject) -> None:
    with pytest.raises(ValueError, match=r"tag|template"):
        encode([one])


def test_numbers_of_cards_are_not_shown() -> None:
    objects = (
        _template(
            "70",
            _tlv("5A", "1000023100000033"),
            _tlv("57", "1000023100000033D4912201"),
            _tlv("9F6B", "1000023100000033D4912201"),
            _tlv("5F20", "434152442F54455354"),
            _tlv("5F34", "01"),
        ),
        _tlv("5A", "1234"),
        _tlv("82"),
        _template("61"),
    )

    assert show(objects).split("\n") == [
        "70",
        "  5A …0033 (8 bytes)",
        "  57 … (12 bytes)",
        "  9F6B … (12 bytes)",
        "  5F20 … (9 bytes)",
        "  5F34 01",
        "5A …34 (2 bytes)",
        "82",
        "61",
    ]
    assert "10000231" not in repr(objects)
    assert "43415244" not in repr(objects)
    assert repr(_tlv("5A", "1000023100000033")) == "<TLV 5A …0033 (8 bytes)>"

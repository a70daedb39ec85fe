"""Given strings of payment cards on our BER-TLV codec.

Run as: pytest tests/cases --cases DIR, where DIR/emv-tlv holds ber_tlv_cases.json.
Its trees were made by another parser: a second opinion, not an oracle.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from drivers.emv.ber_tlv import TlvObject, decode, encode
from structs.decoding import decode_json

_FILE = "ber_tlv_cases.json"


class Node(msgspec.Struct, frozen=True, rename={"length": "len"}):
    """One object of the given tree; a template has children and no value."""

    tag: str
    length: int
    value: str = ""
    children: tuple[Node, ...] = ()


class Case(msgspec.Struct, frozen=True, rename={"data": "hex"}):
    """One string and what is in it."""

    id: str
    data: str
    expected: tuple[Node, ...]
    tag_count: int


@pytest.fixture(scope="session")
def strings(cases_folder: Path) -> tuple[Case, ...]:
    file = cases_folder / "emv-tlv" / _FILE
    if not file.is_file():
        pytest.skip("the given cases hold no emv-tlv")
    return decode_json(file.read_bytes(), tuple[Case, ...])


def _agrees(ours: TlvObject, given: Node) -> bool:
    """Return whether both are the same; its length counts padding, ours has none."""
    return (
        ours.tag.hex().upper() == given.tag
        and ours.is_constructed is _is_template(given)
        and ours.value.hex().upper() == given.value
        and len(ours.value) in {given.length, 0}
        and len(ours.children) == len(given.children)
        and all(map(_agrees, ours.children, given.children))
    )


def _is_template(node: Node) -> bool:
    # Of an empty one, or one of padding alone, the given tree tells no children.
    return bool(int(node.tag[:2], 16) & 0x20)


def _count(objects: tuple[TlvObject, ...]) -> int:
    return len(objects) + sum(_count(one.children) for one in objects)


def test_every_string_has_the_given_tree(
    strings: tuple[Case, ...], record_property: Callable[[str, object], None]
) -> None:
    for case in strings:
        objects = decode(bytes.fromhex(case.data))

        assert len(objects) == len(case.expected), case.id
        assert all(map(_agrees, objects, case.expected)), case.id
        assert _count(objects) == case.tag_count, case.id
    record_property("evertill_figure", f"emv-tlv: {len(strings)} trees are the given")


def test_every_string_is_written_again_byte_for_byte(strings: tuple[Case, ...]) -> None:
    for case in strings:
        data = bytes.fromhex(case.data)
        objects = decode(data)
        written = encode(objects)

        assert decode(written) == objects, case.id
        if _spare(case.expected, len(data)) == 0:
            assert written == data, case.id
        else:
            assert len(written) < len(data), case.id


def _spare(nodes: tuple[Node, ...], room: int) -> int:
    """Return how many bytes of padding the given lengths leave, at any depth."""
    here = room - sum(_head(node) + node.length for node in nodes)
    return here + sum(_spare(n.children, n.length) for n in nodes if _is_template(n))


def _head(node: Node) -> int:
    """Return the bytes of a tag and of its length in the shortest form."""
    long = 0 if node.length < 0x80 else (node.length.bit_length() + 7) // 8
    return len(node.tag) // 2 + 1 + long

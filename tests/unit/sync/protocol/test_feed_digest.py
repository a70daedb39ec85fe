"""The digest of reference data: order, changes and bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.feed_digest import (
    EMPTY,
    from_hex,
    moved,
    number_of,
    row_hash,
    to_hex,
)

_rows = st.tuples(
    st.text(min_size=1, max_size=5),
    st.text(max_size=5),
    st.integers(1, 2**63 - 1),
    st.binary(max_size=8),
)


def _number(row: tuple[str, str, int, bytes]) -> int:
    return number_of(row_hash(*row))


def test_the_hash_of_a_row_is_that_of_the_protocol() -> None:
    text = b"\0\0\0\0\0\0\0\4item\0\0\0\0\0\0\0\2\xc3\xa9\0\0\0\0\0\0\0\3{}"

    assert row_hash("item", "\u00e9", 3, b"{}") == hashlib.sha256(text).digest()


@given(st.lists(_rows, max_size=6), st.lists(_rows, max_size=6))
def test_any_order_and_any_detour_gives_the_same(
    rows: list[tuple[str, str, int, bytes]],
    others: list[tuple[str, str, int, bytes]],
) -> None:
    digest = EMPTY
    for row in rows:
        digest = moved(digest, 0, _number(row))
    detour = moved(EMPTY, 0, sum(map(_number, others)))
    shuffled = list(reversed(rows))
    for row in shuffled:
        detour = moved(detour, 0, _number(row))
    for row in others:
        detour = moved(detour, _number(row), 0)

    assert detour == digest
    assert from_hex(to_hex(digest)) == digest
    assert len(to_hex(digest)) == 64


@given(_rows, _rows)
def test_parts_of_a_row_cannot_change_places(
    first: tuple[str, str, int, bytes], second: tuple[str, str, int, bytes]
) -> None:
    assert (row_hash(*first) == row_hash(*second)) == (first == second)


def test_the_digest_of_the_vectors_comes_out() -> None:
    path = Path(__file__).parents[4] / "docs" / "protocol" / "vectors.json"
    vector = json.loads(path.read_bytes())["feed_digest"]
    numbers = [
        _number((row["kind"], row["key"], row["version"], row["data"].encode()))
        for row in vector["rows"]
    ]

    assert to_hex(moved(EMPTY, 0, sum(numbers))) == vector["digest"]

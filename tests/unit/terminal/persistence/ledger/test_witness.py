"""Witnesses and the order of receipt series."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.persistence.ledger.witness import (
    Standing,
    Witness,
    series_after,
    standing_of,
)

HELD = {("e1", 1): b"one", ("e1", 2): b"two"}


def hash_at(epoch: str, seq: int) -> bytes | None:
    return HELD.get((epoch, seq))


@pytest.mark.parametrize(
    ("epoch", "seq", "known", "expected"),
    [
        ("e1", 2, b"two", Standing.AGREES),
        ("e1", 1, None, Standing.AGREES),
        ("e1", 0, None, Standing.AGREES),
        ("e9", 0, None, Standing.AGREES),
        ("e1", 3, None, Standing.AHEAD),
        ("e9", 1, None, Standing.AHEAD),
        ("e1", 2, b"else", Standing.CONTRADICTS),
    ],
)
def test_standing(
    epoch: str, seq: int, known: bytes | None, expected: Standing
) -> None:
    witness = Witness(source="test", epoch=epoch, seq=seq, hash=known)

    assert standing_of(witness, hash_at) is expected


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ((), "A"),
        ((None,), "A"),
        (("A",), "B"),
        (("B", "A", None), "C"),
        (("Z",), "AA"),
        (("AZ",), "BA"),
        (("ZZ", "C"), "AAA"),
        (("a-1",), "A"),
    ],
)
def test_next_series(series: tuple[str | None, ...], expected: str) -> None:
    assert series_after(*series) == expected


@given(st.integers(1, 2_000))
def test_series_never_repeat(steps: int) -> None:
    seen: list[str] = []
    for _ in range(min(steps, 800)):
        seen.append(series_after(*seen[-1:]))

    assert len(set(seen)) == len(seen)
    assert series_after(*seen) not in seen

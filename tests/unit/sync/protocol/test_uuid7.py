"""Identifiers by RFC 9562, version 7."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable

from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.uuid7 import Uuid7Factory


def fixed(*parts: bytes) -> Callable[[int], bytes]:
    waiting = list(parts)

    def draw(size: int) -> bytes:
        data = waiting.pop(0)
        assert len(data) == size
        return data

    return draw


def ticking(times_ms: Iterable[int]) -> Callable[[], int]:
    return iter(times_ms).__next__


def test_the_vector_of_the_standard_comes_out() -> None:
    # RFC 9562, A.6: Tuesday, February 22, 2022 2:22:22.00 PM GMT-05:00.
    factory = Uuid7Factory(
        lambda: 0x017F22E279B0, fixed(bytes.fromhex("0cc318c4dc0c0c07398f"))
    )

    assert factory.new() == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_a_random_part_that_is_full_borrows_the_next_millisecond() -> None:
    full, fresh = b"\xff" * 10, bytes(10)
    factory = Uuid7Factory(lambda: 1, fixed(full, bytes(4), fresh))

    assert factory.new() == "00000000-0001-7fff-bfff-ffffffffffff"
    assert factory.new() == "00000000-0002-7000-8000-000000000000"


@given(
    times_ms=st.lists(st.integers(0, 2**48 - 1), min_size=2, max_size=50),
    seed=st.randoms(use_true_random=False),
)
def test_ids_grow_whatever_the_clock_does(times_ms: list[int], seed: object) -> None:
    factory = Uuid7Factory(ticking(times_ms), seed.randbytes)  # type: ignore[attr-defined]  # random.Random

    made = [factory.new() for _ in times_ms]

    assert made == sorted(set(made))
    assert all(uuid.UUID(each).version == 7 for each in made)
    assert {uuid.UUID(each).variant for each in made} == {uuid.RFC_4122}

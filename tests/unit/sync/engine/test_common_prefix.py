"""The search for the last common event."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.engine.common_prefix import CommonPrefix
from sync.protocol.messages import HASHES_MAX

_ROUNDS_MAX = 10


def _search(common: int, ours: int, theirs: int) -> tuple[int, int]:
    """Return what is found and how many rounds it took."""
    search = CommonPrefix(min(ours, theirs))
    rounds = 0
    while search.found is None:
        wanted = search.wanted()
        assert 0 < len(wanted) <= HASHES_MAX
        assert list(wanted) == sorted(set(wanted))
        assert wanted[0] >= 1
        assert wanted[-1] <= min(ours, theirs)
        search.take(
            wanted,
            [_hash(seq, common, b"a") for seq in wanted],
            [_hash(seq, common, b"b") for seq in wanted],
        )
        rounds += 1
        assert rounds <= _ROUNDS_MAX
    return search.found, rounds


def _hash(seq: int, common: int, side: bytes) -> bytes:
    return seq.to_bytes(8, "big") + (b"" if seq <= common else side)


@given(st.data(), st.integers(1, 10**9), st.integers(1, 10**9))
def test_the_last_common_event_is_found(
    data: st.DataObject, ours: int, theirs: int
) -> None:
    common = data.draw(st.integers(0, min(ours, theirs)))

    assert _search(common, ours, theirs)[0] == common


def test_a_year_of_events_takes_few_rounds() -> None:
    assert _search(999_990, 1_000_000, 1_000_000) == (999_990, 2)
    assert _search(17, 1_000_000, 1_000_000)[1] <= 5


def test_nothing_in_common_is_an_answer() -> None:
    assert _search(0, 1, 1) == (0, 1)


def test_what_one_side_lacks_is_not_common() -> None:
    search = CommonPrefix(1)
    search.take((1,), (b"a",), (None,))

    assert search.found == 0


def test_sides_that_contradict_themselves_agree_on_less() -> None:
    search = CommonPrefix(3)
    search.take((1, 2, 3), (b"a", b"b", b"c"), (b"a", b"x", b"c"))

    assert search.found == 1

"""The order of receipt series."""

from __future__ import annotations

import pytest

from sync.protocol.receipt_series import series_rank


@pytest.mark.parametrize(
    ("series", "rank"),
    [("", 0), ("A", 1), ("Z", 26), ("AA", 27), ("AZ", 52), ("a", 0), ("A1", 0)],
)
def test_series_are_counted_like_columns(series: str, rank: int) -> None:
    assert series_rank(series) == rank


def test_a_series_of_no_till_is_foreign() -> None:
    assert series_rank("A" * 9) == 0

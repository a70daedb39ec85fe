"""The last transactions are listed newest first."""

from __future__ import annotations

import pytest

from terminal.application.returning.list_finished import ListFinished
from terminal.domain.errors import NotSignedOnError
from tests.fakes.till import MemoryTill, open_memory_till, sell


def test_newest_comes_first() -> None:
    till = open_memory_till()
    for _ in range(3):
        sell(till)

    rows = till.use_cases.list_finished(ListFinished(limit=2))

    assert [row.number for row in rows] == [3, 2]


def test_somebody_must_be_signed_on() -> None:
    with pytest.raises(NotSignedOnError):
        MemoryTill().use_cases.list_finished(ListFinished())

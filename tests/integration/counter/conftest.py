"""What the long days of the counter share."""

from __future__ import annotations

import pytest

from tests.integration.counter.held import child_pids


@pytest.fixture
def elders() -> frozenset[int]:
    """Return the processes of before."""
    return child_pids()

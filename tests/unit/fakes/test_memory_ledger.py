"""The ledger in memory keeps the contract of the unit of work."""

from __future__ import annotations

import pytest

from tests.contract.till_store_contract import TillStoreContract
from tests.contract.unit_of_work_contract import UnitOfWorkContract
from tests.fakes.till import MemoryTill, TillUnderTest, add, open_memory_till


class TestMemoryTillStore(TillStoreContract):
    @pytest.fixture
    def till(self) -> TillUnderTest:
        return MemoryTill()


class TestMemoryUnitOfWork(UnitOfWorkContract):
    @pytest.fixture
    def till(self) -> TillUnderTest:
        return MemoryTill()


def test_failed_commit_keeps_nothing() -> None:
    till = open_memory_till()
    till.ledger.fail_next_commit = True

    with pytest.raises(OSError, match="disk is full"):
        add(till)

    assert till.ledger.state.baskets == {}
    assert add(till).line.sequence == 1

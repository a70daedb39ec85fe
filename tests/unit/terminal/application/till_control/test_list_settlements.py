"""The last settlements, newest first."""

from __future__ import annotations

import pytest

from terminal.application.till_control.list_settlements import ListSettlements
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.settle_till import SettleTill
from terminal.domain.errors import PermissionRefusedError
from tests.fakes.till import LOAN_MINOR, MemoryTill, open_memory_till, sign_on


def till_with_settlements(counts: tuple[int, ...]) -> MemoryTill:
    till = open_memory_till()
    for counted_minor in counts:
        till.use_cases.settle_till(SettleTill(counted_minor=counted_minor))
        till.use_cases.open_till_period(OpenTillPeriod(loan_minor=LOAN_MINOR))
    return till


@pytest.mark.parametrize(
    ("limit", "numbers"), [(50, [3, 2, 1]), (2, [3, 2]), (0, []), (-1, [])]
)
def test_the_newest_come_first(limit: int, numbers: list[int]) -> None:
    till = till_with_settlements((LOAN_MINOR, 7, 9))

    found = till.use_cases.list_settlements(ListSettlements(limit=limit))

    assert [one.z_number for one in found] == numbers
    assert [one.counted_minor for one in found] == [9, 7, LOAN_MINOR][: len(numbers)]
    assert {one.expected_minor for one in found} <= {LOAN_MINOR}


def test_cashier_may_not() -> None:
    till = till_with_settlements(())
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError):
        till.use_cases.list_settlements(ListSettlements())

"""A tender keyed wrongly is taken out again."""

from __future__ import annotations

import pytest

from terminal.application.tendering.remove_tender import RemoveTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import UnknownTenderError
from tests.fakes.till import add, open_memory_till


def test_removed_tender_leaves_its_amount_due() -> None:
    till = open_memory_till()
    add(till)
    till.use_cases.tender_cash(TenderCash(given_minor=100))

    change = till.use_cases.remove_tender(RemoveTender(tender_sequence=1))

    assert change.tenders == ()
    assert change.totals.due_minor == 149
    assert add(till).totals.due_minor == 298


def test_unknown_tender_is_refused() -> None:
    till = open_memory_till()
    add(till)

    with pytest.raises(UnknownTenderError):
        till.use_cases.remove_tender(RemoveTender(tender_sequence=1))

"""Where the lines of an event stand among those of all events."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.transaction.retail_transaction import LINES_MAX
from terminal.persistence.ledger.line_keys import (
    event_no_of_line,
    first_line_no,
    item_line_range,
    key_before_taxes,
    key_before_tenders,
)

_EVENTS = st.integers(min_value=1, max_value=1 << 40)


@given(_EVENTS)
def test_items_tenders_and_taxes_of_an_event_have_keys_of_their_own(
    event_no: int,
) -> None:
    first, last = item_line_range(event_no)

    assert first + LINES_MAX <= last
    assert last < key_before_tenders(event_no) + 1 < key_before_taxes(event_no) + 1
    assert key_before_taxes(event_no) + 1 < first_line_no(event_no + 1)


@given(_EVENTS, st.integers(min_value=1, max_value=LINES_MAX))
def test_a_key_tells_its_event(event_no: int, line: int) -> None:
    for before in (first_line_no, key_before_tenders, key_before_taxes):
        key = before(event_no) + min(line, 4_000)

        assert event_no_of_line(key) == event_no

"""The keys of the rows of `line_item`: which event and which line they are of.

Each event has room for as many lines as a transaction may have, then for its tenders
and its taxes; the migration of the table describes the layout.
"""

from typing import Final

from terminal.domain.transaction.retail_transaction import LINES_MAX

_LINES_PER_EVENT: Final = 16_384
_TENDER_OFFSET: Final = 8_192
_TAX_OFFSET: Final = 12_288
assert _TENDER_OFFSET > LINES_MAX


def first_line_no(event_no: int) -> int:
    """Return the key that lies before the first line of an event."""
    return event_no * _LINES_PER_EVENT


def event_no_of_line(line_no: int) -> int:
    """Return the event that a row of `line_item` belongs to."""
    return line_no // _LINES_PER_EVENT


def item_line_range(event_no: int) -> tuple[int, int]:
    """Return the first and last key that an item of an event can have."""
    first = first_line_no(event_no)
    return first, first + _TENDER_OFFSET - 1


def key_before_tenders(event_no: int) -> int:
    """Return the key that lies before the first tender of an event."""
    return first_line_no(event_no) + _TENDER_OFFSET


def key_before_taxes(event_no: int) -> int:
    """Return the key that lies before the first tax sum of an event."""
    return first_line_no(event_no) + _TAX_OFFSET

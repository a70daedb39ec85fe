"""Serial numbers and lots are plain, short and without white space."""

from __future__ import annotations

import pytest

from terminal.application.selling.item_entry import checked_mark
from terminal.domain.errors import InvalidScanCodeError


def test_white_space_around_a_mark_is_no_part_of_it() -> None:
    assert checked_mark(" L 7 ") == "L 7"
    assert checked_mark(None) is None


@pytest.mark.parametrize("text", ["", "  ", "x" * 41, "a\x00", "\ud800"])
def test_what_no_label_has_is_refused(text: str) -> None:
    with pytest.raises(InvalidScanCodeError):
        checked_mark(text)

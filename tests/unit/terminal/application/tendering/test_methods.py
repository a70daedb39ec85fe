"""Names of tenders are short words."""

from __future__ import annotations

import pytest

from terminal.application.tendering.methods import require_method
from terminal.domain.errors import UnknownTenderError


@pytest.mark.parametrize("method", ["cash", "card_manual", "voucher", "x2"])
def test_word_is_taken(method: str) -> None:
    require_method(method)


@pytest.mark.parametrize("method", ["", "CARD", "a-b", "card\n", "_x"])
def test_anything_else_is_refused(method: str) -> None:
    with pytest.raises(UnknownTenderError):
        require_method(method)

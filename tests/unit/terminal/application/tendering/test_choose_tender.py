"""A tender that is chosen shows its price before anything is taken."""

from __future__ import annotations

import pytest

from terminal.application.tendering.choose_tender import ChooseTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import TenderStartedError, UnknownTenderError
from tests.fakes.priced_till import priced_till
from tests.fakes.till import add

APPLES = "2000000000077"


def test_price_follows_the_choice_and_comes_back() -> None:
    till = priced_till()
    add(till, APPLES)

    chosen = till.use_cases.choose_tender(ChooseTender(method="card_manual"))
    assert (chosen.totals.total_minor, chosen.tenders) == (269, ())
    back = till.use_cases.choose_tender(ChooseTender(method=None))

    assert back.totals.total_minor == 299


def test_choice_is_no_longer_free_once_tender_lies_there() -> None:
    till = priced_till()
    add(till, APPLES)
    till.use_cases.tender_cash(TenderCash(given_minor=100))

    with pytest.raises(TenderStartedError):
        till.use_cases.choose_tender(ChooseTender(method="card_manual"))


@pytest.mark.parametrize("method", ["", "Card", "x" * 33, "card manual", "1card"])
def test_name_of_a_tender_is_a_short_word(method: str) -> None:
    till = priced_till()
    add(till)

    with pytest.raises(UnknownTenderError):
        till.use_cases.choose_tender(ChooseTender(method=method))

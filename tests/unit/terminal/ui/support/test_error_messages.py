"""What an operator reads about a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.domain import errors
from terminal.domain.errors import (
    AgeCheckRequiredError,
    DomainError,
    InvalidScanCodeError,
    SignOnDelayedError,
    UnknownItemError,
)
from terminal.persistence.errors import (
    DatabaseBusyError,
    DiskFullError,
    StorageError,
)
from terminal.settings.errors import SettingsError
from terminal.ui.support.error_messages import explain, known_codes, spaced_code
from terminal.ui.support.translation import use_language


def test_every_refusal_of_the_domain_has_a_message() -> None:
    codes = {
        kind.code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, DomainError)
    }

    assert codes - known_codes() == set()


def test_an_unknown_item_names_the_code_as_it_is_printed() -> None:
    refusal = explain(UnknownItemError("no item", scan_code="5391520123457"))

    assert refusal.title == "No item has the code 5 391 520 123 457"
    assert refusal.detail == "Search, or press F6 to sell it as an open item."
    assert not refusal.stops_selling


def test_an_unknown_short_number_is_named() -> None:
    refusal = explain(UnknownItemError("no item", plu="4711"))

    assert refusal.title == "No item has the number 4711"


def test_question_of_age_names_the_years_and_the_date() -> None:
    refusal = explain(
        AgeCheckRequiredError("ask", minimum_age=18, born_until="2012-03-17")
    )

    assert refusal.title == "Sold from 18 years of age"
    assert refusal.detail == "Ask for a document: born on 2012-03-17 or before?"


@pytest.mark.parametrize(
    ("reason", "title"),
    [
        ("check_digit", "The code was read wrongly"),
        ("receipt", "This is a receipt"),
        ("empty", "Nothing was read"),
        ("unprintable", "The code was read wrongly"),
        ("too_long", "This is not a code"),
    ],
)
def test_what_is_no_code_is_told_by_its_reason(reason: str, title: str) -> None:
    assert explain(InvalidScanCodeError("no", reason=reason)).title == title


@pytest.mark.usefixtures("qapp")
def test_a_refusal_is_told_again_in_another_language() -> None:
    refusal = explain(InvalidScanCodeError("no", reason="check_digit"))

    use_language("zh_TW")

    assert refusal.again().title == "條碼讀取有誤"


def test_the_details_of_a_refusal_are_kept() -> None:
    assert explain(SignOnDelayedError("wait", wait_ms=4000)).values["wait_ms"] == 4000


def test_a_ledger_that_cannot_be_written_stops_selling_in_its_own_words() -> None:
    refusal = explain(StorageError("the disk is full; nothing was lost"))

    assert refusal.stops_selling
    assert refusal.detail == "the disk is full; nothing was lost"


@pytest.mark.parametrize(
    "error",
    [DiskFullError(Path("ledger.db")), DatabaseBusyError(Path("ledger.db"))],
    ids=["disk_full", "busy"],
)
def test_a_ledger_that_goes_on_by_itself_lets_the_step_be_repeated(
    error: StorageError,
) -> None:
    refusal = explain(error)

    assert "repeat the step" in refusal.detail
    assert not refusal.stops_selling


def test_other_errors_are_told_and_do_not_stop_selling() -> None:
    refusal = explain(SettingsError("odd"))

    assert (refusal.code, refusal.detail) == ("failed", "odd")
    assert not refusal.stops_selling


def test_a_defect_is_told_without_the_words_of_the_language_it_is_written_in() -> None:
    refusal = explain(KeyError("basket"))

    assert (refusal.code, refusal.title) == ("failed", "This did not work")
    assert "basket'" not in refusal.detail
    assert not refusal.stops_selling


def test_only_thirteen_digits_are_spaced() -> None:
    assert spaced_code("123") == "123"
    assert spaced_code("ABCDEFGHIJKLM") == "ABCDEFGHIJKLM"

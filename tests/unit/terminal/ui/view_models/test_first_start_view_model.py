"""The questions of a new till."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from terminal.replication.errors import EnrolmentRefusedError
from terminal.ui.support.translation import use_language
from terminal.ui.view_models.first_start_view_model import (
    FirstStartAnswers,
    FirstStartViewModel,
)


def _answered(outcome: object = "CODE") -> tuple[FirstStartViewModel, list[object]]:
    made: list[object] = []

    def make(answers: FirstStartAnswers, done: Callable[[object], None]) -> None:
        made.append(answers)
        done(outcome)

    model = FirstStartViewModel(make)
    model.answer(
        store_name="Corner Shop",
        operator_name="Anna",
        operator_pin="246813",
        operator_pin_again="246813",
    )
    return model, made


def test_complete_answers_make_the_home_and_show_the_code() -> None:
    model, made = _answered()
    codes: list[str] = []
    model.recovery_told.connect(codes.append)

    model.start()

    assert len(made) == 1
    assert codes == ["CODE"]
    assert not model.is_working


@pytest.mark.parametrize(
    ("step", "answers", "problem"),
    [
        ("store", {"store_name": " "}, "Type the name of the store."),
        ("store", {"store": ""}, "Type the numbers of the store and of this till."),
        ("money", {"currency": "EURO"}, "Choose a currency."),
        ("money", {"time_zone": "Europe"}, "Choose a time zone from the list."),
        ("money", {"time_zone": ""}, "Choose a time zone from the list."),
        ("money", {"day_cutover": "25:00"}, "Type the time as 04:00."),
        ("money", {"day_cutover": "4"}, "Type the time as 04:00."),
        ("operator", {"operator_name": ""}, "Type the name of the first operator."),
        ("operator", {"operator_pin": "12345"}, "Choose a PIN of six digits."),
        (
            "operator",
            {"operator_pin": "123456"},
            (
                "This PIN is too easy to guess. Choose six digits that neither repeat"
                " nor count."
            ),
        ),
        ("operator", {"operator_pin_again": "246814"}, "Type the same PIN twice."),
    ],
)
def test_a_missing_answer_is_named_and_nothing_is_made(
    step: str, answers: dict[str, str], problem: str
) -> None:
    model, made = _answered()
    model.answer(**answers)

    model.start()

    assert model.problem(step) == problem
    assert made == []


def test_a_failure_is_told_in_its_own_words() -> None:
    model, _ = _answered(OSError("the disk is full"))
    failures: list[str] = []
    model.failed.connect(lambda: failures.append(model.failure()))

    model.start()

    assert failures == ["the disk is full"]
    assert model.failed_step == "operator"


def test_a_till_of_a_center_has_no_operator_of_its_own() -> None:
    model, made = _answered()
    model.answer(
        joins_center=True,
        central_url="https://center.example",
        central_code="C0DE",
        store="",
        operator_name="",
        operator_pin="",
    )

    model.start()

    assert model.steps == ("start", "store", "money")
    assert len(made) == 1


@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        ("center.example", "C0DE", "Type the address with https://"),
        ("http://center.example", "C0DE", "Plain http:// is for"),
        ("", "C0DE", "Type the address"),
        ("http://127.0.0.1:8080", " ", "Type the enrolment code"),
    ],
)
def test_an_unsafe_address_or_no_code_is_named_before_anything_is_sent(
    url: str, code: str, words: str
) -> None:
    model, made = _answered()
    model.answer(joins_center=True, central_url=url, central_code=code)

    model.start()

    assert words in model.problem("start")
    assert made == []


@pytest.mark.usefixtures("qapp")
def test_a_refusal_of_the_center_is_told_in_the_language_in_force() -> None:
    model, _ = _answered(EnrolmentRefusedError("code unknown"))
    model.answer(
        joins_center=True, central_url="https://center.example", central_code="C0DE"
    )

    model.start()

    assert model.failure().startswith("The center did not accept the enrolment code.")
    assert model.failed_step == "start"
    use_language("zh_CN")
    assert model.failure().startswith("总部未接受此注册码")
    model.answer(central_code="C0DF")
    assert model.failure() == ""


def test_the_time_zone_of_this_computer_is_proposed() -> None:
    assert FirstStartViewModel(lambda *_: None).problem("money") == ""


def test_without_a_code_to_show_it_is_finished_at_once() -> None:
    model, _ = _answered("")
    finished: list[bool] = []
    model.finished.connect(lambda: finished.append(True))

    model.start()

    assert finished == [True]

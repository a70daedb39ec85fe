"""The questions of a new till."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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
        (0, {"store_name": " "}, "Type the name of the store."),
        (0, {"store": ""}, "Type the numbers of the store and of this till."),
        (1, {"currency": "EURO"}, "Choose a currency."),
        (1, {"day_cutover": "25:00"}, "Type the time as 04:00."),
        (1, {"day_cutover": "4"}, "Type the time as 04:00."),
        (2, {"operator_name": ""}, "Type the name of the first operator."),
        (2, {"operator_pin": "12345"}, "Choose a PIN of six digits."),
        (2, {"operator_pin_again": "246814"}, "Type the same PIN twice."),
    ],
)
def test_a_missing_answer_is_named_and_nothing_is_made(
    step: int, answers: dict[str, str], problem: str
) -> None:
    model, made = _answered()
    model.answer(**answers)

    model.start()

    assert model.problem(step) == problem
    assert made == []


def test_a_failure_is_told_in_its_own_words() -> None:
    model, _ = _answered(OSError("the disk is full"))
    failures: list[str] = []
    model.failed.connect(failures.append)

    model.start()

    assert failures == ["the disk is full"]


def test_without_a_code_to_show_it_is_finished_at_once() -> None:
    model, _ = _answered("")
    finished: list[bool] = []
    model.finished.connect(lambda: finished.append(True))

    model.start()

    assert finished == [True]

"""A refused command is sent again with what it lacked."""

from __future__ import annotations

from typing import Any

from terminal.application.selling.add_item import AddItem
from terminal.application.selling.void_line import VoidLine
from terminal.domain.errors import AgeCheckRequiredError, PermissionRefusedError
from terminal.ui.support.error_messages import Refusal
from terminal.ui.support.work_queue import ImmediateWorkQueue
from terminal.ui.view_models.commands import CommandSender, Question, is_answerable
from tests.fakes.reference_data import GIFT
from tests.fakes.till import open_memory_till


def test_a_question_repeats_the_command_and_the_answer_reaches_who_asked() -> None:
    sender = CommandSender(ImmediateWorkQueue(open_memory_till().use_cases))
    questions: list[Question] = []
    sender.questioned.connect(questions.append)
    answers: list[Any] = []
    refusals: list[str] = []

    sender.send(
        "add_item",
        AddItem(scan_code=GIFT.scan_code),
        answers.append,
        lambda: refusals.append("told"),
    )
    assert (len(questions), answers, refusals) == (1, [], ["told"])

    questions[0].answer(keyed_price_micro=5_000_000)
    assert answers[0].line.amount_minor == 500


def test_what_cannot_be_answered_is_a_refusal() -> None:
    sender = CommandSender(ImmediateWorkQueue(open_memory_till().use_cases))
    refused: list[Refusal] = []
    sender.refused.connect(refused.append)

    sender.send("void_line", VoidLine(line_sequence=1), lambda _: None)

    assert [refusal.code for refusal in refused] == ["no_open_transaction"]


def test_only_a_command_with_the_field_can_take_the_answer() -> None:
    age = AgeCheckRequiredError("how old?")
    lent = PermissionRefusedError("may not")

    assert is_answerable(AddItem(scan_code="1"), age)
    assert is_answerable(AddItem(scan_code="1"), lent)
    assert not is_answerable(VoidLine(line_sequence=1), lent)

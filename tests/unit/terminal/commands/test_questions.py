"""Answers are asked again until they are good."""

from __future__ import annotations

import getpass
import io
from pathlib import Path

import pytest

from terminal.commands import _questions
from terminal.domain.access.pin import WeakPinError
from terminal.settings.errors import AnswersFileError


def _type(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def _type_unseen(monkeypatch: pytest.MonkeyPatch, *pins: str) -> None:
    typed = iter(pins)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(typed))


def test_nothing_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, "\n  typed \n")

    assert _questions.line("question", "default") == "default"
    assert _questions.line("question", "default") == "typed"


def test_questions_do_not_mix_with_the_answer_of_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _type(monkeypatch, "x\n")

    _questions.line("question", "default")

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "question [default]: "


def test_the_end_of_input_ends_the_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, "")

    with pytest.raises(EOFError):
        _questions.line("question", "")


def test_a_refused_answer_is_explained_and_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _type(monkeypatch, "many\n3\n")

    number = _questions.ask(lambda: int(_questions.line("how many", "")), (ValueError,))

    assert number == 3
    assert "'many'" in capsys.readouterr().err


def test_a_pin_is_typed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    _type_unseen(monkeypatch, "271828", "271829", "314159", "314159")

    assert _questions.new_pin() == "314159"


def test_a_weak_pin_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _type_unseen(monkeypatch, "123456")

    with pytest.raises(WeakPinError):
        _questions.new_pin()


def test_a_secret_is_read_from_a_file_or_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("271828\nmore\n", "utf-8")
    _type(monkeypatch, " 314159 \n")

    assert _questions.first_line(str(tmp_path / "secret")) == "271828"
    assert _questions.first_line("-") == "314159"
    with pytest.raises(AnswersFileError, match="absent"):
        _questions.first_line(str(tmp_path / "absent"))

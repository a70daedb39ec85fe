"""Finding and calling commands."""

from __future__ import annotations

import argparse
import errno
import subprocess
import sys
from pathlib import Path

import pytest

from terminal.commands import _runner

_ROOT = Path(__file__).parents[4]


class _Command:
    HELP = "A command of this test."

    def __init__(self, error: BaseException | None = None) -> None:
        self._error = error

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare nothing."""

    def run(self, arguments: argparse.Namespace) -> int:
        if self._error is not None:
            raise self._error
        return _runner.EXIT_OK


def _refusal(message: str) -> Exception:
    # Recognised by the name and module of its base class, as a real one is.
    base = type("DomainError", (Exception,), {"__module__": "terminal.domain.errors"})
    return type("BasketIsEmptyError", (base,), {})(message)  # type: ignore[no-any-return]  # made by type()


def test_unknown_command_is_wrong_usage_with_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = _runner.main(["no-such-command"])

    output = capsys.readouterr()
    assert code == _runner.EXIT_USAGE
    assert output.out == ""
    assert output.err.count("\n") == 1
    assert "no-such-command" in output.err


@pytest.mark.parametrize("name", ["_runner", "../main", "os.path", "", "-x"])
def test_a_name_that_is_no_command_finds_no_module(name: str) -> None:
    assert _runner.find_command(name) is None


def test_no_command_at_all_lists_the_commands_and_is_wrong_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = _runner.main([])

    assert code == _runner.EXIT_USAGE
    assert "usage: python main.py COMMAND" in capsys.readouterr().out


def test_a_refusal_is_one_line_and_exit_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = _Command(_refusal("the basket is empty\nscan something first"))

    code = _runner.run_command(command, argparse.Namespace())

    assert code == _runner.EXIT_NO
    assert (
        capsys.readouterr().err
        == "evertill: the basket is empty scan something first\n"
    )


def test_a_programming_error_is_not_hidden() -> None:
    command = _Command(RuntimeError("a bug"))

    with pytest.raises(RuntimeError, match="a bug"):
        _runner.run_command(command, argparse.Namespace())


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            FileExistsError(errno.EEXIST, "File exists", "/out"),
            "/out: File exists",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (OSError("timed out"), "timed out"),
        (EOFError(), "standard input ended before the answer; nothing was changed"),
    ],
    ids=["file", "no_file", "no_number", "input_ended"],
)
def test_what_the_system_refuses_is_one_line_and_exit_one(
    error: Exception, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _runner.run_command(_Command(error), argparse.Namespace())

    assert code == _runner.EXIT_NO
    assert capsys.readouterr().err == f"evertill: {told}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/full")
@pytest.mark.parametrize(
    ("redirection", "said"),
    [
        (">/dev/full", "evertill: No space left on device\n"),
        ("| head -c 0; exit ${PIPESTATUS[0]}", ""),
        ("<&- >&- 2>&-", ""),
    ],
    ids=["full", "reader_gone", "closed"],
)
def test_an_output_that_takes_nothing_is_no_traceback(
    redirection: str, said: str
) -> None:
    done = subprocess.run(
        ["bash", "-c", f'"$0" main.py --help {redirection}', sys.executable],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert done.stderr == said
    assert done.returncode in {_runner.EXIT_OK, _runner.EXIT_NO}


@pytest.mark.skipif(sys.platform == "win32", reason="closes descriptors by a shell")
def test_a_missing_input_has_ended_at_once() -> None:
    done = subprocess.run(
        ["bash", "-c", '"$0" main.py price - --home "$1" <&-', sys.executable, "x"],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert done.returncode == _runner.EXIT_NO
    assert done.stderr.startswith("evertill: this is no price request")
    assert done.stderr.count("\n") == 1


def test_an_interrupt_ends_with_the_code_of_shells() -> None:
    command = _Command(KeyboardInterrupt())

    assert (
        _runner.run_command(command, argparse.Namespace()) == _runner.EXIT_INTERRUPTED
    )


def test_every_listed_command_is_found_by_its_name() -> None:
    commands = _runner.list_commands()

    assert {name: _runner.find_command(name) for name in commands} == commands

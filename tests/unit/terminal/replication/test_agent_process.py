"""Starting the agent as a process of its own."""

from __future__ import annotations

import errno
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from terminal.replication import agent_process
from terminal.replication.agent_process import ensure_agent_running, is_listening

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")


class _Home:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.agent_address = str(path / "agent.sock")


class _Started:
    """Stands for a process that runs until it is told otherwise."""

    def __init__(self, command: list[str], **options: Any) -> None:
        self.command = command
        self.options = options
        self.ended: int | None = None

    def poll(self) -> int | None:
        return self.ended


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[_Started]:
    made: list[_Started] = []

    def start(command: list[str], **options: Any) -> _Started:
        made.append(_Started(command, **options))
        return made[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(agent_process, "_started", [])
    return made


def test_a_missing_agent_is_started_apart_from_the_till(
    tmp_path: Path, started: list[_Started]
) -> None:
    assert ensure_agent_running(_Home(tmp_path))

    [process] = started
    assert process.command[0] == sys.executable
    assert process.command[-3:] == ["agent", "--home", str(tmp_path)]
    assert Path(process.command[1]).name == "main.py"
    assert process.options["start_new_session"]
    assert process.options["stdin"] == subprocess.DEVNULL


def test_a_bundled_program_starts_itself(
    tmp_path: Path, started: list[_Started], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    ensure_agent_running(_Home(tmp_path))

    assert started[0].command == [sys.executable, "agent", "--home", str(tmp_path)]


def test_an_agent_that_listens_is_not_started_again(
    tmp_path: Path, started: list[_Started]
) -> None:
    home = _Home(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(home.agent_address)
        listener.listen()

        assert not ensure_agent_running(home)

    assert started == []


def test_a_socket_that_nobody_serves_is_no_agent(tmp_path: Path) -> None:
    home = _Home(tmp_path)
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(home.agent_address)

    assert not is_listening(home.agent_address)
    assert not is_listening(str(tmp_path / "none"))


def test_a_program_that_cannot_be_started_costs_the_till_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(command: list[str], **options: Any) -> None:
        raise OSError("no processes left")

    monkeypatch.setattr(subprocess, "Popen", fail)

    assert not ensure_agent_running(_Home(tmp_path))


def test_a_system_without_descriptors_is_nobody_listening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(errno.EMFILE, "too many open files")

    monkeypatch.setattr(socket, "socket", refuse)

    assert not is_listening(str(tmp_path / "agent.sock"))

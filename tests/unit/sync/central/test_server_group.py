"""Several server processes that are started, replaced and stopped together.

With real processes; that they serve is shown in tests/integration/central.
"""

from __future__ import annotations

import errno
import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from sync.central.errors import CentralError
from sync.central.installation import locate
from sync.central.server import Address
from sync.central.server_group import PROCESSES_MAX, ServerGroup, serve_together
from tests.support.group_member import member

_context = multiprocessing.get_context("spawn")

pytestmark = pytest.mark.timeout(120)


class Made:
    """Remembers the processes of a group."""

    def __init__(self, *, ends: bool = False) -> None:
        self.ends = ends
        self.processes: list[SpawnProcess] = []

    def __call__(self, ready: Pipe) -> SpawnProcess:
        process = _context.Process(target=member, args=(ready, self.ends))
        self.processes.append(process)
        return process


def test_all_are_ready_before_the_group_is_and_all_end_with_it() -> None:
    made = Made()
    ready_then: list[int] = []

    def started() -> None:
        ready_then.append(sum(process.is_alive() for process in made.processes))
        group.handle_signal(signal.SIGTERM, None)

    group = ServerGroup(2, made, started)
    group.run()

    assert ready_then == [2]
    assert [process.exitcode for process in made.processes] == [0, 0]


def test_one_that_is_killed_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.central.server_group._PAUSE_FIRST_S", 0.0)
    made = Made()

    def started() -> None:
        made.processes[0].kill()

    group = ServerGroup(1, stop_at(made, 2, lambda: group), started)
    group.run()

    first, second = made.processes
    assert first.exitcode == -signal.SIGKILL
    assert second.exitcode in {0, -signal.SIGTERM}


def test_a_system_without_room_for_a_process_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sync.central.server_group._PAUSE_FIRST_S", 0.0)
    monkeypatch.setattr("sync.central.server_group._LOOK_S", 0.01)
    made = Made()
    refused: list[str] = []

    def make(ready: Pipe) -> SpawnProcess:
        if len(made.processes) == 1 and len(refused) < 2:
            refused.append("no room")
            raise OSError(errno.EAGAIN, "no room")
        process = made(ready)
        if len(made.processes) == 2:
            group.handle_signal(signal.SIGTERM, None)
        return process

    def started() -> None:
        made.processes[0].kill()

    group = ServerGroup(1, make, started)
    group.run()

    assert len(refused) == 2
    assert len(made.processes) == 2


def test_a_system_without_room_ends_a_group_that_has_not_begun() -> None:
    def refuse(_ready: Pipe) -> SpawnProcess:
        raise OSError(errno.EAGAIN, "no room")

    with pytest.raises(CentralError, match="could not start"):
        ServerGroup(1, refuse, lambda: None).run()


def stop_at(
    made: Made, count: int, group: Callable[[], ServerGroup]
) -> Callable[[Pipe], SpawnProcess]:
    """Stop the group when it makes its process number *count*."""

    def make(ready: Pipe) -> SpawnProcess:
        process = made(ready)
        if len(made.processes) == count:
            group().handle_signal(signal.SIGTERM, None)
        return process

    return make


def test_one_that_cannot_start_ends_the_group() -> None:
    made = Made(ends=True)

    with pytest.raises(CentralError, match="could not start"):
        ServerGroup(1, made, lambda: None).run()

    assert made.processes[0].exitcode == 3


@pytest.mark.parametrize("count", [0, -1, PROCESSES_MAX + 1])
def test_a_count_that_makes_no_sense_is_refused(tmp_path: Path, count: int) -> None:
    location = locate(None, tmp_path)

    with pytest.raises(CentralError, match="--processes"):
        serve_together(location, Address("127.0.0.1", 0), None, count)

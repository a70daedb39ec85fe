"""Writers of one file, in several processes, go one behind the other."""

from __future__ import annotations

import errno
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.writers_turn import WritersTurn

_ROOT = Path(__file__).parents[4]

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="SQLite alone keeps them apart there"
)


class Taker:
    """Another process that takes the turn, and its pipes."""

    def __init__(self, file: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.turn_taker", str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
        )
        assert self.said() == "asking"

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "central.db"


@pytest.fixture
def other(file: Path) -> Iterator[Taker]:
    taker = Taker(file)
    yield taker
    taker.end()


def test_a_turn_is_waited_for_and_comes_back_when_its_holder_is_killed(
    file: Path, other: Taker
) -> None:
    assert other.said() == "taken"
    entered = threading.Event()

    def enter() -> None:
        with WritersTurn(file).taken():
            entered.set()

    thread = threading.Thread(target=enter)
    thread.start()
    assert not entered.wait(0.05)
    other.process.kill()
    thread.join()

    assert entered.is_set()


def test_who_waits_comes_before_who_leaves(file: Path) -> None:
    turn, order = WritersTurn(file), []
    waiting = threading.Event()

    def wait() -> None:
        waiting.set()
        with WritersTurn(file).taken():
            order.append("who waited")

    with turn.taken():
        thread = threading.Thread(target=wait)
        thread.start()
        waiting.wait()
        # The other has entered the room behind the door when its file is locked.
        _wait_until_locked(file.with_name("central.db.next"))
    with turn.taken():
        order.append("who left")
    thread.join()

    assert order == ["who waited", "who left"]


def test_without_a_place_for_its_files_writers_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    turn = WritersTurn(tmp_path / "gone" / "central.db")
    entered = []

    for number in range(2):
        with turn.taken():
            entered.append(number)
    turn.close()

    assert entered == [0, 1]
    assert len(caplog.records) == 1


def test_a_file_system_without_locks_leaves_it_to_the_database(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    turn = WritersTurn(file)
    with monkeypatch.context() as patched:
        patched.setattr("sync.central.writers_turn._lock", refuse)
        with turn.taken():
            pass
    # What was opened then is used when locks can be had again.
    with turn.taken():
        pass
    turn.close()


def test_an_error_of_the_block_is_the_callers(file: Path) -> None:
    turn = WritersTurn(file)

    with pytest.raises(OSError, match="the work"), turn.taken():
        raise OSError(errno.EIO, "the work")
    turn.close()


def _wait_until_locked(file: Path) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    with file.open("rb") as opened:
        while True:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            fcntl.flock(opened, fcntl.LOCK_UN)


def test_a_turn_is_given_back_by_an_error_and_can_be_closed(file: Path) -> None:
    turn = WritersTurn(file)

    with pytest.raises(RuntimeError), turn.taken():
        raise RuntimeError
    with WritersTurn(file).taken():
        pass
    turn.close()
    with turn.taken():
        pass

    assert {each.name for each in file.parent.iterdir()} == {
        "central.db.next",
        "central.db.turn",
    }

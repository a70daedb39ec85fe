"""A file of the home has one writer among all processes, and no stale lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from terminal.persistence.errors import ReadOnlyHomeError
from terminal.persistence.locks import HomeLockedError, hold

_ROOT: Final = Path(__file__).parents[4]
_HOLDER: Final = (
    "import sys\n"
    "from pathlib import Path\n"
    "from terminal.persistence.locks import hold\n"
    "with hold(Path(sys.argv[1]), 'the till is running'):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


def _start_holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_told_who_holds_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.lock"

    with _start_holder(path) as holder:
        with (
            pytest.raises(HomeLockedError) as refusal,
            hold(path, "the till is running"),
        ):
            pytest.fail("two writers")
        holder.communicate("")

    assert str(refusal.value).startswith("the till is running: do this in its window")
    with hold(path, "the till is running"):
        pass


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_the_lock_goes_with_a_killed_process(tmp_path: Path) -> None:
    path = tmp_path / "ledger.lock"

    with _start_holder(path) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()

        with hold(path, "the till is running"):
            pass


def test_one_process_is_two_tills_as_well(tmp_path: Path) -> None:
    path = tmp_path / "ledger.lock"

    with (
        hold(path, "the till is running"),
        pytest.raises(HomeLockedError),
        hold(path, "the till is running"),
    ):
        pytest.fail("two writers")


def test_the_lock_is_let_go_when_the_work_fails(tmp_path: Path) -> None:
    path = tmp_path / "ledger.lock"

    with pytest.raises(KeyError), hold(path, "the till is running"):
        raise KeyError

    with hold(path, "the till is running"):
        pass


@pytest.mark.parametrize("name", ["file", "absent"])
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")

    with (
        pytest.raises(ReadOnlyHomeError),
        hold(tmp_path / name / "ledger.lock", "the till is running"),
    ):
        pytest.fail("locked nothing")

    assert not (tmp_path / "absent").exists()

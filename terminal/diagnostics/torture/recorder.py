"""Runs the shipped program under strace and keeps what it did to one folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from terminal.diagnostics.errors import DiagnosticsError
from terminal.diagnostics.replay.processes import MAIN, TillProcess
from terminal.diagnostics.torture.disk import Call, Disk, Tree
from terminal.diagnostics.torture.trace import STRING_BYTES_MAX, TRACED, Trace

_TIMEOUT_S: Final = 120.0
_TRACE: Final = "trace.txt"
TILL: Final = (sys.executable, str(MAIN), "till", "--headless")


class RecorderError(DiagnosticsError):
    """The program could not be recorded, or was recorded wrongly."""


class Recorded(msgspec.Struct, frozen=True):
    """What one process did.

    Attributes:
        base: The folder before, all of it certain.
        calls: Its calls that changed the folder, and its answers, in order.
    """

    base: Tree
    calls: list[Call]


def require_strace() -> str:
    """Return the path of strace.

    Raises:
        RecorderError: There is none.
    """
    found = shutil.which("strace")
    if found is None:
        raise RecorderError(
            "strace is not installed: it is what records the calls to the disk, on"
            " Linux alone"
        )
    return found


def record_command(root: Path, work: Path, *words: str, stdin: str = "") -> Recorded:
    """Record ``main.py WORDS --json``, which must succeed.

    Args:
        root: The folder to watch.
        work: Takes the trace; not in *root*.
        words: The command and its arguments.
        stdin: What it reads.

    Raises:
        RecorderError: It failed, or the record does not explain the folder.
    """
    program = [sys.executable, str(MAIN), *words, "--json"]

    def run(prefix: Sequence[str]) -> None:
        done = subprocess.run(
            [*prefix, *program],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_S,
        )
        if done.returncode != 0:
            raise RecorderError(f"{' '.join(words[:2])}: {done.stderr.strip()}")

    return _record(root, work, run)


def record_till(
    root: Path,
    work: Path,
    home: Path,
    play: Callable[[TillProcess], None],
    program: Sequence[str] = TILL,
) -> Recorded:
    """Record a till process from its start to its end while *play* uses it.

    Raises:
        RecorderError: The record does not explain the folder.
        ProcessError: The till failed a command.
    """

    def run(prefix: Sequence[str]) -> None:
        till = TillProcess(home, work / "till.log", program=(*prefix, *program))
        try:
            play(till)
        finally:
            till.stop()

    return _record(root, work, run)


def _record(root: Path, work: Path, run: Callable[[Sequence[str]], None]) -> Recorded:
    base = read_tree(root)
    trace = work / _TRACE
    trace.unlink(missing_ok=True)
    run(
        [
            require_strace(),
            *("--seccomp-bpf", "-f", "-y", "-xx"),
            *("-s", str(STRING_BYTES_MAX), "-o", str(trace), "-e", f"trace={TRACED}"),
        ]
    )
    with trace.open(encoding="ascii") as lines:
        calls = list(Trace(root).calls(lines))
    trace.unlink()
    recorded = Recorded(base, calls)
    _require_complete(recorded, read_tree(root))
    return recorded


def _require_complete(recorded: Recorded, found: Tree) -> None:
    """Compare the replayed calls with the folder as it really is now.

    A call that the recorder missed or misread would make every crash state a
    fiction; here it shows.
    """
    disk = Disk(recorded.base)
    for call in recorded.calls:
        disk.apply(call)
    replayed = disk.after_everything()
    if set(replayed.folders) != set(found.folders):
        raise RecorderError("the recorded calls do not explain the folders")
    wrong = sorted(
        path
        for path in replayed.files.keys() | found.files.keys()
        if replayed.files.get(path) != found.files.get(path)
    )
    if wrong:
        raise RecorderError(f"the recorded calls do not explain {', '.join(wrong)}")


def read_tree(root: Path) -> Tree:
    """Return what is in *root*, but for what a restart of the machine clears."""
    folders: list[str] = [""]
    files: dict[str, bytes] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_dir():
            folders.append(name)
        elif not name.endswith("-shm"):
            files[name] = path.read_bytes()
    return Tree(tuple(folders), files)


def write_tree(tree: Tree, root: Path) -> None:
    """Make *root* hold exactly *tree*."""
    if root.exists():
        shutil.rmtree(root)
    for folder in tree.folders:
        (root / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    for path, content in tree.files.items():
        file = root / path
        file.touch(mode=0o600)
        file.write_bytes(content)

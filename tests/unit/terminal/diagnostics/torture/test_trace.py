"""strace's lines become calls below one folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.diagnostics.torture.disk import (
    Call,
    MadeFolder,
    Opened,
    Removed,
    Renamed,
    Said,
    Synced,
    Truncated,
    UnsupportedCallError,
    Wrote,
)
from terminal.diagnostics.torture.trace import Trace


def hexed(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return "".join(f"\\x{byte:02x}" for byte in data)


class Lines:
    """Writes lines as strace does."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._trace = Trace(root)

    def fd(self, number: int, name: str) -> str:
        return f"{number}<{hexed(f'{self.root}/{name}' if name else str(self.root))}>"

    def path(self, name: str) -> str:
        return f'"{hexed(f"{self.root}/{name}")}"'

    def calls(self, *lines: str) -> list[Call]:
        return list(self._trace.calls(f"77 {line}\n" for line in lines))


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    return Lines(tmp_path)


def test_positional_write_sync_and_truncation(lines: Lines) -> None:
    data = hexed(b'\x00\xff"')
    wal = lines.fd(5, "till/ledger.db-wal")
    cwd = f"AT_FDCWD<{hexed('/')}>"

    found = lines.calls(
        f"openat({cwd}, {lines.path('till/ledger.db-wal')}, O_RDWR|O_CREAT, 0644)"
        f" = {wal}",
        f'pwrite64({wal}, "{data}", 3, 4096) = 3',
        f"fdatasync({wal}) = 0",
        f"ftruncate({wal}, 0) = 0",
        f"fsync({lines.fd(6, 'till')}) = 0",
        f"fsync({lines.fd(6, '')}) = 0",
    )

    assert found == [
        Opened("till/ledger.db-wal"),
        Wrote("till/ledger.db-wal", 4096, b'\x00\xff"'),
        Synced("till/ledger.db-wal"),
        Truncated("till/ledger.db-wal", 0),
        Synced("till"),
        Synced(""),
    ]


def test_sequential_writes_go_on_where_the_last_ended(lines: Lines) -> None:
    file = lines.fd(3, "f")
    cwd = f"AT_FDCWD<{hexed('/')}>"

    found = lines.calls(
        f"openat({cwd}, {lines.path('f')}, O_WRONLY|O_CREAT|O_TRUNC, 0600) = {file}",
        f'write({file}, "{hexed("abc")}", 3) = 3',
        f'write({file}, "{hexed("def")}", 3) = 2',
        f"lseek({file}, 1, SEEK_SET) = 1",
        f'write({file}, "{hexed("z")}", 1) = 1',
    )

    assert found == [
        Opened("f", truncates=True),
        Wrote("f", 0, b"abc"),
        Wrote("f", 3, b"de"),
        Wrote("f", 1, b"z"),
    ]


def test_names_are_changed_relative_to_folders_too(lines: Lines) -> None:
    folder = lines.fd(4, "till")

    found = lines.calls(
        f"mkdir({lines.path('.new/../till')}, 0700) = 0",
        f"rename({lines.path('till/.a.new')}, {lines.path('till/a')}) = 0",
        f'unlinkat({folder}, "{hexed("a")}", 0) = 0',
        f"rmdir({lines.path('till')}) = 0",
    )

    assert found == [
        MadeFolder("till"),
        Renamed("till/.a.new", "till/a"),
        Removed("till/a"),
        Removed("till"),
    ]


def test_answers_are_kept_in_their_place(lines: Lines) -> None:
    out = f"1<{hexed('pipe:[4711]')}>"
    file = lines.fd(3, "f")

    found = lines.calls(
        f"fsync({file}) = 0", f'write({out}, "{hexed("ack 1")}", 5) = 5'
    )

    assert found == [Synced("f"), Said(b"ack 1")]


def test_call_that_another_thread_interrupts_counts_when_it_returns(
    lines: Lines, tmp_path: Path
) -> None:
    file = lines.fd(3, "f")

    found = list(
        Trace(tmp_path).calls(
            [
                f"77 fsync({file} <unfinished ...>\n",
                f'78 pwrite64({file}, "{hexed("x")}", 1, 0) = 1\n',
                "77 <... fsync resumed>) = 0\n",
            ]
        )
    )

    assert found == [Wrote("f", 0, b"x"), Synced("f")]


def test_what_failed_lies_elsewhere_or_is_shared_memory_is_left_out(
    lines: Lines,
) -> None:
    gone = f"{lines.fd(3, 'f')}(deleted)"

    assert (
        lines.calls(
            f"fsync({lines.fd(3, 'f')}) = -1 EIO (Input/output error)",
            f'pwrite64({gone}, "{hexed("x")}", 1, 0) = 1',
            f'pwrite64(4<{hexed("/elsewhere/f")}>, "{hexed("x")}", 1, 0) = 1',
            f"ftruncate({lines.fd(5, 'ledger.db-shm')}, 32768) = 0",
            "--- SIGTERM {si_signo=SIGTERM} ---",
            "+++ exited with 0 +++",
        )
        == []
    )


def test_change_of_the_folder_that_is_not_known_is_an_error(lines: Lines) -> None:
    with pytest.raises(UnsupportedCallError, match="fallocate"):
        lines.calls(f"fallocate({lines.fd(3, 'f')}, 0, 0, 4096) = 0")
    with pytest.raises(UnsupportedCallError, match="rename"):
        lines.calls(f'rename({lines.path("a")}, "{hexed("/elsewhere")}") = 0')
    assert lines.calls(f"fallocate(3<{hexed('/tmp/f')}>, 0, 0, 4096) = 0") == []

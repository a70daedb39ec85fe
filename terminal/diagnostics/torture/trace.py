"""Reads what strace saw a program ask of the disk.

strace runs with ``-f -y -xx``: threads are followed, descriptors carry their path,
and every string is hexadecimal, so that no byte is shortened or quoted.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

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

TRACED: Final = (
    "open,openat,creat,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,"
    "sync_file_range,ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,"
    "unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,lseek,sendfile,"
    "copy_file_range"
)
STRING_BYTES_MAX: Final = 1 << 20

# Of the index of a WAL only its name is kept: it is shared memory, and the first
# program after a start of the machine makes it anew.
_NOT_DURABLE: Final = ("-shm",)

_LINE: Final = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(.*)", re.DOTALL)
_RESUMED: Final = re.compile(r"(\d+) +<\.\.\. \w+ resumed>(.*)", re.DOTALL)
_UNFINISHED: Final = " <unfinished ...>"
_DESCRIPTOR: Final = re.compile(r"(-?\d+|AT_FDCWD)<([^>]*)>(\(deleted\))?")
_STRING: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_STANDARD_OUTPUT: Final = "1"


class Trace:
    """Turns the lines of one traced process into calls below one folder."""

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._unfinished: dict[str, str] = {}
        self._positions: dict[str, int] = {}

    def calls(self, lines: Iterable[str]) -> Iterator[Call]:
        """Yield the calls in the order in which they returned.

        Raises:
            UnsupportedCallError: A call changed the folder in a way not known here.
        """
        for line in lines:
            whole = self._whole(line.rstrip("\n"))
            found = _LINE.fullmatch(whole) if whole is not None else None
            if found is None or found[4] in {"-1", "?"}:
                continue
            call = self._call(found[2], found[3], int(found[4]))
            if call is not None:
                yield call

    def _whole(self, line: str) -> str | None:
        """Join a call that another thread's call interrupted in the trace."""
        pid = line.partition(" ")[0]
        if line.endswith(_UNFINISHED):
            self._unfinished[pid] = line.removesuffix(_UNFINISHED)
            return None
        resumed = _RESUMED.fullmatch(line)
        if resumed is not None:
            return self._unfinished.pop(pid, "") + resumed[2]
        return line

    def _call(self, name: str, arguments: str, result: int) -> Call | None:
        match name:
            case "openat" | "open" | "creat":
                return self._opened(name, arguments, result)
            case "lseek":
                self._positions[_descriptor_of(arguments)[0]] = result
                return None
            case "write" | "pwrite64":
                return self._wrote(name, arguments, result)
            case "fsync" | "fdatasync" | "ftruncate":
                return self._of_descriptor(name, arguments)
            case _:
                return self._of_name(name, arguments)

    def _of_descriptor(self, name: str, arguments: str) -> Call | None:
        path = self._inside(_descriptor_of(arguments)[1])
        if path is None:
            return None
        if name == "ftruncate":
            return Truncated(path, int(arguments.rpartition(",")[2]))
        return Synced(path)

    def _of_name(self, name: str, arguments: str) -> Call | None:
        if name in {"rename", "renameat", "renameat2"}:
            return self._renamed(arguments)
        if name not in {"mkdir", "mkdirat", "unlink", "unlinkat", "rmdir"}:
            self._require_elsewhere(name, arguments)
            return None
        (path,) = self._named(arguments, 1)
        if path is None:
            return None
        return MadeFolder(path) if name.startswith("mkdir") else Removed(path)

    def _opened(self, name: str, arguments: str, result: int) -> Call | None:
        self._positions[str(result)] = 0
        makes = "O_CREAT" in arguments or name == "creat"
        truncates = "O_TRUNC" in arguments or name == "creat"
        if "O_APPEND" in arguments:
            self._positions[str(result)] = -1
        if not (makes or truncates):
            return None
        (path,) = self._named(arguments, 1)
        return None if path is None else Opened(path, truncates)

    def _wrote(self, name: str, arguments: str, result: int) -> Call | None:
        string = _STRING.search(arguments)
        assert string is not None, arguments[:200]
        descriptor, path = _descriptor_of(arguments)
        if name == "write" and descriptor == _STANDARD_OUTPUT:
            return Said(_bytes_of(string)[:result])
        if name == "pwrite64":
            offset = int(arguments.rpartition(",")[2])
        else:
            offset = self._positions.get(descriptor, 0)
            self._positions[descriptor] = offset + result
        inside = self._inside(path)
        if inside is None:
            return None
        if string[2] or offset < 0:
            raise UnsupportedCallError(f"{name} of {inside}: {arguments[-80:]}")
        return Wrote(inside, offset, _bytes_of(string)[:result])

    def _renamed(self, arguments: str) -> Call | None:
        old, new = self._named(arguments, 2)
        if old is None and new is None:
            return None
        if old is None or new is None:
            raise UnsupportedCallError(f"a rename into or out of {self._root}")
        return Renamed(old, new)

    def _require_elsewhere(self, name: str, arguments: str) -> None:
        paths = [_text_of(found[2]) for found in _DESCRIPTOR.finditer(arguments)]
        paths += [_bytes_of(s).decode() for s in _STRING.finditer(arguments)]
        inside = [path for path in paths if self._inside(path) is not None]
        if inside:
            raise UnsupportedCallError(f"{name} of {inside[0]}")

    def _named(self, arguments: str, count: int) -> list[str | None]:
        """Return *count* paths that are named by string, beside a folder or not."""
        folders = [_text_of(found[2]) for found in _DESCRIPTOR.finditer(arguments)]
        names = [
            _bytes_of(found).decode("utf-8", "surrogateescape")
            for found in _STRING.finditer(arguments)
        ][:count]
        assert len(names) == count, arguments[:200]
        folders += [folders[-1] if folders else "/"] * (count - len(folders))
        return [
            self._inside(os.path.normpath(os.path.join(folder, name)))  # noqa: PTH118
            for folder, name in zip(folders[:count], names, strict=True)
        ]

    def _inside(self, path: str | None) -> str | None:
        if path is None or path.endswith(_NOT_DURABLE):
            return None
        if path == self._root:
            return ""
        prefix = f"{self._root}/"
        return path.removeprefix(prefix) if path.startswith(prefix) else None


def _descriptor_of(arguments: str) -> tuple[str, str | None]:
    found = _DESCRIPTOR.match(arguments)
    if found is None:
        return arguments.partition(",")[0], None
    return found[1], None if found[3] else _text_of(found[2])


def _text_of(hexadecimal: str) -> str:
    return (
        re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), hexadecimal)
        .encode("latin-1")
        .decode("utf-8", "surrogateescape")
    )


def _bytes_of(string: re.Match[str]) -> bytes:
    return bytes.fromhex(string[1].replace("\\x", ""))

"""A model of a disk: what each cut of power could leave of a folder.

A write is certain only after an fsync of its file, a name only after an fsync of
its folder; both are POSIX's promises and no more.  Until then any part may be there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from enum import Enum
from pathlib import PurePosixPath
from typing import Final

import msgspec

SECTOR_BYTES: Final = 512
"""What a disk writes whole or not at all."""


class Opened(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A file was opened by a call that may make or empty it; paths are relative."""

    path: str
    truncates: bool = False


class Wrote(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Bytes went into a file."""

    path: str
    offset: int
    data: bytes


class Truncated(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A file got another size."""

    path: str
    size: int


class Synced(msgspec.Struct, frozen=True, tag=True, gc=False):
    """An fsync of a file or folder returned."""

    path: str


class MadeFolder(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A folder was made."""

    path: str


class Renamed(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A file or folder got another name in the same folder."""

    old: str
    new: str


class Removed(msgspec.Struct, frozen=True, tag=True, gc=False):
    """A file or an empty folder lost its name."""

    path: str


class Said(msgspec.Struct, frozen=True, tag=True, gc=False):
    """The program wrote to its standard output: somebody may rely on it now."""

    text: bytes


DiskCall = Opened | Wrote | Truncated | Synced | MadeFolder | Renamed | Removed
Call = DiskCall | Said


class Loss(Enum):
    """What became of the calls that no fsync had made certain."""

    NONE = "none lost"
    PREFIX = "prefix kept"
    SUBSET = "random subset kept"
    TORN = "torn at 512 bytes"
    ALL = "all lost"


class Tree(msgspec.Struct, frozen=True):
    """The content of a folder.

    Attributes:
        folders: Relative paths, a parent before what is in it; "" is the root.
        files: Content by relative path.
    """

    folders: tuple[str, ...]
    files: dict[str, bytes]


class UnsupportedCallError(Exception):
    """The recorded program did something that the model has no rule for."""


class _Write(msgspec.Struct, frozen=True, gc=False):
    offset: int
    data: bytes


class _Resize(msgspec.Struct, frozen=True, gc=False):
    size: int


_FileChange = _Write | _Resize


class _File:
    """Content that is certain, and the changes that are not."""

    def __init__(self, content: bytes = b"") -> None:
        self.durable = bytearray(content)
        self.pending: list[_FileChange] = []

    def sync(self) -> None:
        for change in self.pending:
            _change(self.durable, change)
        self.pending = []

    def after(self, loss: Loss, chance: random.Random) -> bytes:
        content = bytearray(self.durable)
        for change in _surviving(self.pending, loss, chance):
            _change(content, change)
        return bytes(content)


class _Folder:
    """Names that are certain, and the changes of names that are not.

    One change is a dict: a rename takes one name away and gives another, whole.
    """

    def __init__(self) -> None:
        self.durable: dict[str, _Node] = {}
        self.current: dict[str, _Node] = {}
        self.pending: list[dict[str, _Node | None]] = []

    def change(self, names: dict[str, _Node | None]) -> None:
        self.pending.append(names)
        _rename(self.current, names)

    def sync(self) -> None:
        self.pending = []
        self.durable = dict(self.current)

    def after(self, loss: Loss, chance: random.Random) -> dict[str, _Node]:
        names = dict(self.durable)
        for change in _surviving_names(self.pending, loss, chance):
            _rename(names, change)
        return names


_Node = _File | _Folder


class Disk:
    """Follows the calls of a program below one folder, one after another."""

    def __init__(self, tree: Tree) -> None:
        """Begin with *tree*, all of it certain."""
        self._root = _Folder()
        for path in tree.folders:
            if path:
                self._put(path, _Folder())
        for path, content in tree.files.items():
            self._put(path, _File(content))
        for folder in self._folders(self._root):
            folder.sync()

    def apply(self, call: Call) -> None:
        """Do what the program did.

        Raises:
            UnsupportedCallError: The model has no rule for it.
        """
        match call:
            case Opened():
                self._open(call)
            case Wrote():
                self._file(call.path).pending.append(_Write(call.offset, call.data))
            case Truncated():
                self._file(call.path).pending.append(_Resize(call.size))
            case Synced():
                self._node(call.path).sync()
            case MadeFolder():
                self._put(call.path, _Folder())
            case Renamed():
                self._rename(call)
            case Removed():
                folder, name = self._place(call.path)
                folder.change({name: None})
            case Said():
                pass

    @property
    def is_certain(self) -> bool:
        """Whether a cut of power now would lose nothing of what was done."""
        return not any(node.pending for node in self._reachable())

    def after_everything(self) -> Tree:
        """Return the folder as programs see it now."""
        return self.after(Loss.NONE, random.Random(0))

    def after(self, loss: Loss, chance: random.Random) -> Tree:
        """Return what a cut of power now leaves."""
        folders: list[str] = []
        files: dict[str, bytes] = {}

        def visit(folder: _Folder, path: str) -> None:
            folders.append(path)
            for name, node in folder.after(loss, chance).items():
                inner = f"{path}/{name}" if path else name
                if isinstance(node, _Folder):
                    visit(node, inner)
                else:
                    files[inner] = node.after(loss, chance)

        visit(self._root, "")
        return Tree(tuple(folders), files)

    def _open(self, call: Opened) -> None:
        folder, name = self._place(call.path)
        node = folder.current.get(name)
        if node is None:
            folder.change({name: _File()})
        elif call.truncates and isinstance(node, _File):
            node.pending.append(_Resize(0))

    def _rename(self, call: Renamed) -> None:
        folder, old = self._place(call.old)
        target, new = self._place(call.new)
        if folder is not target:
            raise UnsupportedCallError(f"{call.old} was moved to {call.new}")
        folder.change({old: None, new: folder.current[old]})

    def _put(self, path: str, node: _Node) -> None:
        folder, name = self._place(path)
        folder.change({name: node})

    def _place(self, path: str) -> tuple[_Folder, str]:
        parts = PurePosixPath(path)
        parent = "" if str(parts.parent) == "." else str(parts.parent)
        folder = self._node(parent)
        if not isinstance(folder, _Folder):
            raise UnsupportedCallError(f"{parent} is no folder")
        return folder, parts.name

    def _node(self, path: str) -> _Node:
        node: _Node = self._root
        for name in PurePosixPath(path).parts if path else ():
            if not isinstance(node, _Folder) or name not in node.current:
                raise UnsupportedCallError(f"{path} is not there")
            node = node.current[name]
        return node

    def _file(self, path: str) -> _File:
        node = self._node(path)
        if not isinstance(node, _File):
            raise UnsupportedCallError(f"{path} is no file")
        return node

    def _reachable(self) -> Iterator[_Node]:
        for folder in self._folders(self._root):
            yield folder
            for node in folder.current.values():
                if isinstance(node, _File):
                    yield node

    def _folders(self, folder: _Folder) -> Iterator[_Folder]:
        yield folder
        for node in folder.current.values():
            if isinstance(node, _Folder):
                yield from self._folders(node)


def _change(content: bytearray, change: _FileChange) -> None:
    if isinstance(change, _Resize):
        if change.size < len(content):
            del content[change.size :]
        else:
            content.extend(bytes(change.size - len(content)))
        return
    if change.offset > len(content):
        content.extend(bytes(change.offset - len(content)))
    content[change.offset : change.offset + len(change.data)] = change.data


def _rename(names: dict[str, _Node], change: dict[str, _Node | None]) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _surviving(
    pending: list[_FileChange], loss: Loss, chance: random.Random
) -> list[_FileChange]:
    if not pending:
        return pending
    match loss:
        case Loss.NONE:
            return pending
        case Loss.ALL:
            return []
        case Loss.PREFIX:
            return pending[: chance.randint(0, len(pending))]
        case Loss.SUBSET:
            return [change for change in pending if chance.random() < 1 / 2]
        case Loss.TORN:
            return _torn(pending, chance)


def _torn(pending: list[_FileChange], chance: random.Random) -> list[_FileChange]:
    """Cut within one write; or, as often, keep any sectors of any of them."""
    kept: list[_FileChange] = []
    cut = 0
    if chance.random() < 1 / 2:
        cut = chance.randrange(len(pending))
        kept = pending[:cut]
        pending = pending[cut : cut + 1]
    for change in pending:
        if isinstance(change, _Resize):
            if chance.random() < 1 / 2:
                kept.append(change)
        else:
            kept += (part for part in _sectors(change) if chance.random() < 1 / 2)
    return kept


def _sectors(write: _Write) -> Iterator[_Write]:
    """Cut a write where sectors of the file begin."""
    start = 0
    while start < len(write.data):
        size = SECTOR_BYTES - (write.offset + start) % SECTOR_BYTES
        yield _Write(write.offset + start, write.data[start : start + size])
        start += size


def _surviving_names(
    pending: list[dict[str, _Node | None]], loss: Loss, chance: random.Random
) -> list[dict[str, _Node | None]]:
    match loss:
        case Loss.NONE:
            return pending
        case Loss.ALL:
            return []
        case Loss.PREFIX:
            return pending[: chance.randint(0, len(pending))]
        case Loss.SUBSET | Loss.TORN:
            return [change for change in pending if chance.random() < 1 / 2]

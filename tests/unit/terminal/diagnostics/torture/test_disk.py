"""The model of the disk, by traces made by hand."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from terminal.diagnostics.torture.disk import (
    SECTOR_BYTES,
    Call,
    Disk,
    Loss,
    MadeFolder,
    Opened,
    Removed,
    Renamed,
    Said,
    Synced,
    Tree,
    Truncated,
    UnsupportedCallError,
    Wrote,
)

A_SECTOR = b"a" * SECTOR_BYTES
B_SECTOR = b"b" * SECTOR_BYTES


def disk_after(calls: Iterable[Call], base: dict[str, bytes] | None = None) -> Disk:
    disk = Disk(Tree(("",), base or {}))
    for call in calls:
        disk.apply(call)
    return disk


def states(disk: Disk, loss: Loss, tries: int = 200) -> set[bytes | None]:
    """Return what can be found in the file ``f``, None for no such file."""
    return {disk.after(loss, random.Random(n)).files.get("f") for n in range(tries)}


def test_none_lost_is_what_programs_see() -> None:
    disk = disk_after(
        [
            Opened("f"),
            Wrote("f", 4, b"tail"),
            Wrote("f", 0, b"head"),
            Truncated("f", 6),
            Said(b"done"),
        ]
    )

    assert states(disk, Loss.NONE) == {b"headta"}
    assert disk.after_everything().files == {"f": b"headta"}


def test_all_lost_keeps_what_was_synced_and_nothing_else() -> None:
    disk = disk_after(
        [Wrote("f", 0, b"one"), Synced("f"), Wrote("f", 0, b"two"), Truncated("f", 1)],
        {"f": b""},
    )

    assert states(disk, Loss.ALL) == {b"one"}
    assert not disk.is_certain


def test_prefix_is_any_number_of_first_writes() -> None:
    disk = disk_after(
        [Wrote("f", 0, b"1"), Wrote("f", 1, b"2"), Wrote("f", 2, b"3")], {"f": b""}
    )

    assert states(disk, Loss.PREFIX) == {b"", b"1", b"12", b"123"}


def test_subset_may_keep_a_later_write_without_an_earlier_one() -> None:
    disk = disk_after([Wrote("f", 0, b"1"), Wrote("f", 1, b"2")], {"f": b""})

    assert states(disk, Loss.SUBSET) == {b"", b"1", b"\x002", b"12"}


def test_torn_write_leaves_sectors_of_the_file_whole() -> None:
    disk = disk_after(
        [Wrote("f", 100, b"b" * 2 * SECTOR_BYTES)], {"f": b"a" * 3 * SECTOR_BYTES}
    )

    found = states(disk, Loss.TORN)

    # It touches three sectors of the file, so eight mixtures.
    assert len(found) == 8
    for content in found:
        assert content is not None
        assert len(content) == 3 * SECTOR_BYTES
        assert content[:100] == b"a" * 100
        for start, end in ((100, 512), (512, 1024), (1024, 1124)):
            assert len(set(content[start:end])) == 1


def test_torn_cut_keeps_whole_what_came_before_and_nothing_after() -> None:
    disk = disk_after(
        [
            Wrote("f", 0, A_SECTOR),
            Wrote("f", SECTOR_BYTES, A_SECTOR + B_SECTOR),
            Wrote("f", 3 * SECTOR_BYTES, B_SECTOR),
        ],
        {"f": b""},
    )

    assert A_SECTOR + bytes(SECTOR_BYTES) + B_SECTOR in states(disk, Loss.TORN, 500)


def test_synced_file_without_a_synced_folder_may_have_no_name() -> None:
    calls: list[Call] = [Opened("f"), Wrote("f", 0, b"x"), Synced("f")]

    disk = disk_after(calls)
    assert states(disk, Loss.ALL) == {None}
    assert states(disk, Loss.SUBSET) == {None, b"x"}

    disk.apply(Synced(""))
    assert states(disk, Loss.ALL) == {b"x"}
    assert disk.is_certain


def test_rename_is_whole_or_not_there() -> None:
    disk = disk_after(
        [Wrote("f.new", 0, b"new"), Synced("f.new"), Renamed("f.new", "f")],
        {"f": b"old", "f.new": b""},
    )

    found = {
        tuple(sorted(disk.after(Loss.SUBSET, random.Random(n)).files.items()))
        for n in range(50)
    }

    assert found == {(("f", b"new"),), (("f", b"old"), ("f.new", b"new"))}


def test_renamed_file_takes_its_uncertain_bytes_along() -> None:
    disk = disk_after(
        [Opened("f.new"), Wrote("f.new", 0, b"new"), Renamed("f.new", "f"), Synced("")],
        {"f": b"old"},
    )

    # The mistake that an fsync before a rename avoids.
    assert states(disk, Loss.ALL) == {b""}


def test_removed_file_comes_back_until_its_folder_is_synced() -> None:
    disk = disk_after([Removed("f")], {"f": b"x"})

    assert states(disk, Loss.ALL) == {b"x"}
    disk.apply(Synced(""))
    assert states(disk, Loss.ALL) == {None}


def test_folder_without_a_certain_name_takes_everything_in_it_along() -> None:
    disk = disk_after(
        [
            MadeFolder("keys"),
            Opened("keys/k"),
            Wrote("keys/k", 0, b"k"),
            Synced("keys/k"),
            Synced("keys"),
        ]
    )

    assert disk.after(Loss.ALL, random.Random(0)) == Tree(("",), {})
    disk.apply(Synced(""))
    assert disk.after(Loss.ALL, random.Random(0)).files == {"keys/k": b"k"}


def test_opening_to_truncate_empties_only_what_is_there() -> None:
    disk = disk_after([Opened("f", truncates=True)], {"f": b"x"})

    assert states(disk, Loss.NONE) == {b""}
    assert states(disk, Loss.ALL) == {b"x"}


@pytest.mark.parametrize(
    "call",
    [
        Wrote("absent", 0, b""),
        Wrote("folder", 0, b""),
        Opened("f/g"),
        Renamed("f", "folder/f"),
    ],
    ids=["no-file", "a-folder", "below-a-file", "move"],
)
def test_call_that_the_model_cannot_follow_is_an_error(call: Call) -> None:
    disk = Disk(Tree(("", "folder"), {"f": b""}))

    with pytest.raises(UnsupportedCallError):
        disk.apply(call)

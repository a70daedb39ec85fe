"""A backup is whole or not there; the drill: push, copy, lose, restore, send again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.backup import (
    back_up,
    note_archived,
    positions_of,
    restore,
)
from sync.central.errors import CentralError
from sync.central.installation import Location, install, locate
from terminal.commands import _runner
from tests.support.central_server import CentralServer, TillClient


@pytest.fixture
def own(tmp_path: Path) -> Iterator[CentralServer]:
    """A center of its own: the drill loses it."""
    made = install(locate(None, tmp_path / "first"), "acme", lambda: 1)
    server = CentralServer(tmp_path / "first", made.administrator_token)
    server.start()
    yield server
    server.close()


def ticks(till: TillClient) -> tuple[int, int]:
    (epoch,) = till.hello().epochs
    return epoch.hw, epoch.archived_hw


def books(till: TillClient) -> object:
    listed = till.server.answer(
        "GET", f"/v1/workstations/{till.chain.workstation}/events"
    )
    return [(each["seq"], each["hash"], each["gross_minor"]) for each in listed], (
        till.totals()
    )


def test_the_drill(
    own: CentralServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tills = [own.enrolled(f"T-{number}", "S-01") for number in range(3)]
    for till in tills:
        for gross in (1_200, -300, 500):
            till.chain.sell(gross)
        till.push(till.chain.events)
        assert ticks(till) == (3, 0)
    copy = tmp_path / "copies" / "one.db"
    copy.parent.mkdir()

    made = _runner.main(
        ["central", "backup", "--home", str(own.home), "--to", str(copy)]
    )

    told = capsys.readouterr().out
    assert made == 0
    assert "9 events in 3 epochs" in told
    assert "central.key" in told
    assert copy.stat().st_mode & 0o077 == 0
    assert [path.name for path in copy.parent.iterdir()] == ["one.db"]
    for till in tills:
        assert ticks(till) == (3, 3)
        till.chain.sell(700)
        till.push(till.chain.events)
        assert ticks(till) == (4, 3)
    before = [books(till) for till in tills]
    incarnation = tills[0].hello().incarnation
    own.kill()

    home = tmp_path / "second"
    home.mkdir()
    shutil.copy(own.home / "central.key", home)
    back = _runner.main(
        ["central", "restore", str(copy), "--home", str(home), "--json"]
    )

    assert back == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["events"], report["streams"]) == (9, 3)
    restored = CentralServer(home, own.token)
    restored.start()
    try:
        for till in tills:
            till.server = restored
            reply = till.hello()
            assert reply.incarnation == report["incarnation"] != incarnation
            assert ticks(till) == (3, 3)
            # What the center's hw says is sent again, and what it had already too.
            till.push(till.chain.events[reply.epochs[0].hw :])
            till.push(till.chain.events)
        assert [books(till) for till in tills] == before
        assert [ticks(till) for till in tills] == [(4, 3)] * 3
    finally:
        restored.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Location:
    """A center that does not run, with nothing in it."""
    location = locate(None, tmp_path_factory.mktemp("made") / "home")
    install(location, "acme", lambda: 1)
    return location


def test_nothing_is_written_over(made: Location, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    back_up(made, file)
    size = file.stat().st_size

    with pytest.raises(CentralError, match="exists already"):
        back_up(made, file)
    with pytest.raises(CentralError, match="exists already"):
        restore(file, made)

    assert file.stat().st_size == size


@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
def test_what_a_lost_database_left_is_not_taken_up_by_the_restored_one(
    made: Location, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / "copy.db"
    back_up(made, file)
    home = tmp_path / "new"
    home.mkdir()
    shutil.copy(made.home / "central.key", home)
    left = home / f"central.db{suffix}"
    left.write_bytes(b"pages of the life before")

    with pytest.raises(CentralError, match=left.name):
        restore(file, locate(None, home))

    assert left.read_bytes() == b"pages of the life before"
    assert not (home / "central.db").exists()


def test_without_its_key_a_center_is_not_restored(
    made: Location, tmp_path: Path
) -> None:
    file = tmp_path / "copy.db"
    back_up(made, file)

    with pytest.raises(CentralError, match=r"central\.key"):
        restore(file, locate(None, tmp_path / "new"))

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("kind", ["cut", "changed", "other", "empty", "missing"])
def test_a_file_that_is_no_whole_copy_is_refused(
    made: Location, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "copy.db"
    back_up(made, file)
    data = bytearray(file.read_bytes())
    if kind == "cut":
        data = data[: len(data) // 2]
    elif kind == "changed":
        data[100:4_000] = bytes(3_900)
    elif kind == "other":
        data = bytearray(b"a shopping list\n" * 1_000)
    elif kind == "empty":
        data = bytearray()
    file.unlink()
    if kind != "missing":
        file.write_bytes(data)
    home = tmp_path / "new"
    home.mkdir()
    shutil.copy(made.home / "central.key", home)

    with pytest.raises(CentralError):
        restore(file, locate(None, home))

    assert [path.name for path in home.iterdir()] == ["central.key"]


def test_a_folder_that_is_not_there_is_told(made: Location, tmp_path: Path) -> None:
    with pytest.raises(CentralError, match="cannot be written"):
        back_up(made, tmp_path / "none" / "copy.db")


def test_what_another_program_copied_is_noted_by_its_positions(
    made: Location, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How it is done on PostgreSQL: positions, pg_dump, archived."""
    file = tmp_path / "positions.json"
    home = str(made.home)
    _runner.main(["central", "positions", "--home", home])
    file.write_text(capsys.readouterr().out)

    code = _runner.main(["central", "archived", str(file), "--home", home])

    assert code == 0
    assert capsys.readouterr().out == "0 epochs moved\n"
    assert json.loads(file.read_text())["tenant"] == positions_of(made).tenant
    assert note_archived(made, file) == 0


def test_a_server_s_database_is_copied_by_its_own_tools(tmp_path: Path) -> None:
    location = Location("postgresql+psycopg://nobody@127.0.0.1/none", tmp_path)

    with pytest.raises(CentralError, match="pg_dump"):
        back_up(location, tmp_path / "copy")
    with pytest.raises(CentralError, match="pg_restore"):
        restore(tmp_path / "copy", location)

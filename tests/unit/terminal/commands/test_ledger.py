"""`ledger` on the command line: exit codes and what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from terminal.commands import _runner
from tests.fakes.till_home import TillDay, TillHome


@pytest.fixture
def traded(tmp_path: Path) -> TillHome:
    till = TillHome(tmp_path)
    ledger = till.open()
    day = TillDay(till, ledger)
    day.open()
    day.sell()
    ledger.close()
    return till


def test_sound_ledger_exits_0_and_says_what_it_cannot_know(
    traded: TillHome, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _runner.main(["ledger", "verify", "--home", str(traded.home.path)])

    printed = capsys.readouterr().out
    assert code == 0
    assert "The ledger verifies: 5 events, 1 transactions" in printed
    assert "unknown No server has confirmed any event" in printed


def test_damaged_page_exits_1_and_is_named_in_json(
    traded: TillHome, capsys: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(traded.home.ledger_path.read_bytes())
    content[5_000] ^= 1
    traded.home.ledger_path.write_bytes(content)

    code = _runner.main(["ledger", "verify", "--json", "--home", str(traded.home.path)])

    report = json.loads(capsys.readouterr().out)
    assert code == 1
    assert report["ok"] is False
    assert report["first_bad_page"] == 2


def test_home_without_a_till_exits_1_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _runner.main(["ledger", "verify", "--home", str(tmp_path / "none")])

    printed = capsys.readouterr()
    assert code == 1
    assert printed.out == ""
    assert printed.err.count("\n") == 1


def test_export_and_salvage_by_command(
    traded: TillHome, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(traded.home.path)
    file = tmp_path / "events.ndjson"

    exported = _runner.main(["ledger", "export", str(file), "--home", home])
    again = _runner.main(["ledger", "export", str(file), "--home", home])
    capsys.readouterr()
    content = bytearray(traded.home.ledger_path.read_bytes())
    content[5_000] ^= 1
    traded.home.ledger_path.write_bytes(content)
    new = tmp_path / "new"
    salvaged = _runner.main(["ledger", "salvage", "--to", str(new), "--home", home])
    printed = capsys.readouterr().out
    verified = _runner.main(["ledger", "verify", "--home", str(new)])

    assert (exported, again, salvaged, verified) == (0, 1, 0, 0)
    assert len(file.read_bytes().splitlines()) == 5
    assert "4 facts of 5 sound events" in printed
    assert "Receipts go on with series B." in printed
    assert "The reference data could not be copied" in printed
    assert "Recovery code of the new till: " in printed


def test_an_exported_file_is_checked_without_its_till(
    traded: TillHome, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "events.ndjson"
    home = str(traded.home.path)
    _runner.main(["ledger", "export", str(file), "--home", home, "--json"])
    key = json.loads(capsys.readouterr().out)["public_key"]
    verify = ["ledger", "verify", "--file", str(file)]

    sound = _runner.main([*verify, "--key", key])
    told = capsys.readouterr().out
    believed = _runner.main(verify)
    named = capsys.readouterr().out
    cut = _runner.main([*verify, "--head", "0" * 8, "--json"])
    report = json.loads(capsys.readouterr().out)
    file.write_bytes(file.read_bytes()[:-9])
    torn = _runner.main(verify)

    assert (sound, believed, cut, torn) == (0, 0, 1, 1)
    assert told.startswith("ok: 5 events in 1 epochs, head ")
    assert key in named
    assert (report["line"], report["check"]) == (5, "end")
    assert capsys.readouterr().out.startswith("not ok: line 5: form: ")


@pytest.mark.parametrize("option", [("--key", "AAAA"), ("--head", "xyz")])
def test_a_key_or_hash_of_another_form_is_wrong_usage(
    option: tuple[str, str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit) as caught:
        _runner.main(["ledger", "verify", "--file", str(tmp_path), *option])

    assert caught.value.code == 2


def test_salvage_lists_what_is_lost(
    traded: TillHome, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = traded.home.ledger_path
    path.write_bytes(path.read_bytes()[:-4_096])
    new = str(tmp_path / "new")
    home = str(traded.home.path)

    _runner.main(["ledger", "salvage", "--to", new, "--home", home, "--json"])

    report = json.loads(capsys.readouterr().out)
    assert report["verifies"] is True
    assert report["path"] == new
    assert isinstance(report["lost"], list)


def test_damage_is_answered_with_what_to_do(
    traded: TillHome, capsys: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(traded.home.ledger_path.read_bytes())
    content[5_000] ^= 1
    traded.home.ledger_path.write_bytes(content)

    code = _runner.main(["ledger", "verify", "--home", str(traded.home.path)])

    printed = capsys.readouterr().out
    assert code == 1
    assert "damaged: page 2 is the first of 1" in printed
    assert "'ledger salvage --to NEWHOME'" in printed

"""`operator` says who may sign on, without a PIN on any command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from terminal.commands import _runner
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.pin_hasher import Argon2PinHasher
from terminal.persistence.replica.reader import ReplicaReader
from tests.support.central_server import CentralServer
from tests.support.made_till import PIN, make_till


@pytest.fixture
def till(tmp_path: Path) -> Home:
    make_till(tmp_path / "till")
    return Home.load(tmp_path / "till")


@pytest.fixture
def reader(till: Home) -> ReplicaReader:
    return ReplicaReader(till, load_keys(till))


def _run(till: Home, *words: str) -> int:
    return _runner.main(["operator", *words, "--home", str(till.path)])


def _type(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_an_added_operator_can_sign_on(
    till: Home, reader: ReplicaReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(monkeypatch, "314159\n")

    code = _run(
        till,
        *("add", "8", "--name", "Max", "--role", "supervisor"),
        *("--permission", "report.x", "--language", "zh_CN"),
    )

    operator = reader.find("8")
    assert code == 0
    assert operator is not None
    assert (operator.name, operator.role, operator.language) == (
        "Max",
        "supervisor",
        "zh_CN",
    )
    assert operator.permissions == frozenset({"report.x"})
    assert Argon2PinHasher().verify(operator.pin_hash, "314159")


def test_a_running_till_sees_the_change(
    till: Home, reader: ReplicaReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(monkeypatch, "314159\n")

    with till.lock_ledger():
        code = _run(till, "add", "8", "--name", "Max")

    assert code == 0
    assert [operator.operator_id for operator in reader.list_active()] == ["8", "7"]


def test_a_disabled_operator_stays_known(till: Home, reader: ReplicaReader) -> None:
    before = reader.find("7")

    code = _run(till, "disable", "7")

    after = reader.find("7")
    assert code == 0
    assert before is not None
    assert after is not None
    assert not after.is_active
    assert (after.pin_hash, after.role) == (before.pin_hash, before.role)
    assert reader.list_active() == []


def test_a_pin_is_replaced_from_a_file(
    till: Home, reader: ReplicaReader, tmp_path: Path
) -> None:
    (tmp_path / "pin").write_text("314159\n", "utf-8")

    code = _run(till, "set-pin", "7", "--pin-file", str(tmp_path / "pin"))

    operator = reader.find("7")
    assert code == 0
    assert operator is not None
    assert Argon2PinHasher().verify(operator.pin_hash, "314159")
    assert not Argon2PinHasher().verify(operator.pin_hash, PIN)


def test_the_list_names_everybody_and_shows_no_hash(
    till: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    _run(till, "disable", "7", "--json")
    capsys.readouterr()

    _run(till, "list")
    text = capsys.readouterr().out
    _run(till, "list", "--json")
    report = json.loads(capsys.readouterr().out)

    assert text == "7        manager    Zoe (disabled)\n"
    assert [operator["name"] for operator in report["operators"]] == ["Zoe"]
    assert "argon2" not in json.dumps(report)


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["add", "7", "--name", "Max"], "314159", "is there already"),
        (["add", "8", "--name", "Max"], "123456", "count up or down"),
        (["add", "8", "--name", "Max"], "", "exactly 6 digits"),
        (["add", "8 8", "--name", "Max"], "314159", "no number of an operator"),
        (
            ["add", "8", "--name", "Max", "--permission", "fly"],
            "314159",
            "no permission 'fly'",
        ),
        (["set-pin", "9"], "314159", "no operator 9"),
        (["disable", "9"], "", "no operator 9"),
    ],
)
def test_a_refusal_changes_nothing(  # noqa: PLR0917 - fixtures and one case
    till: Home,
    reader: ReplicaReader,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    typed: str,
    said: str,
) -> None:
    before = reader.list_operators()
    _type(monkeypatch, typed)

    code = _run(till, *words)

    assert code == 1
    assert said in capsys.readouterr().err
    assert reader.list_operators() == before


@pytest.mark.slow
def test_an_operator_is_added_at_the_center(
    till: Home,
    center: CentralServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _type(monkeypatch, "314159\n")

    code = _run(
        till,
        *("add", "8", "--name", "Max"),
        *("--central", center.url, "--token", center.token),
    )

    assert code == 0
    assert "added operator 8" in capsys.readouterr().out

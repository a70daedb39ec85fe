"""`main.py central …`, as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import requests
from sqlalchemy import insert

from sync.central.installation import install, locate, open_installed
from sync.central.schema import over_return
from terminal.commands import _runner
from tests.support.central_server import CentralServer


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    install(locate(None, folder), "acme", lambda: 1)
    return folder


class Answer(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Return what runs a command line in this process, as main.py would."""

    def run(*words: str) -> Answer:
        capsys.readouterr()
        try:
            code = _runner.main(list(words))
        except SystemExit as stop:
            code = int(str(stop.code))
        return Answer(code, *capsys.readouterr())

    return run


def test_init_shows_the_token_once(
    tmp_path: Path, command: Callable[..., Answer]
) -> None:
    database = f"sqlite:///{tmp_path / 'shop' / 'c.db'}"

    made = command("central", "init", "--database", database, "--tenant", "acme")
    again = command("central", "init", "--database", database)

    assert made.returncode == 0
    assert "administrator token (shown only now): " in made.stdout
    assert (tmp_path / "shop" / "central.key").is_file()
    assert again.returncode == 1
    assert again.stdout == ""
    assert "already" in again.stderr
    assert len(again.stderr.splitlines()) == 1


def test_a_code_says_for_whom_it_is(home: Path, command: Callable[..., Answer]) -> None:
    words = ("central", "code", "--store", "S-01", "--workstation", "T-07")

    plain = command(*words, "--home", str(home))
    as_json = command(*words, "--home", str(home), "--json")

    assert "workstation T-07 of store S-01" in plain.stdout
    assert set(json.loads(as_json.stdout)) == {
        "code",
        "expires_at_ms",
        "store",
        "workstation",
    }


def test_options_may_stand_before_the_action(
    home: Path, command: Callable[..., Answer]
) -> None:
    result = command(
        *("central", "--home", str(home), "code"),
        *("--store", "S-01", "--workstation", "T-08", "--json"),
    )

    assert json.loads(result.stdout)["workstation"] == "T-08"


def test_a_restored_database_gets_a_new_incarnation(
    tmp_path: Path, command: Callable[..., Answer]
) -> None:
    location = locate(None, tmp_path)
    before = install(location, "acme", lambda: 1).center

    result = command("central", "restored", "--home", str(tmp_path))

    engine, after, _signer = open_installed(location)
    engine.dispose()
    assert result.returncode == 0
    assert after.incarnation != before.incarnation
    assert after.incarnation in result.stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["code", "--store", "S", "--workstation", "W"], "central init"),
        (["run"], "central init"),
        ([], "central init"),
        (["--listen", "nonsense"], "HOST:PORT"),
        (["--certificate", "x.pem"], "belong together"),
        (["restored"], "central init"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    tmp_path: Path,
    words: list[str],
    complaint: str,
    command: Callable[..., Answer],
) -> None:
    result = command("central", *words, "--home", str(tmp_path))

    assert result.returncode == 1
    assert result.stdout == ""
    assert complaint in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_wrong_usage_exits_2(tmp_path: Path, command: Callable[..., Answer]) -> None:
    for words in (["code", "--home", str(tmp_path)], ["--colour", "red"], ["fly"]):
        assert command("central", *words).returncode == 2


@pytest.mark.slow
def test_run_is_the_same_as_no_action(home: Path) -> None:
    server = CentralServer(home, "")
    server.start("run")
    try:
        answer = requests.get(f"{server.url}/v1/health", timeout=20)
    finally:
        server.close()

    assert answer.json()["tenant"] == "acme"


def test_a_store_is_described_once_and_again(
    home: Path, command: Callable[..., Answer]
) -> None:
    words = ["central", "store", "--home", str(home), "--currency", "EUR"]

    every = command(*words)
    one = command(*words, "--store", "S-02", "--tax-mode", "exclusive", "--json")
    again = command(*words, "--store", "S-02", "--tax-mode", "exclusive", "--json")

    assert every.stdout == "every other store sells in EUR, taxes inclusive: added\n"
    assert json.loads(one.stdout) == {"store": "S-02", "result": "added"}
    assert json.loads(again.stdout)["result"] == "unchanged"


@pytest.mark.parametrize("currency", ["euro", "ZZZ"])
def test_a_currency_that_is_none_is_one_line(
    home: Path, command: Callable[..., Answer], currency: str
) -> None:
    answer = command("central", "store", "--home", str(home), "--currency", currency)

    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1


def test_over_returns_are_listed(home: Path, command: Callable[..., Answer]) -> None:
    engine, _center, _signer = open_installed(locate(None, home))
    with engine.begin() as connection:
        connection.execute(
            insert(over_return).values(
                event_id="return",
                original_event_id="sale",
                line_sequence=2,
                workstation="T-07",
                store="S-01",
                business_day="2031-04-02",
                sold_micro=1_000_000,
                returned_micro=2_500_000,
                sold_minor=100,
                returned_minor=250,
                flagged_at_ms=5,
            )
        )
    engine.dispose()

    told = command("central", "over-returns", "--home", str(home))
    asked = command(
        "central", "over-returns", "--home", str(home), "--store", "S-02", "--json"
    )

    assert told.returncode == 0
    assert "T-07 of S-01" in told.stdout
    assert "line 2 of sale to 2.5 returned of 1 sold" in told.stdout
    assert "1 over-returns" in told.stdout
    assert json.loads(asked.stdout) == {"over_returns": []}

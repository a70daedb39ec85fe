"""The commands about projections and quarantine, on a center's own files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.central import installation
from sync.central.schema import posting
from terminal.commands import _runner
from tests.support.pushed_center import PushedCenter

Command = Callable[..., str]


@pytest.fixture
def center(tmp_path: Path) -> PushedCenter:
    location = installation.locate(None, tmp_path)
    installation.install(location, "acme", lambda: 1)
    made = PushedCenter(location.database_url)
    chain = made.chain()
    chain.sell(600)
    chain.append_bytes("drone.dispatched", b"{}")
    made.push(chain)
    return made


@pytest.fixture
def command(
    center: PushedCenter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Return what runs an action and returns what it prints."""

    def run(*words: str) -> str:
        capsys.readouterr()
        assert _runner.main(["central", *words, "--home", str(tmp_path)]) == 0
        return capsys.readouterr().out

    return run


def told(text: str) -> Any:
    return json.loads(text)


def test_the_books_are_shown_and_made_anew(
    center: PushedCenter, command: Command
) -> None:
    accounts = told(command("books", "--store", "S-01", "--json"))["accounts"]
    before = center.rows(posting)

    assert told(command("rebuild", "--json")) == {"events": 2}

    assert center.rows(posting) == before
    assert sum(each["debit_minor"] for each in accounts) == 600
    assert sum(each["credit_minor"] for each in accounts) == 600
    assert "sales" in command(
        "books", "--store", "S-01", "--business-day", "2031-04-02"
    )
    assert command("books", "--store", "nowhere") == ""
    assert "made anew from 2 events" in command("rebuild")


def test_the_quarantine_is_shown_and_replayed(command: Command) -> None:
    listed = told(command("quarantine", "--json"))
    assert [each["code"] for each in listed["items"]] == ["unknown_type"]
    assert "1 events without effect, 1 for over a day" in command("quarantine")
    assert told(command("quarantine", "--workstation", "T-9", "--json"))["count"] == 0

    assert told(command("replay", "--json")) == {"released": 0, "kept": 1}
    assert "0 events have their effect now" in command("replay", "--workstation", "T-9")

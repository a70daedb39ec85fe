"""`main.py cards`, from a till without a key to a badge that proves itself."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from terminal.bootstrap.change_devices import add_device
from terminal.commands import cards
from terminal.commands._runner import run_command
from terminal.peripherals.simulated_card import StandAloneCard
from terminal.persistence.home import Home
from terminal.settings.schema import DeviceSettings
from tests.fakes.new_till import new_till


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A till with a card key and no reader."""
    home = new_till(tmp_path_factory.mktemp("till"))
    assert _run("key", "new", home=home) == 0
    return home


def _run(*arguments: str, home: Home) -> int:
    parser = argparse.ArgumentParser()
    cards.add_arguments(parser)
    given = parser.parse_args([*arguments, "--home", str(home.path)])
    return run_command(cards, given)


def test_a_badge_is_issued_and_read(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    card = StandAloneCard("127.0.0.1", 0, "2", text="")
    settings = DeviceSettings(kind="nfc_reader", address=card.address)
    add_device(home, "badges", settings)
    issue = ("issue", "--reader", "badges", "--kind", "badge", "--id", "1")
    try:
        issued = _run(*issue, "--json", home=home)
        read = _run("read", "--reader", "badges", home=home)
    finally:
        card.close()

    out, err = capsys.readouterr()
    report, text = out.splitlines()
    assert (issued, read) == (0, 0)
    told = json.loads(report)
    assert (told["use"], told["card_id"], told["is_proved"]) == ("badge", "1", True)
    assert text == (
        "NTAG213 …E5F6 (7 bytes), 112 of 137 bytes used."
        " It is badge 1 of this shop, written 0 times since."
    )
    assert err.splitlines() == ["Put the card on the reader and leave it there."] * 2


def test_the_key_goes_to_another_till(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    phrase = tmp_path / "phrase"
    phrase.write_text("correct horse battery\n")
    sealed = (str(tmp_path / "key"), "--passphrase-file", str(phrase), "--json")
    other = new_till(tmp_path)

    codes = [
        _run("key", "export", *sealed, home=home),
        _run("key", "import", *sealed, home=other),
        _run("key", "new", home=other),
    ]

    out, err = capsys.readouterr()
    assert codes == [0, 0, 1]
    first, second = map(json.loads, out.splitlines())
    assert first == second
    assert f"has a card key already ({first['fingerprint']})" in err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("read",), "there is no such device"),
        (("issue", "--kind", "badge", "--id", "é"), "there is no such device"),
    ],
    ids=["read", "issue"],
)
def test_a_reader_that_the_till_does_not_have_is_told(
    home: Home,
    arguments: tuple[str, ...],
    complaint: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(*arguments, "--reader", "nobody", home=home) == 1
    assert complaint in capsys.readouterr().err


def test_a_till_without_a_key_issues_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = new_till(tmp_path)
    add_device(home, "badges", DeviceSettings(kind="nfc_reader", address="usb"))
    issue = ("issue", "--reader", "badges", "--kind", "badge")

    codes = [
        _run(*issue, "--id", "1", home=home),
        _run(*issue, "--id", "x" * 17, home=home),
    ]

    assert codes == [1, 1]
    err = capsys.readouterr().err
    assert "this till has no card key" in err
    assert "1 to 16 letters" in err

"""`init` makes a till from a file of answers or by asking at a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from itertools import cycle
from pathlib import Path
from typing import Final

import pytest

from terminal.commands import _runner
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.home_keys import is_recovery_confirmed
from terminal.persistence.replica.reader import ReplicaReader
from tests.support.central_server import CentralServer

_ROOT: Final = Path(__file__).parents[4]
_DEADLINE_S: Final = 30
_ANSWERS: Final = """
store_name = "Corner shop"
currency = "GBP"
time_zone = "Europe/London"
key_folder = "keys"
operator = { operator_id = "7", name = "Zoe", pin = "271828" }
"""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(_ANSWERS, "utf-8")
    return path


def test_a_file_of_answers_makes_a_till(
    tmp_path: Path, answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "till"

    code = _runner.main(
        ["init", "--home", str(path), "--answers", str(answers), "--json"]
    )

    report = json.loads(capsys.readouterr().out)
    home = Home.load(path)
    assert code == 0
    assert report["home"] == str(path)
    assert report["reference_data"] == "local"
    assert (report["operators"], report["series"]) == (1, "A")
    assert re.fullmatch(r"([0-9A-Z]{4}-){6}[0-9A-Z]{4}", report["recovery_code"])
    assert report["recovery_confirmed"] is False
    assert home.settings.store.currency == "GBP"
    assert len(load_keys(home).data_key) == 32


def test_the_recovery_code_is_printed_for_people_too(
    tmp_path: Path, answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers.write_text(f"recovery_confirmed = true\n{_ANSWERS}", "utf-8")

    _runner.main(["init", "--home", str(tmp_path / "a"), "--answers", str(answers)])
    confirmed = capsys.readouterr().out
    answers.write_text(_ANSWERS, "utf-8")
    _runner.main(["init", "--home", str(tmp_path / "b"), "--answers", str(answers)])
    unconfirmed = capsys.readouterr().out

    assert "recovery code: " in confirmed
    assert "shown only now" not in confirmed
    assert "shown only now" in unconfirmed
    assert is_recovery_confirmed(Home.load(tmp_path / "a"))


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (["--central", "https://center.example"], 2, "go together"),
        (["--code", "c"], 2, "go together"),
        ([], 2, "--answers FILE"),
        (["--answers", "/absent"], 1, "No such file"),
    ],
)
def test_wrong_usage_and_refusals_are_one_line(
    tmp_path: Path, words: list[str], exit_code: int, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "main.py", "init", "--home", str(tmp_path / "till"), *words],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == exit_code
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert not (tmp_path / "till").exists()


def test_a_till_is_not_made_twice(
    tmp_path: Path, answers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["init", "--home", str(tmp_path / "till"), "--answers", str(answers)]
    _runner.main(words)
    before = (tmp_path / "till" / "keys.json").read_bytes()

    code = _runner.main(words)

    assert code == 1
    assert "not empty" in capsys.readouterr().err
    assert (tmp_path / "till" / "keys.json").read_bytes() == before


@pytest.mark.slow
def test_a_center_says_which_till_it_is_and_gives_the_first_data(
    tmp_path: Path, center: CentralServer, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = b"scan_code,description,unit_price\n4006381333931,Fineliner,1.49\n"
    center.administer("POST", "/v1/catalog/import", data=catalog)
    center.administer(
        "POST",
        "/v1/operators",
        {"operator_id": "9", "name": "Max", "role": "cashier", "pin": "314159"},
    )
    code = center.administer(
        "POST", "/v1/enrolment-codes", {"store": "S-05", "workstation": "T-44"}
    ).json()["code"]
    answers = tmp_path / "answers.toml"
    answers.write_text(
        'store_name = "A"\ncurrency = "EUR"\nkey_folder = "keys"\n', "utf-8"
    )
    words = ["init", "--home", str(tmp_path / "till"), "--answers", str(answers)]

    made = _runner.main([*words, "--central", center.url, "--code", code, "--json"])
    report = json.loads(capsys.readouterr().out)
    again = _runner.main(
        [
            *words[:2],
            str(tmp_path / "other"),
            *words[3:],
            "--central",
            center.url,
            "--code",
            code,
        ]
    )

    home = Home.load(tmp_path / "till")
    keys = load_keys(home)
    reader = ReplicaReader(home, keys)
    item = reader.find_by_scan_code("4006381333931")
    assert made == 0
    assert (report["store"], report["workstation"]) == ("S-05", "T-44")
    assert report["rows"] >= 4
    assert item is not None
    assert item.unit_price_micro == 1_490_000
    assert reader.find("9") is not None
    assert keys.central_public is not None
    assert again == 1
    assert "enrolment code" in capsys.readouterr().err
    assert not (tmp_path / "other").exists()


class _Terminal:
    """A person at a real terminal."""

    def __init__(self, words: list[str]) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "main.py", *words],
            cwd=_ROOT,
            stdin=slave,
            stderr=slave,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        os.close(slave)
        self.seen = ""
        self._answered = 0

    def answer(self, question: str, text: str) -> None:
        """Wait for *question* and type *text*."""
        self._read_until(question)
        os.write(self._master, f"{text}\n".encode())

    def _read_until(self, text: str) -> None:
        deadline = time.monotonic() + _DEADLINE_S
        while (found := self.seen.find(text, self._answered)) < 0:
            self._read_more()
            assert time.monotonic() < deadline, f"no {text!r} in {self.seen!r}"
        self._answered = found + len(text)

    def _read_more(self) -> None:
        ready, _, _ = select.select([self._master], [], [], 1)
        if ready:
            self.seen += os.read(self._master, 4_096).decode(errors="replace")

    def find(self, pattern: str) -> str:
        """Wait for *pattern* and return its first group."""
        deadline = time.monotonic() + _DEADLINE_S
        while (found := re.search(pattern, self.seen)) is None:
            self._read_more()
            assert time.monotonic() < deadline, self.seen
        return found.group(1)

    def end(self) -> str:
        """Wait for the end; return standard output."""
        assert self.process.stdout is not None
        out = self.process.stdout.read()
        self.process.wait(_DEADLINE_S)
        self.process.stdout.close()
        os.close(self._master)
        return out


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
@pytest.mark.slow
def test_a_person_is_asked_and_mistakes_are_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "till"
    person = _Terminal(["init", "--home", str(path), "--json"])

    for currency in ("euros", "EUR"):
        person.answer("name of the store", "Corner shop")
        person.answer("currency", currency)
        person.answer("inclusive or exclusive", "")
        person.answer("lines above", "Corner shop | High Street 1")
        person.answer("lines below", "Thank you")
        person.answer("time zone", "Europe/Berlin")
        person.answer("until", "04:00")
        person.answer("language", "")
    person.answer("where to keep the key", "file")
    person.answer("chain or owner", "acme")
    person.answer("number of the store", "")
    person.answer("number of this till", "T-02")
    for pins in (["123456"], ["271828", "271829", "271828", "271828"]):
        person.answer("number of the first operator", "7")
        person.answer("name of the first operator", "Zoe")
        # getpass throws away what is typed before its question stands there.
        for question, pin in zip(cycle(("PIN, six digits: ", "again: ")), pins):
            person.answer(question, pin)
    code = person.find(r"recovery code: ([0-9A-Z-]{34})")
    person.answer("last group", "XXXX")
    person.answer("last group", code[-4:].lower())
    report = json.loads(person.end())

    home = Home.load(path)
    assert person.process.returncode == 0
    assert report["recovery_code"] == code
    assert report["recovery_confirmed"] is True
    assert is_recovery_confirmed(home)
    assert home.settings.store.receipt_head == ("Corner shop", "High Street 1")
    assert home.settings.store.day_cutover == "04:00"
    assert home.settings.workstation.workstation == "T-02"
    assert ReplicaReader(home, load_keys(home)).find("7") is not None
    assert "271828" not in person.seen

"""`main.py devices` on a home whose devices are simulated."""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from drivers.receipt_printer.simulator import SimulatedPrinter
from terminal.bootstrap.change_devices import add_device
from terminal.commands import devices
from terminal.peripherals.simulated import SimulatedPeripherals
from terminal.persistence.home import Home
from terminal.settings.schema import (
    DeviceSettings,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)
from tests.fakes.new_till import new_till


@pytest.fixture
def peripherals() -> Iterator[SimulatedPeripherals]:
    peripherals = SimulatedPeripherals()
    yield peripherals
    peripherals.close()


def _home(path: Path, settings: Mapping[str, DeviceSettings]) -> Path:
    home = path / "home"
    Home.create(
        home,
        TillSettings(
            workstation=WorkstationSettings(tenant="t", store="s", workstation="w"),
            store=StoreSection(name="Shop", currency="EUR", exponent=2),
            devices=dict(settings),
        ),
    )
    return home


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    devices.add_arguments(parser)
    return devices.run(parser.parse_args(arguments))


def test_the_list_shows_each_device_and_its_state(
    tmp_path: Path,
    peripherals: SimulatedPeripherals,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = _home(tmp_path, peripherals.settings())

    code = _run("--home", str(home), "--json")

    listed = json.loads(capsys.readouterr().out)["devices"]
    assert code == 0
    assert [(d["device_id"], d["state"]) for d in listed] == [
        ("printer", "ready"),
        ("drawer", "ready"),
        ("scanner", "ready"),
    ]


def test_the_list_for_people_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = _home(tmp_path, {"scale": DeviceSettings(kind="toaster", name="Scale")})

    code = _run("list", "--home", str(home))

    out = capsys.readouterr().out
    assert code == 0
    assert "fault" in out
    assert "Choose one of" in out


def test_a_till_without_devices_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = _home(tmp_path, {})

    codes = [_run("list", "--home", str(home)), _run("test", "--home", str(home))]

    assert codes == [0, 0]
    assert capsys.readouterr().out == "This till has no devices.\n" * 2


def test_all_devices_are_tested(
    tmp_path: Path,
    peripherals: SimulatedPeripherals,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = _home(tmp_path, peripherals.settings())

    code = _run("test", "--home", str(home), "--json")

    tests = json.loads(capsys.readouterr().out)["tests"]
    assert code == 0
    assert [test["passed"] for test in tests] == [True, True, True]
    assert peripherals.wait_for_papers(1, 5)
    assert peripherals.is_drawer_open


def test_one_failed_device_is_the_answer_no(
    tmp_path: Path,
    peripherals: SimulatedPeripherals,
    capsys: pytest.CaptureFixture[str],
) -> None:
    peripherals.set_paper(is_out=True)
    home = _home(tmp_path, peripherals.settings())

    code = _run("test", "printer", "--home", str(home))

    assert code == 1
    assert "FAILS" in capsys.readouterr().out


def test_a_slow_connection_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(devices, "_SETTLED_TIMEOUT_S", 0.0)
    # An address of the documentation range: nobody answers.
    settings = DeviceSettings(kind="receipt_printer", address="tcp://192.0.2.1")
    home = _home(tmp_path, {"printer": settings})

    code = _run("--home", str(home), "--json")

    state = json.loads(capsys.readouterr().out)["devices"][0]["state"]
    assert code == 0
    assert state in {"absent", "opening"}


def test_a_device_is_found_added_tested_and_removed(
    tmp_path: Path,
    peripherals: SimulatedPeripherals,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = new_till(tmp_path)
    arguments = ("--home", str(home.path), "--json")
    url = peripherals.settings()["printer"].address

    assert _run("scan", *arguments) == 0
    assert _run("add", "receipt_printer", url, "--name", "Paper", *arguments) == 0
    assert _run("add", "cash_drawer", "printer:printer", *arguments) == 0
    capsys.readouterr()
    assert _run("test", "printer", *arguments) == 0
    (test,) = json.loads(capsys.readouterr().out)["tests"]
    assert test["state"] == "ready"
    assert any(line.startswith(">") for line in test["bytes"])
    assert _run("list", *arguments) == 0
    listed = json.loads(capsys.readouterr().out)["devices"]
    assert [(d["device_id"], d["name"]) for d in listed] == [
        ("printer", "Paper"),
        ("drawer", "Cash drawer"),
    ]
    # The figures of the run before were kept.
    assert listed[0]["figures"]["opened"] >= 2
    assert _run("remove", "drawer", *arguments) == 0
    assert list(Home.load(home.path).settings.devices) == ["printer"]


@pytest.mark.parametrize(
    "words",
    [("add",), ("add", "a", "b", "c"), ("remove",), ("list", "printer")],
    ids=" ".join,
)
def test_too_few_or_too_many_words_are_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    home = _home(tmp_path, {})

    assert _run(*words, "--home", str(home)) == 2
    assert "devices add KIND URL" in capsys.readouterr().err


def test_a_device_that_could_never_work_is_not_added(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = _home(tmp_path, {})

    assert _run("add", "toaster", "tcp://192.0.2.7", "--home", str(home)) == 1
    assert "Choose one of" in capsys.readouterr().err


def test_a_huge_network_is_not_searched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = _home(tmp_path, {})

    assert _run("scan", "--network", "10.0.0.0/8", "--home", str(home)) == 2
    assert "at most" in capsys.readouterr().err


def test_a_network_that_is_empty_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = _home(tmp_path, {})

    assert _run("scan", "--home", str(home)) == 0
    assert "--network" in capsys.readouterr().out


def test_the_sensor_of_a_drawer_is_learnt_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printer = SimulatedPrinter()
    printer.start()
    home = new_till(tmp_path)
    add_device(
        home,
        "printer",
        DeviceSettings(kind="receipt_printer", address=printer.address),
    )
    add_device(home, "drawer", DeviceSettings(kind="cash_drawer", options={"pin": 2}))
    # Closed and wired the other way round shows the level of an open one.
    opened = threading.Timer(0.5, lambda: printer.wire_drawer(is_high_when_open=False))
    opened.start()
    try:
        code = _run("learn", "drawer", "--home", str(home.path), "--json")
    finally:
        opened.join()
        printer.close()

    assert code == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == {"device_id": "drawer", "open_level": "high"}
    assert "open it with its key" in told.err
    options = Home.load(home.path).settings.devices["drawer"].options
    assert options == {"pin": 2, "open_level": "high"}
    assert _run("learn", "nothing", "--home", str(home.path)) == 1

"""`agent` and `sync` as processes, with and without an agent that runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sync.protocol.event_file import read_event_file
from sync.protocol.sealed_file import WithPassphrase, unseal
from sync.protocol.uuid7 import Uuid7Factory
from terminal.bootstrap import sync_report
from terminal.bootstrap.agent import run_agent
from terminal.bootstrap.system_clock import SystemClock
from terminal.commands import agent as agent_command
from terminal.commands import sync as sync_command
from terminal.commands._runner import run_command
from terminal.persistence.home import Home
from terminal.persistence.keys.home_keys import create_keys
from terminal.persistence.ledger.opening import open_ledger
from terminal.replication.agent_client import AgentClient
from terminal.replication.agent_process import is_listening
from terminal.replication.errors import (
    AgentRunningError,
    FeedRefusedError,
    LedgerUnreadableError,
    RefusedError,
    StandAloneError,
)
from terminal.replication.local_messages import Stop
from terminal.replication.local_socket import (
    open_connection,
    receive_answer,
    send_question,
)
from terminal.settings.file import save_settings
from tests.integration.replication.support import (
    MAIN,
    EnrolledHome,
    RunningAgent,
    RunningCenter,
    settings_of,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def _main(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(MAIN), *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def _run(
    capsys: pytest.CaptureFixture[str], command: str, *words: str
) -> tuple[int, str, str]:
    """Run a command in this process; it is the same code as from outside."""
    import argparse
    from types import ModuleType
    from typing import cast

    from terminal.commands._runner import CommandModule

    modules: dict[str, ModuleType] = {"agent": agent_command, "sync": sync_command}
    module = cast("CommandModule", modules[command])
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    code = run_command(module, parser.parse_args(list(words)))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def stand_alone(tmp_path: Path) -> Path:
    settings = settings_of("t-01", "")
    local = msgspec.structs.replace(
        settings,
        reference_data=msgspec.structs.replace(settings.reference_data, source="local"),
    )
    Home.create(tmp_path / "local", local)
    return tmp_path / "local"


@pytest.fixture
def running(till: EnrolledHome) -> Iterator[RunningAgent]:
    agent = RunningAgent(till.home.path)
    client = AgentClient(till.home.agent_address, till.keys.agent_auth_key)
    deadline = time.monotonic() + 30
    while (status := client.fetch_status()) is None or status.state != "online":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    client.close()
    yield agent
    agent.kill()


def test_once_says_how_it_went_in_json(
    till: EnrolledHome, capsys: pytest.CaptureFixture[str]
) -> None:
    till.commit(3)

    code, out, _ = _run(
        capsys, "agent", "--home", str(till.home.path), "--once", "--json"
    )

    report = json.loads(out)
    assert code == 0
    assert (report["state"], report["waiting"]) == ("online", 0)
    assert till.center_hashes() == till.local_hashes()


def test_once_ends_with_one_when_the_center_is_away(
    till: EnrolledHome, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = msgspec.structs.replace(
        till.home.settings,
        central=msgspec.structs.replace(
            till.home.settings.central, url="http://127.0.0.1:9"
        ),
    )
    till.home.config_path.unlink()
    save_settings(till.home.config_path, settings)

    code, out, _ = _run(capsys, "agent", "--home", str(till.home.path), "--once")

    assert code == 1
    assert "does not answer" in out
    log = (till.home.logs_path / "agent.log").read_text()
    assert "call_failed" in log
    for secret in (till.keys.signing_private, till.keys.data_key):
        assert secret.hex() not in log


def test_a_stand_alone_till_has_nothing_to_replicate(
    stand_alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(StandAloneError):
        run_agent(stand_alone)

    code, out, _ = _run(capsys, "sync", "status", "--home", str(stand_alone), "--json")
    agent_code, _, error = _run(capsys, "agent", "--home", str(stand_alone))

    assert code == 0
    assert json.loads(out)["state"] == "stand_alone"
    assert agent_code == 1
    assert error.count("\n") == 1
    assert "stands alone" in error


def test_an_address_in_the_clear_is_refused_at_start(till: EnrolledHome) -> None:
    settings = msgspec.structs.replace(
        till.home.settings,
        central=msgspec.structs.replace(
            till.home.settings.central, url="http://center.test"
        ),
    )
    till.home.config_path.unlink()
    save_settings(till.home.config_path, settings)

    with pytest.raises(RefusedError, match="https"):
        run_agent(till.home.path, once=True)


def test_a_home_without_a_pinned_key_is_refused(till: EnrolledHome) -> None:
    settings = msgspec.structs.replace(
        till.home.settings,
        central=msgspec.structs.replace(till.home.settings.central, public_key=""),
    )
    till.home.config_path.unlink()
    save_settings(till.home.config_path, settings)

    with pytest.raises(FeedRefusedError):
        run_agent(till.home.path, once=True)


def test_without_an_agent_the_files_tell_what_waits(
    till: EnrolledHome, capsys: pytest.CaptureFixture[str]
) -> None:
    run_agent(till.home.path, once=True)
    till.commit(4)

    code, out, _ = _run(capsys, "sync", "status", "--home", str(till.home.path))
    _, as_json, _ = _run(
        capsys, "sync", "status", "--home", str(till.home.path), "--json"
    )

    report = json.loads(as_json)
    assert code == 0
    assert "agent is not running" in out
    assert "4 events wait" in out
    assert (report["state"], report["waiting"]) == ("stopped", 4)
    assert report["oldest_at_ms"] > 0
    assert report["feed_cursor"]


def test_with_an_agent_its_own_word_counts(
    till: EnrolledHome, running: RunningAgent, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = _run(capsys, "sync", "status", "--home", str(till.home.path))
    _, as_json, _ = _run(
        capsys, "sync", "status", "--home", str(till.home.path), "--json"
    )

    assert "Nothing waits." in out
    assert "last answered" in out
    assert json.loads(as_json)["agent_pid"] == running.pid


def test_while_an_agent_runs_another_is_refused(
    till: EnrolledHome, running: RunningAgent
) -> None:
    with pytest.raises(AgentRunningError, match="already runs"):
        run_agent(till.home.path)


def test_what_waits_is_carried_to_the_center_in_a_file(
    till: EnrolledHome,
    center: RunningCenter,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The till exports, the center imports twice, the till sends nothing again."""
    run_agent(till.home.path, once=True)
    till.commit(3)
    home, file = str(till.home.path), tmp_path / "events"

    code, out, _ = _run(capsys, "sync", "export", "--home", home, "--json", str(file))
    again, _, error = _run(capsys, "sync", "export", "--home", home, str(file))
    first = center.carry(file)
    twice = center.carry(file)

    assert code == 0
    assert json.loads(out)["events"] == 3
    assert b"evertill-events" not in file.read_bytes()
    assert again == 1
    assert "exists already" in error
    assert (first["events"], first["added"], first["known"]) == (3, 3, 0)
    assert (twice["added"], twice["known"]) == (0, 3)
    assert till.center_hashes() == till.local_hashes()
    status = run_agent(till.home.path, once=True)
    assert (status.state, status.waiting) == ("online", 0)
    till.commit(1)
    run_agent(till.home.path, once=True)
    assert till.center_hashes() == till.local_hashes()
    log = (till.home.logs_path / "agent.log").read_text()
    assert "call_failed" not in log


def test_the_second_tick_follows_a_backup_of_the_center(
    till: EnrolledHome,
    center: RunningCenter,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = str(till.home.path)
    till.commit(3)
    first = run_agent(till.home.path, once=True)

    center.back_up(tmp_path / "copy.db")
    till.commit(1)
    second = run_agent(till.home.path, once=True)
    _, out, _ = _run(capsys, "sync", "status", "--home", home)

    events = len(till.local_hashes())
    assert (first.accepted, first.archived) == (events - 1, 0)
    assert (second.accepted, second.archived) == (events, events - 1)
    assert f"has {events} events, {events - 1} of them in a backup too" in out


def test_without_a_center_a_passphrase_seals_the_file(
    stand_alone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home.load(stand_alone)
    ledger = open_ledger(
        home,
        create_keys(home).keys,
        clock=SystemClock(),
        ids=Uuid7Factory(SystemClock().wall_ms, os.urandom),
    )
    ledger.close()
    phrase, weak = tmp_path / "phrase", tmp_path / "weak"
    phrase.write_text("correct horse battery\n")
    weak.write_text("1234\n")
    words = ["sync", "export", "--home", str(stand_alone), str(tmp_path / "events")]

    bare, _, error = _run(capsys, *words)
    short, _, shortly = _run(capsys, *words, "--passphrase-file", str(weak))
    code, out, _ = _run(capsys, *words, "--passphrase-file", str(phrase))

    assert (bare, short, code) == (1, 1, 0)
    assert "--passphrase-file" in error
    assert "12 characters" in shortly
    assert out.startswith("1 events in ")
    data = (tmp_path / "events").read_bytes()
    head, batches = read_event_file(
        unseal(data, WithPassphrase("correct horse battery"))
    )
    assert head.workstation == "t-01"
    assert [len(batch) for batch in batches] == [1]


def test_a_ledger_that_cannot_be_read_is_told(till: EnrolledHome) -> None:
    till.ledger.close()
    till.home.ledger_path.write_bytes(os.urandom(8192))

    with pytest.raises(LedgerUnreadableError):
        sync_report.sync_status(till.home.path)


def test_a_till_before_its_first_sale_has_nothing_waiting(till: EnrolledHome) -> None:
    till.ledger.close()
    for file in till.home.path.glob("ledger.db*"):
        file.unlink()

    assert sync_report.sync_status(till.home.path).waiting == 0
    assert run_agent(till.home.path, once=True).state == "online"


@pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")
def test_an_agent_started_by_a_till_outlives_it(till: EnrolledHome) -> None:
    till.commit(2)
    program = (
        "import sys; from pathlib import Path\n"
        "from terminal.persistence.home import Home\n"
        "from terminal.replication.agent_client import ensure_agent_running\n"
        "print(ensure_agent_running(Home(Path(sys.argv[1]))))"
    )

    parent = subprocess.run(
        [sys.executable, "-c", program, str(till.home.path)],
        check=False, cwd=MAIN.parent, capture_output=True, text=True, timeout=30,
    )  # fmt: skip

    assert parent.stdout.strip() == "True", parent.stderr
    client = AgentClient(till.home.agent_address, till.keys.agent_auth_key)
    deadline = time.monotonic() + 30
    while (status := client.fetch_status()) is None or status.waiting:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    client.close()
    assert till.center_hashes() == till.local_hashes()
    connection = open_connection(till.home.agent_address, till.keys.agent_auth_key)
    send_question(connection, Stop())
    receive_answer(connection)
    connection.close()
    while is_listening(till.home.agent_address):
        assert time.monotonic() < deadline + 10
        time.sleep(0.05)


def test_wrong_usage_is_told_apart_from_no(till: EnrolledHome) -> None:
    wrong = _main("sync", "--home", str(till.home.path))

    assert wrong.returncode == 2
    assert "ACTION" in wrong.stderr

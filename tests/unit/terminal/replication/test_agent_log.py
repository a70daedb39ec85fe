"""The agent's log file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from terminal.replication import agent_log
from terminal.replication.agent_log import open_log


def test_each_line_is_one_json_object_with_time_and_level(tmp_path: Path) -> None:
    with open_log(tmp_path / "logs") as log:
        log.info("rows_applied", rows=3)
        log.warning("call_failed", cause="busy", detail="a\nb")

    path = tmp_path / "logs" / "agent.log"
    first, second = [json.loads(line) for line in path.read_text().splitlines()]
    assert (first["event"], first["level"], first["rows"]) == (
        "rows_applied",
        "info",
        3,
    )
    assert (second["level"], second["detail"]) == ("warning", "a\nb")
    assert {"timestamp", "pid"} <= set(first)
    assert path.stat().st_mode & 0o777 == 0o600


def test_old_lines_go_before_the_log_grows_without_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agent_log, "LOG_BYTES_MAX", 2_000)

    with open_log(tmp_path) as log:
        for number in range(500):
            log.info("line", number=number)

    files = list(tmp_path.glob("agent.log*"))
    assert 1 < len(files) <= agent_log.LOG_FILES_MAX
    assert sum(file.stat().st_size for file in files) < 12_000


def test_a_folder_that_cannot_be_written_costs_only_the_log(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")

    with open_log(tmp_path / "logs") as log:
        log.info("nothing")

"""The command `torture` says what the campaign found, and answers yes or no."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from terminal.commands import _runner
from terminal.diagnostics.torture import campaign
from terminal.diagnostics.torture.sweep import Scope


def report(**changed: Any) -> dict[str, Any]:
    return {
        "states": 7,
        "calls": 9,
        "states_per_second": 3.5,
        "acknowledged_lost": 0,
        "unreadable": 0,
        "other": 0,
        "sensitivity": {
            "NORMAL": {"acknowledged_lost": 2, "unreadable": 0, "states": 5}
        },
        "examples": [],
        "verdict": "ok",
    } | changed


@pytest.mark.parametrize("states", [7, 1_000], ids=str)
def test_report_is_told_in_json_and_decides_the_exit_code(
    states: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[int, int]] = []

    def torture(count: int, seed: int, work: Path) -> dict[str, Any]:
        assert work.is_dir()
        asked.append((count, seed))
        return report()

    monkeypatch.setattr(campaign, "torture", torture)

    code = _runner.main(["torture", "--states", str(states), "--seed", "3", "--json"])

    assert code == 0
    assert asked == [(states, 3)]
    assert json.loads(capsys.readouterr().out) == report()


def test_loss_is_told_with_an_example_and_exits_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = {
        "process": "day FULL",
        "after_call": 12,
        "call": "Wrote till/ledger.db-wal",
        "loss": "all lost",
        "verdict": "acknowledged lost",
        "detail": "3 events of 4 acknowledged",
    }
    found = report(acknowledged_lost=1, verdict="FAILED", examples=[example])
    monkeypatch.setattr(campaign, "torture", lambda *_: found)

    assert _runner.main(["torture"]) == 1

    said = capsys.readouterr().out
    assert "acknowledged lost: 1" in said
    assert "day FULL, after call 12 (Wrote till/ledger.db-wal), all lost" in said
    assert "3 events of 4 acknowledged" in said
    assert said.endswith("verdict: FAILED\n")


@pytest.mark.parametrize("states", ["0", "-1", "x"], ids=["zero", "minus", "word"])
def test_number_of_states_must_be_one(states: str) -> None:
    with pytest.raises(SystemExit):
        _runner.main(["torture", "--states", states])


def test_error_sweep_of_some_flows_is_told_and_decides_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {
        "errors_injected": 3,
        "by_flow": {"sale": 3},
        "answers": {"died": 1, "storage_fault": 2},
        "sales_owed": 4,
        "problems": ["sale, EIO in fsync 1: the till went away without an answer"],
        "verdict": "FAILED",
    }
    asked: list[Scope] = []

    def sweep(work: Path, scope: Scope) -> dict[str, Any]:
        assert work.is_dir()
        asked.append(scope)
        return found

    monkeypatch.setattr("terminal.diagnostics.torture.sweep.sweep", sweep)

    assert _runner.main(["torture", "--errors", "--flow", "sale", "--every", "5"]) == 1

    assert asked == [Scope(flows=("sale",), every=5)]
    said = capsys.readouterr().out
    assert "3 errors injected" in said
    assert "EIO in fsync 1" in said


def test_flow_that_does_not_exist_is_wrong_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _runner.main(["torture", "--errors", "--flow", "lunch"]) == 2
    assert "'lunch'" in capsys.readouterr().err

"""`bench NAME`: finding a bench, handing it its options, answering."""

from __future__ import annotations

import argparse
import json
import sys
from types import ModuleType

import pytest

from terminal.commands import _runner, bench


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> str:
    """A bench called `sample` whose report says what it was asked."""
    module = ModuleType("terminal.diagnostics.bench_sample")

    def add_arguments(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--ratio", type=float, default=1.0)

    def measure(arguments: argparse.Namespace) -> dict[str, object]:
        ratio = arguments.ratio
        return {"ratio": ratio, "within_budget": ratio <= 2.0, "ms": {"p50": 1}}

    vars(module).update(HELP="Sample.", add_arguments=add_arguments, measure=measure)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(bench, "list_benches", lambda: ["sample"])
    return "sample"


def test_the_report_is_one_json_object_with_the_name(
    sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _runner.main(["bench", sample, "--json"])

    assert code == 0
    assert json.loads(capsys.readouterr().out) == {
        "bench": "sample",
        "ratio": 1.0,
        "within_budget": True,
        "ms": {"p50": 1},
    }


def test_a_bench_has_options_of_its_own_and_a_missed_budget_is_a_no(
    sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = _runner.main(["bench", sample, "--ratio", "2.5"])

    assert code == _runner.EXIT_NO
    assert "within_budget: False" in capsys.readouterr().out


def test_an_unknown_bench_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        _runner.main(["bench", "no-such-bench"])

    assert stopped.value.code == _runner.EXIT_USAGE


def test_the_benches_of_the_program_are_found_by_name() -> None:
    for name in bench.list_benches():
        assert name.isidentifier()

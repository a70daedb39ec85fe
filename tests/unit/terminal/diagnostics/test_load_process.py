"""A bench and the processes that play its tills understand each other."""

from __future__ import annotations

import pytest

from terminal.diagnostics.errors import DiagnosticsError
from terminal.diagnostics.load_process import LoadProcess
from tests.support.load_child import ENDLESS, Count, Order

_CHILD = "tests.support.load_child"


def test_it_makes_first_and_goes_when_it_is_told() -> None:
    with LoadProcess(_CHILD, Order(4), Count, Count) as process:
        assert process.made() == Count(4)
        process.begin()
        assert process.done() == Count(0 + 1 + 2 + 3)


def test_one_that_is_never_told_to_go_ends_with_the_bench() -> None:
    with LoadProcess(_CHILD, Order(1), Count, Count) as process:
        assert process.made() == Count(1)


def test_one_under_way_ends_with_a_bench_that_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("terminal.diagnostics.load_process._STOP_S", 0.05)
    with LoadProcess(_CHILD, Order(ENDLESS), Count, Count) as bench:
        bench.made()
        bench.begin()

    assert bench.exit_code not in {None, 0}


def test_one_that_ends_too_early_is_told_from_an_answer() -> None:
    with (
        LoadProcess(_CHILD, Order(0), Count, Count) as process,
        pytest.raises(DiagnosticsError, match="too early"),
    ):
        process.made()

"""What holds for every test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

# Its usual deadline of 200 ms for one example judges the computer and what else runs
# on it: a first example reads fonts, code pages and catalogs.
settings.register_profile(
    "any computer",
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
# For `make campaign`: what `make test` has no time for.
settings.register_profile(
    "thorough", settings.get_profile("any computer"), max_examples=500
)
settings.load_profile("any computer")

pytest_plugins = ["tests.support.postgresql"]

# Windows are drawn into memory unless the developer asks for a display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# What starts tills, kills them or measures time would be another program under
# coverage: several times slower, and its data lost with each kill.
_MEASURE_CHILDREN: Final = "COVERAGE_PROCESS_CONFIG"
_UNMEASURED: Final = ("end_to_end", "integration/ledger", "diagnostics/test_bench_")


@pytest.fixture(autouse=True)
def _leave_processes_unmeasured(request: pytest.FixtureRequest) -> Iterator[None]:
    # Not by monkeypatch: every test would get it first and undo its own last.
    path = request.path.as_posix()
    if not any(part in path for part in _UNMEASURED):
        yield
        return
    kept = os.environ.pop(_MEASURE_CHILDREN, None)
    yield
    if kept is not None:
        os.environ[_MEASURE_CHILDREN] = kept


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name cases of raw bytes by their place.

    The processes of one run compare the names of all tests: bytes that hold the time
    of their making, as gzip's do, would now and then end the run before its start.
    """
    return argname if isinstance(val, bytes) else None

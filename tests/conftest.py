"""What holds for every test."""

from __future__ import annotations

import os
from typing import Final

import pytest

# Windows are drawn into memory unless the developer asks for a display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# What starts tills, kills them or measures time would be another program under
# coverage: several times slower, and its data lost with each kill.
_UNMEASURED: Final = ("end_to_end", "integration/ledger", "diagnostics/test_bench_")


@pytest.fixture(autouse=True)
def _leave_processes_unmeasured(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = request.path.as_posix()
    if any(part in path for part in _UNMEASURED):
        monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)

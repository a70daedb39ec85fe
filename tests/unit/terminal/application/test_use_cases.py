"""Every use case is made once, when it is first asked for."""

from __future__ import annotations

import subprocess
import sys
from functools import cached_property
from pathlib import Path

from terminal.application.handler import Handler
from terminal.application.use_cases import UseCases
from tests.fakes.till import MemoryTill

_APPLICATION = Path(__file__).parents[4] / "terminal" / "application"


def names() -> list[str]:
    return [
        name
        for name, value in vars(UseCases).items()
        if isinstance(value, cached_property)
    ]


def test_every_verb_is_reachable_under_its_module_s_name() -> None:
    verbs = {
        path.stem
        for path in _APPLICATION.rglob("*.py")
        if "(Handler[" in path.read_text(encoding="utf-8")
    }

    assert set(names()) == verbs


def test_use_case_is_made_once() -> None:
    use_cases = MemoryTill().use_cases

    for name in names():
        handler = getattr(use_cases, name)
        assert isinstance(handler, Handler)
        assert getattr(use_cases, name) is handler


def test_no_use_case_is_imported_before_it_is_asked_for() -> None:
    program = (
        "import sys; import terminal.application.use_cases;"
        "print([m for m in sys.modules if m.endswith(('complete_sale', 'wording'))])"
    )

    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=_APPLICATION.parents[1],
    )

    assert answer.stdout.strip() == "[]"

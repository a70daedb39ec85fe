"""Each given case on the engine: one test a case.

Run as: pytest tests/cases --cases DIR.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cases.harness.case import Case
from tests.cases.harness.given import (
    DEFAULT_FOLDER,
    count_supported,
    load_given_cases,
    load_rules,
)
from tests.cases.harness.registry import find_adapter
from tests.cases.harness.unsupported import find_rule


def test_case(given_case: Case, record_property: Callable[[str, object], None]) -> None:
    record_property("evertill_case", (given_case.family, given_case.group))
    assert given_case.problem is None, given_case.problem
    rule = find_rule(given_case, load_rules())
    if rule is not None:
        record_property("evertill_rule", rule.rule)
        record_property("evertill_could_pass", _passes(given_case))
        pytest.skip(f"unsupported: {rule.rule}: {rule.reason}")
    find_adapter(given_case.family).run(given_case)


def _passes(case: Case) -> bool:
    try:
        find_adapter(case.family).run(case)
    except Exception:  # noqa: BLE001 - a declared case may fail in any way
        return False
    return True


def test_few_of_the_given_cases_are_unsupported() -> None:
    # No case may fail, so what is not declared unsupported has passed.
    if not DEFAULT_FOLDER.is_dir():
        pytest.skip(f"no given cases: {DEFAULT_FOLDER} is absent")
    given = load_given_cases(DEFAULT_FOLDER)
    counts = count_supported(given)

    supported = sum(own for (_, group), (own, _) in counts.items() if group == "")
    assert supported * 100 >= len(given.cases) * 90
    too_low = {
        key: shares
        for key, shares in counts.items()
        if shares[0] * 100 < shares[1] * 80
    }
    assert too_low == {}


def test_the_entries_of_unsupported_are_well_formed() -> None:
    assert all(rule.reason for rule in load_rules())


def test_the_default_folder_lies_beside_the_checkout() -> None:
    checkout = Path(__file__).resolve().parents[2]

    assert (checkout / "main.py").is_file()
    assert checkout.parent / "shared" / "data" == DEFAULT_FOLDER

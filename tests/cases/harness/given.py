"""The given cases of one run: where they lie, which of them are unsupported."""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path
from typing import Final

import msgspec

from tests.cases.harness.case import Case
from tests.cases.harness.discovery import find_case_files, read_cases
from tests.cases.harness.registry import (
    FAMILIES,
    SIGNATURES,
    find_group,
    find_table_reason,
)
from tests.cases.harness.unsupported import UnsupportedRule, load_unsupported

_HERE: Final = Path(__file__).resolve().parent

# Given cases lie beside the checkout and are never part of it.
DEFAULT_FOLDER: Final = _HERE.parents[3] / "shared" / "data"
UNSUPPORTED_FILE: Final = _HERE.parent / "unsupported.toml"


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a family's folder that is no case file, and why."""

    file: Path
    rows: int
    reason: str


class GivenCases(msgspec.Struct, frozen=True, kw_only=True):
    """All cases below a folder."""

    folder: Path
    cases: tuple[Case, ...]
    tables: tuple[Table, ...]


@functools.cache
def load_given_cases(folder: Path) -> GivenCases:
    """Read every case file below `folder`."""
    cases: list[Case] = []
    tables: list[Table] = []
    for family, path in find_case_files(folder, SIGNATURES):
        rows = list(read_cases(family, path))
        reasons = {find_table_reason(case) for case in rows}
        if len(reasons) == 1 and (reason := reasons.pop()) is not None:
            tables.append(Table(file=path, rows=len(rows), reason=reason))
            continue
        cases += [
            msgspec.structs.replace(case, group=find_group(case)) for case in rows
        ]
    return GivenCases(folder=folder, cases=tuple(cases), tables=tuple(tables))


@functools.cache
def load_rules() -> tuple[UnsupportedRule, ...]:
    """Read tests/cases/unsupported.toml."""
    return load_unsupported(UNSUPPORTED_FILE, FAMILIES)


def find_stale_rules(given: GivenCases) -> tuple[UnsupportedRule, ...]:
    """Return the entries that cover none of the given cases."""
    return tuple(
        rule
        for rule in load_rules()
        if not any(rule.covers(case) for case in given.cases)
    )


def count_supported(given: GivenCases) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (supported, all) for each (family, group) and each (family, "")."""
    every: Counter[tuple[str, str]] = Counter()
    supported: Counter[tuple[str, str]] = Counter()
    for case in given.cases:
        is_covered = any(rule.covers(case) for rule in load_rules())
        for key in ((case.family, case.group), (case.family, "")):
            every[key] += 1
            supported[key] += not is_covered
    return {key: (supported[key], count) for key, count in every.items()}

"""Find the case files below a folder and read them, one case a row.

A file belongs to the family of the nearest folder above it that names one, so cases
may lie at any depth and the given folder may itself be a family's.  Where no folder
names any family, the columns of the files tell them.  What cannot be read becomes a
case with a problem: one failed test, never a broken collection.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

from tests.cases.harness.case import Case

SUFFIXES: Final = frozenset({".csv", ".json"})


# The columns that each kind of a family's files has, for files in folders of any name.
Signatures: TypeAlias = Mapping[str, Sequence[frozenset[str]]]


def find_case_files(folder: Path, signatures: Signatures) -> list[tuple[str, Path]]:
    """Return (family, file) for each case file below `folder`, in a stable order."""
    folder = folder.resolve()
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SUFFIXES and path.is_file()
    ]
    named = [
        (family, path)
        for path in paths
        for family in [_family_above(folder, path, signatures)]
        if family is not None
    ]
    if named:
        return named
    return [
        (family, path)
        for path in paths
        for family in [_family_by_columns(path, signatures)]
        if family is not None
    ]


def _family_above(folder: Path, path: Path, signatures: Signatures) -> str | None:
    """Return the family that the name of the nearest folder is or holds."""
    for above in path.parents:
        for family in signatures:
            if family in above.name:
                return family
        if above == folder:
            break
    return None


def _family_by_columns(path: Path, signatures: Signatures) -> str | None:
    try:
        rows = _read_rows(path)
    except (OSError, ValueError, csv.Error):
        return None
    columns = set(rows[0]) if rows and isinstance(rows[0], dict) else set()
    for family, kinds in signatures.items():
        if any(kind <= columns for kind in kinds):
            return family
    return None


def read_cases(family: str, path: Path) -> Iterator[Case]:
    """Yield the cases of one file; a file that cannot be read is one such case."""
    try:
        rows = _read_rows(path)
    except (OSError, ValueError, csv.Error) as error:
        yield _broken(family, path, "unreadable", f"{path} cannot be read: {error}")
        return
    for number, row in enumerate(rows, start=1):
        if isinstance(row, dict):
            yield _case(family, path, number, row)
        else:
            yield _broken(family, path, f"row-{number}", f"not an object: {row!r}")


def _read_rows(path: Path) -> list[Any]:
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix.lower() == ".csv":
        return _read_csv(text)
    rows = json.loads(text, parse_float=Decimal)
    if not isinstance(rows, list):
        kind = type(rows).__name__
        msg = f"a case file is a JSON list of objects, this one is a {kind}"
        raise ValueError(msg)  # noqa: TRY004 - the text is wrong, not a call
    return rows


def _read_csv(text: str) -> list[Any]:
    lines = list(csv.reader(text.splitlines(keepends=True), strict=True))
    if not lines:
        msg = "a CSV case file begins with the names of its columns"
        raise ValueError(msg)
    header, *rows = lines
    return [
        dict(zip(header, row, strict=True)) if len(row) == len(header) else row
        for row in rows
        if row
    ]


def _case(family: str, path: Path, number: int, row: dict[str, Any]) -> Case:
    declared = row.get("family")
    name = row.get("id")
    if name is None:
        name = f"row-{number}-{next(iter(row.values()), '')}"
    return Case(
        family=family,
        group=declared if isinstance(declared, str) else path.stem,
        label=str(name),
        file=path,
        fields=row,
    )


def _broken(family: str, path: Path, label: str, problem: str) -> Case:
    return Case(
        family=family,
        group=path.stem,
        label=label,
        file=path,
        fields={},
        problem=problem,
    )

"""A CSV table with a header line: its cells by column, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from terminal.domain.reference_data.errors import (
    CatalogFileError,
    CellRefusedError,
    RefusedRow,
)

_SEPARATORS: Final = (",", ";", "\t")


class Columns(msgspec.Struct, frozen=True):
    """What the header line of a kind of file may and must name."""

    known: tuple[str, ...]
    required: tuple[str, ...]


def read_table(
    text: str, columns: Columns
) -> Iterator[tuple[int, dict[str, str] | RefusedRow]]:
    """Yield each row that is not empty: its first line, its cells by column.

    The separator is a comma, semicolon or tab, whichever the header line uses most.
    Runs of white space in a cell become one space.

    Raises:
        CatalogFileError: The header is not of this kind, or a quote is not closed;
            rows yielded before must not be kept.
    """
    header, _, _ = text.partition("\n")
    separator = max(_SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = _numbered(reader)
    names = _checked_header(next(rows, (1, []))[1], columns)
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            yield line, _values(names, cells)
        except CellRefusedError as error:
            yield line, error.at(line)


def _numbered(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins."""
    begin = 1
    iterator = iter(reader)
    while True:
        try:
            cells = next(iterator, None)
        except csv.Error as error:
            raise CatalogFileError(
                f"line {begin}: {error}; nothing was imported. Is a quote not closed?",
                line=begin,
            ) from error
        if cells is None:
            return
        yield begin, cells
        begin = getattr(reader, "line_num", begin) + 1


def _values(columns: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(columns):
        raise CellRefusedError(
            "columns",
            f"it has {len(cells)} columns, the header has {len(columns)}",
        )
    return {
        name: " ".join(cell.split()) for name, cell in zip(columns, cells, strict=True)
    }


def _checked_header(cells: list[str], known: Columns) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    missing = [name for name in known.required if name not in columns]
    unknown = [name for name in columns if name not in known.known]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    for problem, names in (
        ("lacks the column", missing),
        ("has the unknown column", unknown),
        ("has twice the column", twice),
    ):
        if names:
            raise CatalogFileError(
                f"the first line {problem} {names[0]!r}; nothing was imported. Known"
                f" columns: {', '.join(known.known)}.",
                column=names[0],
            )
    return columns

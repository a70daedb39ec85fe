"""Makes rows of reference data out of the rows of a file, each key once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from terminal.domain.reference_data.errors import CellRefusedError, RefusedRow

_Given = TypeVar("_Given")
_Row = TypeVar("_Row")


def take_rows(
    given: Iterable[tuple[int, _Given | RefusedRow]],
    make: Callable[[_Given], _Row],
    key: Callable[[_Row], str],
) -> Iterator[tuple[int, _Row | RefusedRow]]:
    """Yield what *make* makes of each row, or why it is refused.

    A row whose *key* an earlier row has is refused: which of two prices was meant
    is not for the program to guess.
    """
    lines: dict[str, int] = {}
    for line, values in given:
        if isinstance(values, RefusedRow):
            yield line, values
            continue
        try:
            row = make(values)
        except CellRefusedError as error:
            yield line, error.at(line)
            continue
        earlier = lines.setdefault(key(row), line)
        if earlier == line:
            yield line, row
        else:
            detail = f"{key(row)} is already on line {earlier}"
            yield line, RefusedRow(line=line, reason="duplicate", detail=detail)

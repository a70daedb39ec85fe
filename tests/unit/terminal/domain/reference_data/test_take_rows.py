"""Each key of a file is taken once."""

from __future__ import annotations

from terminal.domain.reference_data.errors import CellRefusedError, RefusedRow
from terminal.domain.reference_data.take_rows import take_rows

_REFUSED = RefusedRow(line=1, reason="columns", detail="")


def _number(text: str) -> int:
    if not text.isdecimal():
        raise CellRefusedError("number", f"{text} is no number")
    return int(text)


def test_refusals_keep_their_line_and_the_rest_is_taken() -> None:
    given: list[tuple[int, str | RefusedRow]] = [
        (1, _REFUSED),
        (2, "7"),
        (3, "x"),
        (5, "07"),
        (6, "8"),
    ]

    rows = list(take_rows(given, _number, key=str))

    assert [row for _, row in rows if not isinstance(row, RefusedRow)] == [7, 8]
    assert [
        (line, row.line, row.reason)
        for line, row in rows
        if isinstance(row, RefusedRow)
    ] == [(1, 1, "columns"), (3, 3, "number"), (5, 5, "duplicate")]

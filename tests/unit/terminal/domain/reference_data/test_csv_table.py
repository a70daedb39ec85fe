"""A table is read with its header checked and its lines counted."""

from __future__ import annotations

import pytest

from terminal.domain.reference_data.csv_table import Columns, read_table
from terminal.domain.reference_data.errors import CatalogFileError, RefusedRow

_COLUMNS = Columns(("a", "b", "c"), ("a",))


def test_lines_are_counted_over_quoted_breaks_and_empty_rows() -> None:
    rows = list(read_table('A;b\n"x\ny";1\n;\n\n z  z ;2\n', _COLUMNS))

    assert rows == [(2, {"a": "x y", "b": "1"}), (6, {"a": "z z", "b": "2"})]


def test_a_row_of_another_width_is_refused_and_the_next_is_read() -> None:
    first, second = read_table("a,b\n1\n1,2\n", _COLUMNS)

    assert isinstance(first[1], RefusedRow)
    assert first[1].reason == "columns"
    assert second == (3, {"a": "1", "b": "2"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("b,c\n", "lacks the column 'a'"),
        ("a,d\n", "unknown column 'd'"),
        ("a,A\n", "twice the column 'a'"),
        ("", "lacks the column 'a'"),
        ('a\n"open\n', "quote not closed"),
    ],
)
def test_a_table_of_another_kind_is_refused_as_a_whole(text: str, said: str) -> None:
    with pytest.raises(CatalogFileError, match=said):
        list(read_table(text, _COLUMNS))

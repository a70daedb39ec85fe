"""Recorded baskets are read one by one, in cents."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.diagnostics.errors import DiagnosticsError
from terminal.diagnostics.journey.recorded import RecordedLine, read_baskets
from tests.support.recorded_baskets import row, write_rows


def test_rows_of_a_basket_are_its_lines(tmp_path: Path) -> None:
    write_rows(
        tmp_path,
        row("1", "a", "2", "1.0", "0.3", coupon="0.4", match="0.1"),
        row("1", "a", "1", "0.5"),
        row("2", "b", "1", "0.99"),
    )

    first, second = read_baskets(tmp_path)

    assert (first.basket_id, first.household_id, first.store_id) == ("1", "900", "330")
    assert first.lines[0] == RecordedLine(
        product_id="a",
        quantity=2,
        sales_minor=100,
        card_minor=30,
        match_minor=10,
        coupon_minor=40,
    )
    assert first.lines[0].shelf_minor == 140
    assert len(first.lines) == first.line_count == 2
    assert [line.sales_minor for line in second.lines] == [99]


def test_a_basket_with_a_line_beside_the_identity_has_causes_and_no_lines(
    tmp_path: Path,
) -> None:
    write_rows(tmp_path, row("1", "a", "1", "0.5"), row("1", "b", "0", "0.0"))

    (basket,) = read_baskets(tmp_path)

    assert basket.lines == ()
    assert basket.line_count == 2
    assert basket.causes == ("quantity is zero",)


def test_baskets_that_nobody_wants_are_passed_over(tmp_path: Path) -> None:
    write_rows(tmp_path, row("1", "a", "no number", "0.5"), row("2", "b", "1", "0.5"))

    (basket,) = read_baskets(tmp_path, lambda basket_id: basket_id == "2")

    assert basket.basket_id == "2"


@pytest.mark.parametrize(
    "rows",
    [
        [row("1", "a", "one", "0.5")],
        [row("1", "a", "1", "much")],
        ["1,2\n"],
        [row("1", "a", "1", "0.5"), row("2", "a", "1", "0.5"), row("1", "b", "1", "1")],
    ],
    ids=["quantity", "amount", "columns", "not together"],
)
def test_a_file_that_is_otherwise_is_refused(tmp_path: Path, rows: list[str]) -> None:
    write_rows(tmp_path, *rows)

    with pytest.raises(DiagnosticsError):
        list(read_baskets(tmp_path))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DiagnosticsError, match=r"transactions\.csv\.gz"):
        list(read_baskets(tmp_path))

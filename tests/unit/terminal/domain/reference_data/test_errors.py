"""A refusal knows its line."""

from __future__ import annotations

from terminal.domain.reference_data.errors import CellRefusedError, RefusedRow


def test_a_refusal_is_told_with_its_line() -> None:
    refused = CellRefusedError("unit", "unit is empty").at(7)

    assert refused == RefusedRow(line=7, reason="unit", detail="unit is empty")

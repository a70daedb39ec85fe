"""Reads promotions from JSON lines, each exactly what the feed carries."""

from __future__ import annotations

from collections.abc import Iterator

from terminal.domain.promotion.promotion import Promotion
from terminal.domain.reference_data.errors import RefusedRow
from terminal.domain.reference_data.json_lines import read_json_lines
from terminal.domain.reference_data.promotion_check import check_promotion
from terminal.domain.reference_data.take_rows import take_rows


def read_promotions(text: str) -> Iterator[tuple[int, Promotion | RefusedRow]]:
    """Yield every line as a promotion or as refused; an id is defined once."""
    return take_rows(
        read_json_lines(text, Promotion), check_promotion, lambda row: row.promotion_id
    )

"""Reads promotions from JSON lines, each exactly what the feed carries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from terminal.domain.promotion.promotion import Promotion
from terminal.domain.reference_data.errors import RefusedRow, RowError
from terminal.domain.reference_data.json_lines import read_json_lines

_ID_CHARACTERS_MAX: Final = 80
_NAME_CHARACTERS_MAX: Final = 200


def read_promotions(text: str) -> Iterator[tuple[int, Promotion | RefusedRow]]:
    """Yield every line as a promotion or as refused; an id is defined once."""
    lines: dict[str, int] = {}
    for line, promotion in read_json_lines(text, Promotion):
        if isinstance(promotion, RefusedRow):
            yield line, promotion
            continue
        try:
            _check(promotion)
            earlier = lines.setdefault(promotion.promotion_id, line)
            if earlier != line:
                raise RowError(
                    "duplicate_promotion",
                    f"{promotion.promotion_id!r} is already on line {earlier}",
                )
        except RowError as error:
            yield line, error.at(line)
        else:
            yield line, promotion

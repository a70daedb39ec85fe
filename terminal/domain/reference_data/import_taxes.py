"""Reads tax groups from JSON lines, each exactly what the feed carries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from terminal.domain.reference_data.errors import CellRefusedError, RefusedRow
from terminal.domain.reference_data.json_lines import read_json_lines
from terminal.domain.reference_data.take_rows import take_rows
from terminal.domain.tax.tax_group import TaxGroup, TaxKind

COMPONENTS_MAX: Final = 16
RATE_PPM_MAX: Final = 10_000_000
AMOUNT_MICRO_MAX: Final = 10**12
_DIVISION_PPM_MAX: Final = 1_000_000
_TEXT_CHARACTERS_MAX: Final = 64


def read_taxes(text: str) -> Iterator[tuple[int, TaxGroup | RefusedRow]]:
    """Yield every line as a tax group or as refused; an id is defined once."""
    return take_rows(
        read_json_lines(text, TaxGroup), _check, lambda row: row.tax_group_id
    )


def _check(group: TaxGroup) -> TaxGroup:
    _require_text("tax_group_id", group.tax_group_id)
    if len(group.components) > COMPONENTS_MAX:
        raise CellRefusedError("components", f"it has more than {COMPONENTS_MAX} taxes")
    ids = [component.tax_id for component in group.components]
    if len(set(ids)) != len(ids):
        raise CellRefusedError("components", "it has the same tax_id twice")
    for component in group.components:
        _require_text("tax_id", component.tax_id)
        if abs(component.rate_ppm) > RATE_PPM_MAX:
            raise CellRefusedError(
                "rate_ppm", f"rate_ppm {component.rate_ppm} is too high"
            )
        if abs(component.amount_micro) > AMOUNT_MICRO_MAX:
            raise CellRefusedError(
                "amount_micro", f"amount_micro {component.amount_micro} is too high"
            )
        if component.kind is TaxKind.FIXED and component.rate_ppm:
            raise CellRefusedError(
                "rate_ppm", "a fixed tax has an amount_micro and no rate"
            )
        if component.kind is not TaxKind.FIXED and component.amount_micro:
            raise CellRefusedError(
                "amount_micro", "only a fixed tax has an amount_micro"
            )
        if (
            component.kind is TaxKind.DIVISION
            and component.rate_ppm >= _DIVISION_PPM_MAX
        ):
            raise CellRefusedError(
                "rate_ppm", "a division tax takes less than the whole price"
            )
        if not component.factors_ppm:
            raise CellRefusedError("factors_ppm", "factors_ppm is empty")
    return group


def _require_text(name: str, text: str) -> None:
    if not text or len(text) > _TEXT_CHARACTERS_MAX or not text.isprintable():
        raise CellRefusedError(
            name, f"{name} {text[:_TEXT_CHARACTERS_MAX]!r} is empty, too long or odd"
        )

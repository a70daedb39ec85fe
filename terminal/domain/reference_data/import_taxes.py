"""Reads tax groups from JSON lines, each exactly what the feed carries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from terminal.domain.reference_data.errors import RefusedRow, RowError
from terminal.domain.reference_data.json_lines import read_json_lines
from terminal.domain.tax.tax_group import TaxGroup, TaxKind

COMPONENTS_MAX: Final = 16
RATE_PPM_MAX: Final = 10_000_000
AMOUNT_MICRO_MAX: Final = 10**12
_DIVISION_PPM_MAX: Final = 1_000_000
_TEXT_CHARACTERS_MAX: Final = 64


def read_taxes(text: str) -> Iterator[tuple[int, TaxGroup | RefusedRow]]:
    """Yield every line as a tax group or as refused; an id is defined once."""
    lines: dict[str, int] = {}
    for line, group in read_json_lines(text, TaxGroup):
        if isinstance(group, RefusedRow):
            yield line, group
            continue
        try:
            _check(group)
            earlier = lines.setdefault(group.tax_group_id, line)
            if earlier != line:
                raise RowError(
                    "duplicate_tax_group",
                    f"{group.tax_group_id!r} is already on line {earlier}",
                )
        except RowError as error:
            yield line, error.at(line)
        else:
            yield line, group


def _check(group: TaxGroup) -> None:
    _require_text("tax_group_id", group.tax_group_id)
    if len(group.components) > COMPONENTS_MAX:
        raise RowError("components", f"it has more than {COMPONENTS_MAX} taxes")
    ids = [component.tax_id for component in group.components]
    if len(set(ids)) != len(ids):
        raise RowError("components", "it has the same tax_id twice")
    for component in group.components:
        _require_text("tax_id", component.tax_id)
        if abs(component.rate_ppm) > RATE_PPM_MAX:
            raise RowError("rate_ppm", f"rate_ppm {component.rate_ppm} is too high")
        if abs(component.amount_micro) > AMOUNT_MICRO_MAX:
            raise RowError(
                "amount_micro", f"amount_micro {component.amount_micro} is too high"
            )
        if component.kind is TaxKind.FIXED and component.rate_ppm:
            raise RowError("rate_ppm", "a fixed tax has an amount_micro and no rate")
        if component.kind is not TaxKind.FIXED and component.amount_micro:
            raise RowError("amount_micro", "only a fixed tax has an amount_micro")
        if (
            component.kind is TaxKind.DIVISION
            and component.rate_ppm >= _DIVISION_PPM_MAX
        ):
            raise RowError("rate_ppm", "a division tax takes less than the whole price")
        if not component.factors_ppm:
            raise RowError("factors_ppm", "factors_ppm is empty")


def _require_text(name: str, text: str) -> None:
    if not text or len(text) > _TEXT_CHARACTERS_MAX or not text.isprintable():
        raise RowError(
            name, f"{name} {text[:_TEXT_CHARACTERS_MAX]!r} is empty, too long or odd"
        )

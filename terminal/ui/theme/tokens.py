"""The values of the visual rules, read once from ``resources/qss/tokens.json``.

Widgets name tokens, never values: a colour or a size that is not in that file
does not exist in the program.
"""

from __future__ import annotations

from functools import cache

import msgspec

from structs.decoding import decode_json
from terminal.ui.support.resource_files import resource_path


class Theme(msgspec.Struct, frozen=True):
    """One set of colours.

    Attributes:
        colours: ``#RRGGBB`` or ``#RRGGBBAA`` by the name of the role.
        line_px: Width of every line and outline.
    """

    colours: dict[str, str]
    line_px: int


class TypeRole(msgspec.Struct, frozen=True):
    """One step of the type scale: size and line height in px, CSS weight."""

    px: int
    line: int
    weight: int


class Density(msgspec.Struct, frozen=True):
    """The measures of the cashier's screens from one window width on, in px.

    Attributes:
        from_width: The smallest window width for which this density is taken.
        design_width: The width at which ``basket_width`` was drawn.
        factor: Multiplies every type size.
    """

    from_width: int
    design_width: int
    top: int
    basket_width: int
    tile_columns: int
    tile_rows: int
    totals: int
    action_bar: int
    function_keys: int
    line: int
    line_modifier_adds: int
    line_selected: int
    body_px: int
    due_px: int
    factor: float
    margin: int
    quantity: int
    times: int
    unit_price: int
    amount: int


class Tokens(msgspec.Struct, frozen=True):
    """Everything of the file.

    Attributes:
        required_contrast: For each theme the pairs (foreground, background,
            ratio) that its colours promise.
    """

    themes: dict[str, Theme]
    required_contrast: dict[str, list[tuple[str, str, float]]]
    families: dict[str, list[str]]
    roles: dict[str, TypeRole]
    motion_ms: dict[str, int]
    radius: dict[str, int]
    densities: list[Density]


@cache
def load_tokens() -> Tokens:
    """Read the file once for the life of the process."""
    return decode_json(resource_path("qss", "tokens.json").read_bytes(), Tokens)


def density_for(width: int) -> Density:
    """Return the measures for a window of *width* px."""
    fitting = [d for d in load_tokens().densities if d.from_width <= width]
    return fitting[-1]


def basket_width(width: int) -> int:
    """Return the width of the basket's column in a window of *width* px.

    Between the drawn widths the share stays that of the drawn one; the split
    lies on a multiple of four.
    """
    density = density_for(width)
    if width == density.design_width:
        return density.basket_width
    return round(width * density.basket_width / density.design_width / 4) * 4

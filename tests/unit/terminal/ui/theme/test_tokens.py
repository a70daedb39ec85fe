"""The tokens' file: complete themes, contrasts as promised, measures of a grid."""

from __future__ import annotations

import pytest

from terminal.ui.theme.tokens import basket_width, density_for, load_tokens

THEMES = ("light", "dark", "high")


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_every_promised_contrast_is_kept(name: str) -> None:
    tokens = load_tokens()
    colours = tokens.themes[name].colours

    weak = [
        (foreground, background)
        for foreground, background, required in tokens.required_contrast[name]
        if _contrast(colours[foreground], colours[background]) < required
    ]

    assert len(tokens.required_contrast[name]) > 40
    assert weak == []


def test_all_themes_name_the_same_colours() -> None:
    names = [set(load_tokens().themes[name].colours) for name in THEMES]

    assert names[0] == names[1] == names[2]


@pytest.mark.parametrize(
    ("width", "basket"), [(1024, 572), (1366, 760), (1920, 1064), (1280, 712)]
)
def test_the_basket_has_its_drawn_width_or_share(width: int, basket: int) -> None:
    assert basket_width(width) == basket
    assert 0.55 <= basket_width(width) / width <= 0.57


def test_type_grows_from_1600_px_on() -> None:
    assert density_for(1599).factor == 1.0
    assert density_for(1600).factor == 1.125
    assert density_for(800).tile_columns == 3

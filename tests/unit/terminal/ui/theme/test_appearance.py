"""Fonts by role and colours by token."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.tokens import density_for, load_tokens


@pytest.mark.parametrize("role", sorted(load_tokens().roles))
def test_a_role_gives_size_and_weight(role: str) -> None:
    font = APPEARANCE.font(role)

    assert font.pixelSize() == load_tokens().roles[role].px
    assert font.weight() == load_tokens().roles[role].weight
    assert font.families()[0] == "Inter"


def test_small_figures_are_tabular_and_large_ones_are_not() -> None:
    tnum = QFont.Tag("tnum")

    assert APPEARANCE.font("strong").featureValue(tnum) == 1
    assert not APPEARANCE.font("due").isFeatureSet(tnum)


def test_a_large_font_does_not_take_features_from_the_applications_font(
    qapp: QApplication,
) -> None:
    before = qapp.font()
    qapp.setFont(APPEARANCE.font("body"))
    try:
        large = APPEARANCE.font("due", 77)
    finally:
        qapp.setFont(before)

    assert not large.isFeatureSet(QFont.Tag("tnum"))


def test_type_is_never_smaller_than_13_px() -> None:
    assert APPEARANCE.font("label", 9).pixelSize() == 13


def test_wide_windows_have_larger_type() -> None:
    APPEARANCE.use(density=density_for(1920))

    assert APPEARANCE.font("body").pixelSize() == 18
    assert APPEARANCE.scaled(16) == 18


def test_traditional_chinese_puts_its_own_fonts_first() -> None:
    APPEARANCE.use(language="zh_TW")

    families = APPEARANCE.font("body").families()

    assert families.index("Noto Sans CJK TC") < families.index("Noto Sans CJK SC")


def test_a_change_grows_the_stamp_and_forgets_colours() -> None:
    before, light = APPEARANCE.stamp, APPEARANCE.colour("surface").name()

    APPEARANCE.use(theme_name="dark")

    assert APPEARANCE.stamp > before
    assert APPEARANCE.colour("surface").name() != light
    assert 0 < APPEARANCE.colour("scrim").alpha() < 255

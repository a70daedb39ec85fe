"""The one style sheet."""

from __future__ import annotations

import re

import pytest

from terminal.ui.support.resource_files import resource_path
from terminal.ui.theme.stylesheet import build_stylesheet


@pytest.mark.parametrize("theme", ["light", "dark", "high"])
def test_no_token_is_left_and_every_brace_is_closed(theme: str) -> None:
    sheet = build_stylesheet(theme)

    assert "@" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_the_template_holds_no_colour_of_its_own() -> None:
    template = resource_path("qss", "evertill.qss").read_text(encoding="utf-8")

    assert re.findall(r"#[0-9A-Fa-f]{6}\b|rgba?\(", template) == []


def test_no_widget_holds_a_colour_of_its_own() -> None:
    # Paper is white and a line display glows in every theme.
    allowed = {"receipt_paper.py", "display_glass.py"}
    ui = resource_path("..", "terminal", "ui")

    guilty = [
        path.name
        for path in ui.rglob("*.py")
        if path.name not in allowed
        and re.search(r'QColor\([0-9"]|"#[0-9A-Fa-f]{6}"', path.read_text("utf-8"))
    ]

    assert guilty == []


def test_high_contrast_has_lines_of_two_px() -> None:
    assert "2px solid #FFFFFF" in build_stylesheet("high")

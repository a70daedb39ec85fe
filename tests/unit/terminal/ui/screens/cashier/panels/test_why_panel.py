"""Explanations as rows."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.panels.why_panel import WhyLine, WhyPanel
from terminal.ui.view_models.why_text import Explained, WhyRow, WhySection

EXPLAINED = Explained(
    title="Greek yoghurt",
    figures=(("Before", "1.60"), ("To pay", "1.07")),
    sections=(
        WhySection("Applied", (WhyRow("3 for 2", "version 3", "-0.53", "applied"),)),
        WhySection("Tried", (WhyRow("Club", "For members", tone="refused"),)),
    ),
    note="",
)


def test_rows_stand_under_their_captions_and_are_replaced(qtbot: QtBot) -> None:
    panel = WhyPanel()
    qtbot.addWidget(panel)
    panel.show()

    panel.show_explained(EXPLAINED, None)
    panel.show_explained(EXPLAINED, None)

    assert len(panel.lines) == 4
    spoken = [one.accessibleName() for one in panel.lines if isinstance(one, WhyLine)]
    assert spoken == ["3 for 2, version 3 -0.53", "Club, For members"]
    assert [stat.isVisible() for stat in panel.figures] == [True, True, False, False]
    assert not panel.note.isVisible()
    assert not panel.basket_key.isVisible()


def test_a_line_leads_to_the_basket(qtbot: QtBot) -> None:
    panel = WhyPanel()
    qtbot.addWidget(panel)
    panel.show()
    seen: list[str] = []

    panel.show_explained(EXPLAINED, lambda: seen.append("basket"))
    panel.basket_key.click()

    assert seen == ["basket"]

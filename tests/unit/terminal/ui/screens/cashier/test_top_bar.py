"""The bar over the sale."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from terminal.ui.screens.cashier.top_bar import TopBar
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.tokens import density_for


def test_the_scan_field_ends_before_the_split(qtbot: QtBot) -> None:
    bar = TopBar(lambda: 0)
    qtbot.addWidget(bar)
    bar.resize(1366, 56)
    bar.show()

    field = bar.scan_field
    assert (field.x(), field.width()) == (244, 504)
    assert bar.sync_pill.mapTo(bar, bar.sync_pill.rect().topLeft()).x() == 772


def test_narrow_windows_show_the_operator_as_a_disc(qtbot: QtBot) -> None:
    bar = TopBar(lambda: 0)
    qtbot.addWidget(bar)
    bar.operator_key.show_person("Anna K.")
    wide = bar.operator_key.sizeHint().width()

    APPEARANCE.use(density=density_for(1024))
    bar.take_density(572)
    bar.show()

    assert bar.operator_key.sizeHint().width() < wide
    assert not bar.clock.date.isVisible()
    assert bar.operator_key.accessibleName() == "Anna K."

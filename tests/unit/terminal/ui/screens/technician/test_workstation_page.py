"""What a technician changes about a till in the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.settings.errors import SettingValueError
from terminal.ui.screens.technician.workstation_page import LinesField, WorkstationPage
from terminal.ui.support.translation import use_language
from terminal.ui.view_models.technician_view_model import TechnicianViewModel
from terminal.ui.widgets.form_fields import Choice, Field
from tests.fakes.technician import MemoryTechnician


@pytest.fixture
def port() -> MemoryTechnician:
    return MemoryTechnician()


@pytest.fixture
def page(
    qapp: QApplication, port: MemoryTechnician, qtbot: QtBot
) -> Iterator[WorkstationPage]:
    model = TechnicianViewModel(port)
    page = WorkstationPage(model)
    qtbot.addWidget(page)
    page.resize(800, 700)
    page.show()
    model.begin("Priya Devi", "manager")
    qtbot.waitUntil(lambda: bool(page.fields and model.facts))
    yield page
    model.close()


def _value(port: MemoryTechnician, key: str) -> str:
    return next(row.value for row in port.setting_rows if row.key == key)


def test_nothing_is_saved_before_something_changed(page: WorkstationPage) -> None:
    assert page.changes == {}
    assert page.save_key.reason == "Nothing was changed."


def test_only_what_was_changed_is_saved(
    page: WorkstationPage, port: MemoryTechnician, qtbot: QtBot
) -> None:
    name, head = page.fields["store.name"], page.fields["store.receipt_head"]
    language = page.fields["store.language"]
    assert isinstance(name, Field)
    assert isinstance(head, LinesField)
    assert isinstance(language, Choice)
    name.edit.clear()
    QTest.keyClicks(name.edit, "Harbour Shop")
    head.edit.setPlainText("Harbour Shop\n\n  2 Pier Road ")
    language.keys["zh_TW"].click()
    assert page.changes == {
        "store.name": "Harbour Shop",
        "store.receipt_head": "Harbour Shop\n2 Pier Road",
        "store.language": "zh_TW",
    }

    page.save_key.click()

    qtbot.waitUntil(lambda: page.told.text().startswith("Saved."))
    assert _value(port, "store.name") == "Harbour Shop"
    qtbot.waitUntil(lambda: not page.changes)
    assert page.save_key.reason == "Nothing was changed."


def test_a_refusal_names_the_field_in_its_own_words(
    page: WorkstationPage, port: MemoryTechnician, qtbot: QtBot
) -> None:
    port.refusal = SettingValueError("store.name", "it is too long")
    name = page.fields["store.name"]
    assert isinstance(name, Field)
    QTest.keyClicks(name.edit, "!")

    page.save_key.click()

    qtbot.waitUntil(lambda: "too long" in page.told.text())
    assert page.told.text().startswith("Name of the store, on receipts: ")
    assert _value(port, "store.name") == "Riverside Market"


def test_words_follow_the_language(page: WorkstationPage) -> None:
    use_language("zh_CN")
    page.retranslate()

    language = page.fields["store.language"]
    assert isinstance(language, Choice)
    assert language.keys["en"].text() == "English"
    assert page.save_key.text() == "保存"

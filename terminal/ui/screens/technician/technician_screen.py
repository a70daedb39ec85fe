"""Sidebar and pages of the technician."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from terminal.ui.screens.technician.devices_page import DevicesPage
from terminal.ui.screens.technician.parts import ElidedText, NavigationKey
from terminal.ui.screens.technician.plain_pages import DiagnosticsPage, OverviewPage
from terminal.ui.screens.technician.workstation_page import WorkstationPage
from terminal.ui.support.translation import tr
from terminal.ui.widgets.avatar import Avatar
from terminal.ui.widgets.bar_parts import Mark
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import mark, refresh_fonts

if TYPE_CHECKING:
    from terminal.ui.view_models.technician_view_model import TechnicianViewModel

_SIDEBAR: Final = 248
_SIDEBAR_NARROW: Final = 200
_NARROW_BELOW: Final = 1_200
_SIDEBAR_MARGIN: Final = 12
_BACK_PADDING: Final = 8
_PAGES: Final = (
    ("overview", "overview"),
    ("devices", "plug"),
    ("workstation", "store"),
    ("diagnostics", "diagnostics"),
)


class TechnicianScreen(QWidget):
    """Paints a TechnicianViewModel and forwards input to it.

    Signals:
        closed: Back to selling, or to the sign-on of a technician's window.
    """

    closed = Signal()

    def __init__(
        self, view_model: TechnicianViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("technicianScreen")
        mark(self, ground="canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view_model = view_model
        self._role = ""
        self._is_alone = False
        self.devices = DevicesPage(view_model)
        self.overview = OverviewPage(view_model)
        self.workstation = WorkstationPage(view_model)
        self.diagnostics = DiagnosticsPage(view_model)
        self.pages = QStackedWidget()
        for widget in (
            self.overview,
            self.devices,
            self.workstation,
            self.diagnostics,
        ):
            self.pages.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_sidebar())
        row.addWidget(self.pages, 1)
        view_model.person_changed.connect(self._show_person)
        view_model.rows_changed.connect(self._show_badges)
        view_model.facts_changed.connect(self._show_till)
        self.overview.device_wanted.connect(self._show_device)
        self._show_devices()
        self.retranslate()

    def _make_sidebar(self) -> QWidget:
        sidebar = QFrame()
        sidebar.setObjectName("technicianSidebar")
        mark(sidebar, ground="surface")
        sidebar.setFixedWidth(_SIDEBAR)
        self.sidebar = sidebar
        column = QVBoxLayout(sidebar)
        column.setContentsMargins(_SIDEBAR_MARGIN, 16, _SIDEBAR_MARGIN, 16)
        column.setSpacing(4)
        column.addLayout(self._make_head())
        column.addSpacing(16)
        self.navigation: dict[str, NavigationKey] = {}
        for name, icon in _PAGES:
            key = NavigationKey(name, icon)
            key.chosen.connect(self._navigate)
            self.navigation[name] = key
            column.addWidget(key)
        column.addStretch(1)
        column.addLayout(self._make_person())
        self.back_key = Key("secondary", "backKey", icon="return", cap="Esc")
        self.back_key.padding = _BACK_PADDING
        self.back_key.setFixedHeight(48)
        self.back_key.chosen.connect(self._close)
        column.addWidget(self.back_key)
        return sidebar

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.setSpacing(10)
        self.till = ElidedText("strong", name="technicianTill")
        self.store = ElidedText("label", "muted", name="technicianStore")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.till)
        texts.addWidget(self.store)
        head.addWidget(Mark())
        head.addLayout(texts, 1)
        return head

    def _make_person(self) -> QHBoxLayout:
        person = QHBoxLayout()
        person.setContentsMargins(8, 0, 8, 8)
        person.setSpacing(10)
        self.avatar = Avatar("technicianAvatar", 40)
        self.person = ElidedText("label_strong", name="technicianName")
        self.role = ElidedText("label", "muted", name="technicianRole")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.person)
        names.addWidget(self.role)
        person.addWidget(self.avatar)
        person.addLayout(names, 1)
        return person

    def be_alone(self) -> None:
        """Be the screen of a window in which nobody sells."""
        self._is_alone = True
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts and fonts of the language in force."""
        words = {
            "overview": tr("Overview"),
            "devices": tr("Devices"),
            "workstation": tr("Workstation"),
            "diagnostics": tr("Diagnostics"),
        }
        for name, key in self.navigation.items():
            key.label(words[name])
        self.back_key.label(tr("Sign off") if self._is_alone else tr("Back to selling"))
        roles = {"manager": tr("Manager"), "supervisor": tr("Supervisor")}
        self.role.setText(roles.get(self._role, tr("Technician")))
        for widget in (
            self.overview,
            self.devices,
            self.workstation,
            self.diagnostics,
        ):
            widget.retranslate()
        refresh_fonts(self)
        self._fit_back_key()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW_BELOW
        self.sidebar.setFixedWidth(_SIDEBAR_NARROW if is_narrow else _SIDEBAR)
        self.devices.set_narrow(is_narrow=is_narrow)
        self.workstation.set_narrow(is_narrow=is_narrow)
        self._fit_back_key()

    def _fit_back_key(self) -> None:
        """Leave out the cap, then the icon, where a language has long words."""
        key = self.back_key
        room = self.sidebar.maximumWidth() - 2 * (_SIDEBAR_MARGIN + _BACK_PADDING)
        for cap, icon in (("Esc", "return"), ("", "return"), ("", "")):
            key.cap, key.icon_name = cap, icon
            if key.content_width() <= room:
                break
        key.refresh()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves a question, then a form, then the screen."""
        if event.key() == Qt.Key.Key_Escape:
            if self.pages.currentWidget() is self.devices and self.devices.step_back():
                return
            self.back_key.click()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _navigate(self) -> None:
        key = self.sender()
        assert isinstance(key, NavigationKey)
        self._show_page(key.page_name)

    def _show_page(self, name: str) -> None:
        names = [each for each, _ in _PAGES]
        self.pages.setCurrentIndex(names.index(name))
        for each, key in self.navigation.items():
            key.setChecked(each == name)

    def _show_devices(self) -> None:
        self._show_page("devices")

    @Slot(str)
    def _show_device(self, device_id: str) -> None:
        """Show the devices, and of them that one if it is named."""
        self._show_devices()
        if device_id:
            self.devices.choose(device_id)

    @Slot(str, str)
    def _show_person(self, name: str, role: str) -> None:
        self._role = role
        self.person.setText(name)
        self.avatar.show_person(name)
        self.retranslate()

    @Slot()
    def _show_badges(self) -> None:
        self.navigation["devices"].show_badge(self._view_model.attention_count)

    @Slot()
    def _show_till(self) -> None:
        facts = {fact.name: fact.value for fact in self._view_model.facts}
        self.till.setText(facts.get("Workstation", ""))
        self.store.setText(facts.get("Store", ""))

    @Slot()
    def _close(self) -> None:
        if self._view_model.trial is not None:
            self._view_model.drop_trial()
        self._view_model.rest()
        self.closed.emit()

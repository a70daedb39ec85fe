"""The screen on which sales are rung up: basket on one side, one panel on the other.

Lays out and routes keys; what the keys do is in ``sale_flows``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from terminal.ui.screens.cashier.basket_column import BasketColumn
from terminal.ui.screens.cashier.panels.items_panel import ItemsPanel
from terminal.ui.screens.cashier.panels.panel import Panel
from terminal.ui.screens.cashier.top_bar import TopBar
from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.tokens import basket_width, density_for
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.notice import Notice, NoticeText
from terminal.ui.widgets.painting import mark, refresh_fonts

_Panel = TypeVar("_Panel", bound=Panel)

_FUNCTIONS: Final = {
    Qt.Key.Key_F1: "quantity",
    Qt.Key.Key_F2: "price",
    Qt.Key.Key_F3: "discount",
    Qt.Key.Key_F4: "void",
    Qt.Key.Key_F5: "suspend",
    Qt.Key.Key_F6: "openItem",
    Qt.Key.Key_F7: "member",
    Qt.Key.Key_F8: "return",
    Qt.Key.Key_F9: "cashExact",
    Qt.Key.Key_F10: "card",
    Qt.Key.Key_F11: "qr",
    Qt.Key.Key_F12: "pay",
    Qt.Key.Key_Plus: "pay",
}
_SCAN_NOTICE_HEIGHT: Final = 52
_SCAN_NOTICE_WIDTH_MIN: Final = 504


class SaleScreen(QWidget):
    """Basket column, panel column and the bar over both.

    Signals:
        function_chosen: A function by key, touch or name.
        escaped: Escape, with nothing on screen that it closes by itself.
    """

    function_chosen = Signal(str)
    escaped = Signal()

    def __init__(
        self, wall_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("saleScreen")
        mark(self, ground="surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.top_bar = TopBar(wall_ms)
        self.basket = BasketColumn()
        self.panels = QStackedWidget()
        self.panels.setObjectName("panels")
        self.items = ItemsPanel()
        self._made: dict[type[Panel], Panel] = {ItemsPanel: self.items}
        self.panels.addWidget(self.items)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self.basket)
        columns.addWidget(self.panels, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.top_bar)
        rows.addLayout(columns, 1)
        self.scan_notice = Notice("scanNotice", self)
        self.scan_notice.setFixedHeight(_SCAN_NOTICE_HEIGHT)
        self.scan_notice.acted.connect(self._act_on_notice)
        self._notice_action = ""
        self._write_notice: Callable[[], NoticeText] | None = None
        self.basket.function_chosen.connect(self.function_chosen)
        self.basket.refused.connect(self.say_no)
        self.items.refused.connect(self.say_no)
        self.items.pay_chosen.connect(self._choose_pay)
        self.items.tender_chosen.connect(self.function_chosen)
        self.items.search_chosen.connect(self._choose_search)
        self.retranslate()

    @property
    def panel(self) -> Panel:
        """The panel that is open."""
        widget = self.panels.currentWidget()
        assert isinstance(widget, Panel)
        return widget

    def panel_of(self, kind: type[_Panel]) -> _Panel:
        """Return the panel of a kind, made when it is first wanted."""
        made = self._made.get(kind)
        if made is None:
            made = kind()  # type: ignore[call-arg]  # panels take no arguments
            made.refused.connect(self.say_no)
            self.panels.addWidget(made)
            self._made[kind] = made
            made.take_density()
        assert isinstance(made, kind)
        return made

    def open_panel(self, kind: type[_Panel]) -> _Panel:
        """Bring a panel to the front."""
        made = self.panel_of(kind)
        if self.panels.currentWidget() is not made:
            self.panels.setCurrentWidget(made)
            self.clear_notice()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        return made

    def close_panel(self) -> None:
        """Bring the items back."""
        self.open_panel(ItemsPanel)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_notice(self, write: Callable[[], NoticeText], action: str = "") -> None:
        """Hang a notice under the scan field, over the basket's header only.

        Args:
            write: Returns its text in the language in force; asked again when
                another language comes into force.
            action: The function that its key chooses.
        """
        self._notice_action = action
        self._write_notice = write
        text = write()
        self.scan_notice.show_text(text)
        self.top_bar.scan_field.set_refused(refused=text.kind == "failure")
        self._place_notice()
        self.scan_notice.raise_()

    @Slot()
    def clear_notice(self) -> None:
        """Take the notice away: its cause is gone."""
        if not self.scan_notice.isHidden():
            self.scan_notice.clear()
            self.top_bar.scan_field.set_refused(refused=False)

    def rewrite_notice(self) -> None:
        """Write the notice that hangs there in the language in force."""
        if self._write_notice is not None and not self.scan_notice.isHidden():
            self.scan_notice.show_text(self._write_notice())

    @Slot(str)
    def say_no(self, reason: str) -> None:
        """Say why a key does not apply."""
        # The key keeps its reason in the language in force.
        keys = self.findChildren(Key)
        pressed = next((key for key in keys if key.reason == reason), None)

        def write() -> NoticeText:
            said = reason if pressed is None else pressed.reason or reason
            return NoticeText("neutral", "info", said)

        self.show_notice(write)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.top_bar.scan_field.set_hint(
            tr("Scan or search items, receipts, members"), tr("Scan or search")
        )
        self.basket.retranslate()
        for panel in self._made.values():
            panel.retranslate()
        self.top_bar.clock.show_time()

    def take_density(self) -> None:
        """Lay everything out for the window's present width."""
        APPEARANCE.use(density=density_for(self.width()))
        column = basket_width(self.width())
        self.basket.setFixedWidth(column)
        self.top_bar.take_density(column)
        self.basket.take_density()
        for panel in self._made.values():
            panel.take_density()
        refresh_fonts(self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.take_density()
        self._place_notice()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that the focused widget did not want."""
        if not (self._take_shortcut(event) or self._take_typing(event)):
            super().keyPressEvent(event)

    def _take_shortcut(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control:
            if key == Qt.Key.Key_F:
                self._focus_field()
            elif key == Qt.Key.Key_K:
                self.function_chosen.emit("more")
            return key in {Qt.Key.Key_F, Qt.Key.Key_K}
        if key == Qt.Key.Key_Escape:
            self._escape()
            return True
        if self.panel.take_key(event):
            return True
        if key in _FUNCTIONS:
            self._press_function(_FUNCTIONS[key])
            return True
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.basket.list.move_selection(-1 if key == Qt.Key.Key_Up else 1)
            return True
        return False

    def _take_typing(self, event: QKeyEvent) -> bool:
        field = self.top_bar.scan_field
        text = event.text()
        if self.panel is self.items and text and text.isprintable():
            self._focus_field()
            field.insert(text)
            field.textEdited.emit(field.text())
            return True
        return False

    def _press_function(self, name: str) -> None:
        """Press the key of a function, so that one that does not apply says why."""
        key = self.basket.keys.get(name)
        if key is not None:
            key.click()
        elif name == "pay":
            self.items.pay_key.click()
        else:
            place = ("cashExact", "card", "qr").index(name)
            self.items.tender_keys[place].click()

    def _escape(self) -> None:
        field = self.top_bar.scan_field
        if field.hasFocus() or field.text():
            field.clear()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.clear_notice()
        if self.panel is not self.items:
            self.panel.closed.emit()
        else:
            self.escaped.emit()

    def _focus_field(self) -> None:
        self.top_bar.scan_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place_notice(self) -> None:
        field = self.top_bar.scan_field
        at = field.mapTo(self, field.rect().bottomLeft())
        # A narrow field ends where it did; the words need their room.
        width = max(field.width(), _SCAN_NOTICE_WIDTH_MIN)
        left = at.x() + field.width() - width
        top = self.top_bar.height() - 4
        self.scan_notice.setGeometry(left, top, width, _SCAN_NOTICE_HEIGHT)

    @Slot()
    def _choose_pay(self) -> None:
        self.function_chosen.emit("pay")

    @Slot()
    def _choose_search(self) -> None:
        self.function_chosen.emit("search")

    @Slot()
    def _act_on_notice(self) -> None:
        action, self._notice_action = self._notice_action, ""
        self.clear_notice()
        if action:
            self.function_chosen.emit(action)

"""The left column: basket, totals and function keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from terminal.application.selling.sale_view import CompletedView, TotalsView
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.time_text import clock_text
from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.amount_display import AmountDisplay
from terminal.ui.widgets.basket_list import BasketList
from terminal.ui.widgets.key import FunctionKey, Key
from terminal.ui.widgets.painting import Text, mark
from terminal.ui.widgets.stat import Stat, Tag

FUNCTION_KEYS: Final = (
    ("quantity", "quantity", "F1"),
    ("price", "tag", "F2"),
    ("discount", "percent", "F3"),
    ("void", "void", "F4"),
    ("suspend", "suspend", "F5"),
    ("openItem", "open-item", "F6"),
    ("member", "member", "F7"),
    ("return", "return", "F8"),
)
_TITLE_PX: Final = 28


class BasketColumn(QWidget):
    """What is sold and what it costs.

    Signals:
        function_chosen: The name of a function key, such as ``quantity``.
        refused: Why a key that was pressed does not apply.
    """

    function_chosen = Signal(str)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("basketColumn")
        mark(self, ground="surface")
        self._symbol = ""
        self._member = ""
        self._is_asked = True
        self._is_paid = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.list = BasketList()
        column.addWidget(self._make_header())
        column.addWidget(self.list, 1)
        column.addWidget(self._make_totals())
        column.addWidget(self._make_keys())
        self.retranslate()
        self.take_density()

    def _make_header(self) -> QWidget:
        header = QFrame()
        mark(header, ground="surface", line="bottom")
        header.setFixedHeight(48)
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 1, 11, 0)
        row.setSpacing(10)
        self.title = Text("strong", name="basketTitle")
        self.count = Text("body", "muted", name="basketCount")
        self.next_tag = Tag("info", "", "")
        self.next_tag.hide()
        self.suspended_key = self._bar_key("suspended", "suspend")
        self.member_key = self._bar_key("member", "member")
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addWidget(self.next_tag)
        row.addStretch(1)
        row.addWidget(self.suspended_key)
        row.addWidget(self.member_key)
        return header

    def _bar_key(self, function: str, icon: str) -> Key:
        key = Key("ghost", f"{function}BarKey", icon=icon, role="label_strong")
        key.tone = "text_muted"
        key.padding = 8
        key.setProperty("function", function)
        key.chosen.connect(self._choose_function)
        key.refused.connect(self.refused)
        return key

    def _make_totals(self) -> QWidget:
        self.totals_bar = QFrame()
        mark(self.totals_bar, ground="sunken", line="top")
        row = QHBoxLayout(self.totals_bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(28)
        self.subtotal, self.savings, self.tax = (
            Stat("subtotal"),
            Stat("savings"),
            Stat("tax"),
        )
        self.savings.set_tone("accent")
        self.savings.hide()
        self.rounding = Stat("rounding")
        self.rounding.hide()
        self.paid_tag = Tag("positive", "check", "")
        self.receipt_number = Text("body", "muted", name="receiptNumber")
        self.total_caption = Text("lead", "muted", name="totalCaption")
        self.total = AmountDisplay("due", "totalAmount")
        for widget in (self.subtotal, self.savings, self.tax):
            row.addWidget(widget)
        row.addWidget(self.paid_tag)
        row.addWidget(self.receipt_number)
        row.addWidget(self.rounding)
        row.addStretch(1)
        row.addWidget(self.total_caption)
        row.addWidget(self.total)
        return self.totals_bar

    def _make_keys(self) -> QWidget:
        self.key_bar = QFrame()
        mark(self.key_bar, ground="surface", line="top")
        row = QHBoxLayout(self.key_bar)
        row.setContentsMargins(12, 8, 12, 7)
        row.setSpacing(6)
        self.keys: dict[str, Key] = {}
        for name, icon, cap in FUNCTION_KEYS:
            key: Key = FunctionKey(f"{name}FunctionKey", icon, cap)
            self._add_function(row, name, key, 80)
        self.more_key = Key("key", "moreKey", icon="more")
        self.more_key.tone = "text"
        self.more_key.padding = 10
        self._add_function(row, "more", self.more_key, 48)
        return self.key_bar

    def _add_function(
        self, row: QHBoxLayout, name: str, key: Key, stretch: int
    ) -> None:
        key.setProperty("function", name)
        key.chosen.connect(self._choose_function)
        key.refused.connect(self.refused)
        self.keys[name] = key
        row.addWidget(key, stretch)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.title.setText(tr("Basket"))
        names = (
            tr("Quantity"),
            tr("Price"),
            tr("Discount"),
            tr("Void"),
            tr("Suspend"),
            tr("Open item"),
            tr("Member"),
            tr("Return"),
        )
        for (function, _, _), name in zip(FUNCTION_KEYS, names, strict=True):
            self.keys[function].label(name)
        self.more_key.label("", accessible=tr("More actions"))
        self.show_member(self._member)
        self.list.actions_bar.retranslate()

    def show_totals(
        self, totals: TotalsView | None, symbol: str, *, inclusive: bool
    ) -> None:
        """Show what the sale comes to; an empty basket shows zero."""
        exponent = totals.exponent if totals else 2
        count = totals.item_count if totals else 0
        self.count.setText(tr("%n items", count))
        discount = totals.discount_minor if totals else 0
        subtotal = totals.subtotal_minor - discount if totals else 0
        tax = totals.tax_minor if totals else 0
        total = totals.total_minor if totals else 0
        self.subtotal.show_value(tr("Subtotal"), format_minor(subtotal, exponent))
        self.savings.show_value(tr("Savings"), format_minor(discount, exponent))
        self.savings.setVisible(bool(discount) and not self._is_paid)
        rounding = totals.rounding_minor if totals else 0
        self.rounding.show_value(tr("Rounding"), format_minor(rounding, exponent))
        self.rounding.setVisible(bool(rounding))
        label = tr("Tax incl.") if inclusive else tr("Tax")
        self.tax.show_value(label, format_minor(tax, exponent))
        caption = tr("Total")
        if self.total_caption.text() != caption:
            self.total_caption.setText(caption)
        self.total.show_amount(symbol, format_minor(total, exponent), caption)

    def show_member(self, name: str) -> None:
        """Name who buys; empty for a stranger."""
        self._member = name
        self.member_key.label(name or tr("Add member"))
        self.member_key.tone = "accent" if name else "text_muted"
        self.member_key.changed()

    def show_finished(self, view: CompletedView | None, at_ms: int) -> None:
        """Show that the sale is paid, in place of the parts of its total."""
        paid = self._is_paid = view is not None
        for stat in (self.subtotal, self.tax):
            stat.setVisible(not paid)
        self.savings.hide()
        self.paid_tag.setVisible(paid)
        self.receipt_number.setVisible(paid)
        if view is not None:
            self.paid_tag.show_text(tr("Paid {time}", time=clock_text(at_ms)))
            number = view.receipt_text.split(" ")[0]
            self.receipt_number.setText(tr("Receipt {number}", number=number))

    def set_total_asked(self, *, asked: bool) -> None:
        """Make the total the loudest figure, or quiet while another one is."""
        self._is_asked = asked
        density = APPEARANCE.density
        self.total.role = "due" if asked else "title"
        size = round(density.due_px / density.factor)
        self.total.px = size if asked else _TITLE_PX
        self.total_caption.set_role("lead" if asked else "body")
        self.total.refresh()

    def take_density(self) -> None:
        """Take the measures of the density in force."""
        density = APPEARANCE.density
        self.totals_bar.setFixedHeight(density.totals)
        self.key_bar.setFixedHeight(density.action_bar)
        shown = density.function_keys
        for place, (name, _, _) in enumerate(FUNCTION_KEYS):
            self.keys[name].setVisible(place < shown)
        narrow = density.from_width == 0
        self.list.actions_bar.why_key.setVisible(not narrow)
        self.set_total_asked(asked=self._is_asked)
        self.list.refresh()

    @Slot()
    def _choose_function(self) -> None:
        self.function_chosen.emit(str(self.sender().property("function")))

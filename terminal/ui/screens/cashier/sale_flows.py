"""What the keys of the sale screen do: joins view-models, panels and scans.

Every flow ends in an intent of a view-model; nothing here decides about money.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from terminal.application.returning.add_return_with_receipt import AddReturnWithReceipt
from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.returning.finished_view import FinishedLineView, FinishedView
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.sale_view import (
    CompletedView,
    ItemView,
    SuspendedView,
)
from terminal.application.till_control.till_view import SettlementView, XReportView
from terminal.domain.transaction.finished_transaction import FinishedSummary
from terminal.ui.screens.cashier.panels.panel import Panel
from terminal.ui.screens.cashier.sale_screen import SaleScreen
from terminal.ui.support.error_messages import Refusal
from terminal.ui.support.money_text import (
    format_minor,
    format_quantity,
    is_piece,
    minor_to_micro,
)
from terminal.ui.support.time_text import clock_text
from terminal.ui.support.translation import tr
from terminal.ui.view_models.basket_line import BasketLine
from terminal.ui.view_models.sale_view_model import SaleViewModel
from terminal.ui.view_models.status_view_model import DeviceFace, StatusViewModel
from terminal.ui.view_models.tiles import TileGroup, price_text, tile_of
from terminal.ui.view_models.till_view_model import TillViewModel
from terminal.ui.widgets.notice import NoticeText

_Panel = TypeVar("_Panel", bound=Panel)

_MICRO: Final = 1_000_000
_MILLI: Final = 1_000
_WEIGHT_DECIMALS: Final = 3
_TILES: Final = 60
_ICONS: Final = {
    "unknown_item": "scan",
    "permission_refused": "lock",
    "storage": "alert",
}


class SaleFlows(QObject):
    """The flows of the sale screen.

    Signals:
        sign_off_wanted: The operator wants to leave.
        look_wanted: ``theme`` or ``language`` is to change to the next one.
        simulator_wanted: The simulated devices are to be shown.
    """

    sign_off_wanted = Signal()
    look_wanted = Signal(str)
    simulator_wanted = Signal()

    def __init__(
        self,
        screen: SaleScreen,
        sale: SaleViewModel,
        till: TillViewModel,
        status: StatusViewModel,
        wall_ms: Callable[[], int],
    ) -> None:
        super().__init__(screen)
        self.screen = screen
        self.sale = sale
        self.till = till
        self.status = status
        self._wall_ms = wall_ms
        self.symbol = ""
        self.has_simulator = False
        self._scan_to: Callable[[str], None] | None = None
        self._found: Sequence[ItemView] = ()
        self._suspended: Sequence[SuspendedView] = ()
        self._finished: Sequence[FinishedSummary] = ()
        self._wants_open_items = False
        self._is_reprinting = False
        self._selling_stopped = ""
        self._groups: tuple[TileGroup, ...] = ()
        self._functions: dict[str, Callable[[], None]] = {
            "quantity": self.ask_quantity,
            "price": self.ask_next_price,
            "void": self.void_selected,
            "suspend": self.suspend,
            "suspended": self.show_suspended,
            "openItem": self.show_open_items,
            "return": self.begin_return,
            "more": self.show_more,
            "search": self.show_search,
            "pay": self.begin_payment,
            "cashExact": self.pay_exact,
        }
        self._connect_sale()
        self._connect_till()
        self._connect_screen()
        self.update_keys()

    # Wiring

    def _connect_sale(self) -> None:
        sale = self.sale
        sale.basket_replaced.connect(self._show_basket)
        sale.line_changed.connect(self._show_line)
        sale.totals_changed.connect(self._show_totals)
        sale.completed.connect(self._show_completed)
        sale.refused.connect(self.show_refusal)
        sale.price_wanted.connect(self._ask_price)
        sale.items_found.connect(self._show_found)
        sale.price_found.connect(self._show_price)
        sale.suspended_listed.connect(self._list_suspended)
        sale.cancelled.connect(self._close_panel)

    def _connect_till(self) -> None:
        till = self.till
        till.refused.connect(self.show_refusal)
        till.state_changed.connect(self._show_till)
        till.receipt_found.connect(self._show_receipt)
        till.finished_listed.connect(self._list_finished)
        till.return_added.connect(self._take_return)
        till.report_taken.connect(self._show_report)
        till.settled.connect(self._show_settlement)
        till.day_closed.connect(self._close_panel)
        till.drawer_opened.connect(self._close_panel)
        till.voided.connect(self._close_panel)
        till.document_made.connect(self._show_copy)
        self.status.devices_changed.connect(self._show_devices)
        self.status.sync_changed.connect(self.screen.top_bar.sync_pill.show_face)

    def _connect_screen(self) -> None:
        screen = self.screen
        screen.function_chosen.connect(self.run)
        screen.items.item_chosen.connect(self.take_scan)
        screen.escaped.connect(self._forget_pending)
        screen.items.closed.connect(self._close_panel)
        field = screen.top_bar.scan_field
        field.returnPressed.connect(self._enter)
        field.textEdited.connect(self._read_typing)
        actions = screen.basket.list.actions_bar
        actions.stepped.connect(self._step)
        actions.void_key.chosen.connect(self.void_selected)
        for key in (actions.price_key, actions.discount_key, actions.why_key):
            key.refused.connect(screen.say_no)
        screen.basket.list.line_selected.connect(self._line_selected)
        screen.top_bar.operator_key.chosen.connect(self.show_more)
        screen.top_bar.sync_pill.chosen.connect(self.show_status)
        screen.top_bar.devices.chosen.connect(self._show_device)
        screen.items.notice.acted.connect(self.show_status)

    # Scans and typing

    @Slot(str)
    def take_scan(self, scan_code: str) -> None:
        """Ring up a scan, or give it to the flow that waits for one."""
        self.screen.clear_notice()
        if self._selling_stopped:
            self._say_stopped()
        elif not self.till.is_open:
            self.ask_opening()
        elif self._scan_to is not None:
            self._scan_to(scan_code)
        else:
            if self.screen.panel.scan_closes:
                self.screen.close_panel()
            self.sale.scan(scan_code)

    @Slot()
    def _enter(self) -> None:
        field = self.screen.top_bar.scan_field
        text = field.text().strip()
        field.clear()
        self.screen.setFocus()
        self.screen.clear_notice()
        if self._selling_stopped or not self.till.is_open:
            self.take_scan(text)
        elif self._scan_to is not None:
            self._scan_to(text)
        elif text:
            self.sale.enter(text)

    @Slot(str)
    def _read_typing(self, text: str) -> None:
        """Read the numpad's signs: ``3*`` before an item, ``+`` to pay."""
        field = self.screen.top_bar.scan_field
        if text.endswith("*") and text[:-1].isdigit() and int(text[:-1]):
            field.clear()
            self.sale.expect_quantity(int(text[:-1]) * _MICRO)
        elif text == "+":
            field.clear()
            self.screen.setFocus()
            self.screen.items.pay_key.click()

    @Slot(str)
    def run(self, function: str) -> None:
        """Do what a function key says."""
        action = self._functions.get(function)
        if action is not None:
            action()

    # Quantity, price, void

    def ask_quantity(self) -> None:
        """Ask for the quantity of the selected line, or of the next item."""
        sequence = self.screen.basket.list.selected_sequence
        line = self.sale.line(sequence)
        if line is None:
            self._ask_number(
                tr("Quantity of the next item"), tr("Quantity"), 0, self._next_quantity
            )
            return
        measured = not is_piece(line.unit)
        decimals = _WEIGHT_DECIMALS if measured else 0
        factor = _MILLI if measured else _MICRO

        def change(value: int) -> None:
            self.screen.close_panel()
            self.sale.change_quantity(sequence, value * factor)

        self._ask_number(line.description, tr("Quantity"), decimals, change)

    def _next_quantity(self, value: int) -> None:
        self.screen.close_panel()
        self.sale.expect_quantity(value * _MICRO)

    def ask_next_price(self) -> None:
        """Ask for the price at which the next item is rung up."""

        def keep(value: int) -> None:
            self.screen.close_panel()
            self.sale.expect_price(minor_to_micro(value, self.till.exponent))

        self._ask_number(
            tr("Price of the next item"),
            tr("Price"),
            self.till.exponent,
            keep,
            symbol=self.symbol,
            hint=tr("Then scan the item. Esc forgets the price."),
        )

    @Slot(object)
    def _ask_price(self, command: AddItem) -> None:
        def add(value: int) -> None:
            self.screen.close_panel()
            self.sale.add(
                AddItem(
                    scan_code=command.scan_code,
                    quantity_micro=command.quantity_micro,
                    keyed_price_micro=minor_to_micro(value, self.till.exponent),
                    source_reference=command.source_reference,
                )
            )

        self._ask_number(
            tr("This item has no fixed price"),
            tr("Price"),
            self.till.exponent,
            add,
            symbol=self.symbol,
        )

    @Slot()
    def void_selected(self) -> None:
        """Void the selected line."""
        sequence = self.screen.basket.list.selected_sequence
        if sequence:
            self.sale.void_line(sequence)

    @Slot(int)
    def _step(self, pieces: int) -> None:
        sequence = self.screen.basket.list.selected_sequence
        if pieces == 0:
            self.ask_quantity()
        elif sequence:
            self.sale.step_quantity(sequence, pieces)

    @Slot()
    def _forget_pending(self) -> None:
        self._scan_to = None
        self.sale.expect_price(None)
        self.sale.expect_quantity(_MICRO)

    def _ask_number(  # noqa: PLR0913 - the parts of one question
        self,
        title: str,
        caption: str,
        decimals: int,
        answer: Callable[[int], None],
        *,
        symbol: str = "",
        hint: str = "",
        confirm: str = "",
        minimum: int = 1,
        can_go_back: bool = True,
    ) -> None:
        from terminal.ui.screens.cashier.panels.number_panel import (
            NumberPanel,
            NumberQuestion,
        )

        question = NumberQuestion(
            title=title,
            caption=caption,
            confirm=confirm or tr("OK"),
            decimals=decimals,
            symbol=symbol,
            minimum=minimum,
            hint=hint,
            can_go_back=can_go_back,
        )
        panel = self.screen.open_panel(NumberPanel)
        self._close_by(panel)
        panel.ask(question, answer)

    # Search, open items, price check

    def show_search(self) -> None:
        """Search by name while typing."""

        def choose(place: int) -> None:
            item = self._found[place]
            self.screen.close_panel()
            self.sale.scan(item.scan_code)

        self._ask_list(
            tr("Search"), choose, typed=self.sale.search, hint=tr("Name, PLU or code")
        )

    @Slot(object)
    def _show_found(self, items: Sequence[ItemView]) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel, ListRow

        if self._wants_open_items:
            items = [item for item in items if item.is_open_price]
        self._found = items
        panel = self.screen.panel
        if not isinstance(panel, ListPanel):
            self.show_search()
            panel = self.screen.panel_of(ListPanel)
        rows = [
            ListRow(
                name=item.description,
                detail=item.plu or item.scan_code,
                amount=price_text(item),
            )
            for item in items
        ]
        panel.show_rows(rows, tr("Nothing found. Try another word."))

    def show_open_items(self) -> None:
        """List the items whose price is keyed."""
        self.show_search()
        self._wants_open_items = True
        self.sale.search("")

    def check_price(self) -> None:
        """Tell the price of the next scan without selling."""
        self._wait_for_scan(
            tr("Price check"), tr("Scan the item, or type its code."), self._check
        )

    def _check(self, scan_code: str) -> None:
        self.sale.check_price(scan_code)

    @Slot(object)
    def _show_price(self, item: ItemView) -> None:
        def write() -> NoticeText:
            title = f"{price_text(item)}  {item.description}"
            return NoticeText("info", "tag", title, item.scan_code)

        self.screen.show_notice(write)

    def _wait_for_scan(
        self, title: str, hint: str, scan_to: Callable[[str], None]
    ) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel

        self._ask_list(title, lambda _: None)
        self.screen.panel_of(ListPanel).show_rows((), hint)
        self._scan_to = scan_to

    # Payment

    def begin_payment(self) -> None:
        """Open the payment beside the basket."""
        totals = self.sale.totals
        if totals is None or not self.sale.has_sale:
            return
        from terminal.ui.screens.cashier.panels.tender_panel import TenderPanel

        panel = self.screen.panel_of(TenderPanel)
        if not panel.property("connected"):
            panel.setProperty("connected", "yes")
            panel.cash_given.connect(self.sale.tender_cash)
            panel.tender_removed.connect(self.sale.remove_tender)
        self._close_by(panel)
        self.screen.open_panel(TenderPanel)
        panel.show_due(totals, self.sale.tenders, self.symbol)
        self.screen.basket.set_total_asked(asked=False)
        self.update_keys()

    def pay_exact(self) -> None:
        """Take exactly what is due in cash."""
        self.sale.pay_exact()

    @Slot(object)
    def _show_completed(self, view: CompletedView) -> None:
        from terminal.ui.screens.cashier.panels.change_panel import ChangePanel

        panel = self.screen.panel_of(ChangePanel)
        if not panel.property("connected"):
            panel.setProperty("connected", "yes")
            panel.next_chosen.connect(self.next_sale)
            panel.receipt_chosen.connect(self.show_last_receipt)
            panel.copy_chosen.connect(self._print_copy)
        panel.show_sale(view, self.sale.last_given_minor, self.symbol)
        self.screen.open_panel(ChangePanel)
        self.screen.basket.show_finished(view, self._wall_ms())
        self.screen.basket.set_total_asked(asked=False)
        self.update_keys()

    @Slot()
    def next_sale(self) -> None:
        """Clear the finished sale off the screen."""
        self.sale.forget_finished()
        self.screen.close_panel()

    @Slot()
    def show_last_receipt(self) -> None:
        """Show the receipt of the sale that was just completed."""
        view = self.sale.last_completed
        if view is not None:
            self._show_paper(
                tr("Receipt"), view.document, tr("Next sale"), self.next_sale
            )

    @Slot()
    def _print_copy(self) -> None:
        view = self.sale.last_completed
        if view is not None:
            self.till.reprint(view.series, view.number)

    @Slot(object)
    def _show_copy(self, document: object) -> None:
        from terminal.application.receipts.document import ReceiptDocument

        if isinstance(document, ReceiptDocument):
            self._show_paper(
                tr("Copy of a receipt"), document, tr("Done"), self._after_copy
            )

    def _after_copy(self) -> None:
        if self.sale.last_completed is not None:
            self.next_sale()
        else:
            self.screen.close_panel()

    # Suspending, cancelling

    def suspend(self) -> None:
        """Put the open sale aside, or list those that are."""
        if self.sale.has_sale and self.sale.last_completed is None:
            self.sale.suspend()
            self.till.load()
        else:
            self.show_suspended()

    def show_suspended(self) -> None:
        """List the suspended sales."""

        def choose(place: int) -> None:
            self.screen.close_panel()
            self.sale.retrieve(self._suspended[place].transaction_id)
            self.till.load()

        self._ask_list(tr("Suspended sales"), choose)
        self.sale.list_suspended()

    @Slot(object)
    def _list_suspended(self, views: Sequence[SuspendedView]) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel, ListRow

        self._suspended = views
        rows = [
            ListRow(
                name=tr("%n items", view.line_count),
                detail=tr("Suspended {time}", time=clock_text(view.suspended_at_ms)),
                amount=format_minor(view.total_minor, self.till.exponent),
                icon="suspend",
            )
            for view in views
        ]
        self.screen.panel_of(ListPanel).show_rows(rows, tr("No sale is suspended."))

    def ask_cancel(self) -> None:
        """Ask why the open sale is given up."""
        reasons = (
            tr("Customer left"),
            tr("Rung up wrongly"),
            tr("Cannot pay"),
            tr("Training"),
        )
        self._ask_reason(
            tr("Cancel the sale"), tr("Cancel the sale"), reasons, self.sale.cancel
        )

    def _ask_reason(
        self,
        title: str,
        confirm: str,
        reasons: Sequence[str],
        answer: Callable[[str], None],
        hint: str = "",
    ) -> None:
        from terminal.ui.screens.cashier.panels.reason_panel import ReasonPanel

        panel = self.screen.open_panel(ReasonPanel)
        self._close_by(panel)
        panel.ask(title, confirm, reasons, answer, hint)

    # Returns, receipts

    def begin_return(self) -> None:
        """Find the receipt of what comes back, or go on without one."""

        def choose(place: int) -> None:
            if place == 0:
                self._return_without_receipt()
            else:
                self._find_finished(self._finished[place - 1])

        self._ask_list(
            tr("Return"), choose, typed=self._find_receipt, hint=tr("Receipt number")
        )
        self._scan_to = self.till.find_receipt
        self.till.list_finished()

    def _find_receipt(self, text: str) -> None:
        if len(text) > 2:  # noqa: PLR2004 - shorter texts are still being typed
            self.till.find_receipt(text)

    @Slot(object)
    def _list_finished(self, views: Sequence[FinishedSummary]) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel, ListRow

        self._finished = views
        rows = (
            []
            if self._is_reprinting
            else [
                ListRow(
                    name=tr("Without a receipt"),
                    detail=tr("Needs a reason and a right of its own"),
                    icon="return",
                )
            ]
        )
        rows += [
            ListRow(
                name=tr("Receipt {number}", number=_receipt_number(view)),
                detail=clock_text(view.completed_at_ms)
                + (" · " + tr("Voided") if view.is_voided else ""),
                amount=format_minor(view.gross_minor, self.till.exponent),
                icon="receipt",
            )
            for view in views
        ]
        self.screen.panel_of(ListPanel).show_rows(rows, tr("No sale is finished yet."))

    def _find_finished(self, summary: FinishedSummary) -> None:
        self.till.find_receipt(_receipt_number(summary))

    @Slot(object)
    def _show_receipt(self, view: FinishedView) -> None:
        if self._is_reprinting:
            self._show_receipt_actions(view)
        else:
            self._show_receipt_lines(view)

    def _show_receipt_lines(self, view: FinishedView) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel, ListRow

        lines = [line for line in view.lines if not line.line.is_voided]

        def choose(place: int) -> None:
            self._return_line(view, lines[place])

        number = view.receipt_text.split(" ")[0]
        self._ask_list(tr("Receipt {number}", number=number), choose)
        nothing_left = tr("Nothing of this line is left to return.")
        rows = [
            ListRow(
                name=item.line.description,
                detail=tr(
                    "{quantity} left to return",
                    quantity=format_quantity(item.left_micro, item.line.unit),
                ),
                amount=format_minor(item.line.amount_minor, view.exponent),
                reason="" if item.left_micro > 0 else nothing_left,
            )
            for item in lines
        ]
        self.screen.panel_of(ListPanel).show_rows(rows, "")

    def _return_line(self, view: FinishedView, item: FinishedLineView) -> None:
        def give_back(quantity_micro: int) -> None:
            self.till.return_line(
                AddReturnWithReceipt(
                    series=view.series,
                    number=view.number,
                    line_sequence=item.line.sequence,
                    quantity_micro=quantity_micro,
                )
            )

        if item.left_micro == _MICRO:
            give_back(_MICRO)
            return
        measured = not is_piece(item.line.unit)
        factor = _MILLI if measured else _MICRO

        def answer(value: int) -> None:
            give_back(value * factor)

        self._ask_number(
            item.line.description,
            tr("Quantity that comes back"),
            _WEIGHT_DECIMALS if measured else 0,
            answer,
        )

    def _return_without_receipt(self) -> None:
        reasons = (
            tr("Damaged"),
            tr("Wrong item"),
            tr("Does not fit"),
            tr("Not wanted"),
        )
        self._ask_reason(
            tr("Return without a receipt"), tr("Go on"), reasons, self._wait_for_return
        )

    def _wait_for_return(self, reason: str) -> None:
        def take(scan_code: str) -> None:
            self.till.return_item(
                AddReturnWithoutReceipt(
                    scan_code=scan_code,
                    quantity_micro=self.sale.next_quantity_micro,
                    reason=reason,
                    keyed_price_micro=self.sale.next_price_micro,
                )
            )

        self._wait_for_scan(
            tr("Return without a receipt"),
            tr("Scan the item that comes back, or type its code."),
            take,
        )

    @Slot(object)
    def _take_return(self, change: object) -> None:
        from terminal.application.selling.sale_view import LineChange

        assert isinstance(change, LineChange)
        self.screen.close_panel()
        self._scan_to = None
        self.sale.take_line(change)

    def show_receipts(self) -> None:
        """List the finished sales, to print a copy or void one."""

        def choose(place: int) -> None:
            self._find_finished(self._finished[place])

        self._ask_list(
            tr("Receipts"), choose, typed=self._find_receipt, hint=tr("Receipt number")
        )
        self._is_reprinting = True
        self.till.list_finished()

    def _show_receipt_actions(self, view: FinishedView) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel, ListRow

        def choose(place: int) -> None:
            if place == 0:
                self.till.reprint(view.series, view.number)
            elif place == 1:
                self._show_receipt_lines(view)
            else:
                self._ask_void(view)

        number = view.receipt_text.split(" ")[0]
        self._ask_list(tr("Receipt {number}", number=number), choose)
        voided = tr("This sale is already voided.") if view.is_voided else ""
        rows = [
            ListRow(
                tr("Print copy"), tr("The copy is marked and counted"), "", "printer"
            ),
            ListRow(tr("Return"), tr("Choose the lines"), "", "return", "", voided),
            ListRow(tr("Void the sale"), tr("All of it"), "", "void", "", voided),
        ]
        self.screen.panel_of(ListPanel).show_rows(rows, "")

    def _ask_void(self, view: FinishedView) -> None:
        def void(reason: str) -> None:
            self.till.void(view.series, view.number, reason)

        reasons = (tr("Rung up wrongly"), tr("Customer changed their mind"))
        self._ask_reason(tr("Void the sale"), tr("Void the sale"), reasons, void)

    # Till

    def ask_opening(self) -> None:
        """Ask for the loan with which the till opens."""
        state = self.till.state
        if state is None:
            return
        day = state.business_day
        date = day.business_day if day is not None else state.proposed_business_day
        self._ask_number(
            tr("Open the till"),
            tr("Cash in the drawer"),
            state.exponent,
            self.till.open,
            symbol=self.symbol,
            hint=tr("Business day {date}. Count the loan and key it.", date=date),
            confirm=tr("Open the till"),
            minimum=0,
            can_go_back=False,
        )

    def ask_settlement(self) -> None:
        """Ask for the counted cash, without saying what should be there."""
        self._ask_number(
            tr("Settle the till"),
            tr("Counted cash"),
            self.till.exponent,
            self.till.settle,
            symbol=self.symbol,
            hint=tr("Count all cash in the drawer, the loan included."),
            confirm=tr("Settle the till"),
            minimum=0,
        )

    @Slot(object)
    def _show_settlement(self, view: SettlementView) -> None:
        over = view.over_short_minor
        word = tr("over") if over > 0 else tr("short") if over < 0 else tr("exact")
        summary = tr(
            "Z {number}: counted {counted}, expected {expected}, {difference} {word}",
            number=view.z_number,
            counted=format_minor(view.counted_minor, view.exponent),
            expected=format_minor(view.expected_minor, view.exponent),
            difference=format_minor(abs(over), view.exponent),
            word=word,
        )
        self._show_paper(
            tr("Till settled"),
            view.document,
            tr("Close the day"),
            self.till.close_day,
            summary,
        )

    @Slot(object)
    def _show_report(self, view: XReportView) -> None:
        self._show_paper(
            tr("X report"), view.document, tr("Done"), self.screen.close_panel
        )

    def _show_paper(
        self,
        title: str,
        document: object,
        main: str,
        then: Callable[[], None],
        summary: str = "",
    ) -> None:
        from terminal.application.receipts.document import ReceiptDocument
        from terminal.ui.screens.cashier.panels.receipt_panel import ReceiptPanel

        assert isinstance(document, ReceiptDocument)
        panel = self.screen.open_panel(ReceiptPanel)
        self._close_by(panel)
        panel.show_document(title, document, main, then, summary)

    def open_drawer(self) -> None:
        """Ask why the drawer must open though nothing is sold."""
        reasons = (tr("Change a note"), tr("Count"), tr("Forgotten change"))
        self._ask_reason(
            tr("No sale"), tr("Open the drawer"), reasons, self.till.open_drawer
        )

    # More actions, status

    def show_more(self) -> None:
        """List every action that has no key of its own."""
        actions = self.actions()

        def choose(place: int) -> None:
            self.screen.close_panel()
            actions[place][3]()

        from terminal.ui.screens.cashier.panels.list_panel import ListPanel, ListRow

        self._ask_list(tr("More actions"), choose)
        rows = [
            ListRow(
                name=name,
                icon=icon,
                cap=str(place + 1) if place < 9 else "",  # noqa: PLR2004 - digits
                reason=reason,
            )
            for place, (name, icon, reason, _) in enumerate(actions)
        ]
        self.screen.panel_of(ListPanel).show_rows(rows, "")

    def actions(self) -> list[tuple[str, str, str, Callable[[], None]]]:
        """Return name, icon, reason against and deed of each further action."""
        closed = "" if self.till.is_open else tr("Open the till first.")
        selling = self.sale.has_sale and self.sale.last_completed is None
        open_sale = tr("Complete or cancel the sale first.") if selling else ""
        no_sale = "" if selling else tr("No sale is open.")
        day = self.till.state.business_day if self.till.state else None
        not_closable = (
            tr("Settle the till first.")
            if self.till.is_open
            else ("" if day else tr("The business day is closed."))
        )
        rows: list[tuple[str, str, str, Callable[[], None]]] = [
            (tr("Price check"), "tag", closed, self.check_price),
            (tr("Suspended sales"), "suspend", closed, self.show_suspended),
            (tr("Cancel the sale"), "close", no_sale, self.ask_cancel),
            (tr("Receipts"), "receipt", "", self.show_receipts),
            (tr("No sale"), "drawer", closed or open_sale, self.open_drawer),
            (tr("X report"), "chart", closed, self.till.take_report),
            (tr("Settle the till"), "cash", closed or open_sale, self.ask_settlement),
            (tr("Close the day"), "clock", not_closable, self.till.close_day),
            (tr("Sync and devices"), "sync", "", self.show_status),
            (
                tr("Next language"),
                "globe",
                "",
                lambda: self.look_wanted.emit("language"),
            ),
            (tr("Next theme"), "display", "", lambda: self.look_wanted.emit("theme")),
        ]
        if not self.till.is_open:
            rows.insert(0, (tr("Open the till"), "drawer", "", self.ask_opening))
        if self.has_simulator:
            rows.append(
                (tr("Simulated devices"), "plug", "", self.simulator_wanted.emit)
            )
        rows.append((tr("Sign off"), "lock", "", self.sign_off_wanted.emit))
        return rows

    @Slot()
    def show_status(self) -> None:
        """Show what waits to be sent and how every device is."""
        from terminal.ui.screens.cashier.panels.status_panel import StatusPanel

        panel = self.screen.open_panel(StatusPanel)
        self._close_by(panel)
        panel.show_status(self.status, self.till.exponent, self._wall_ms())

    @Slot(str)
    def _show_device(self, _: str) -> None:
        self.show_status()

    @Slot(object)
    def _show_devices(self, faces: tuple[DeviceFace, ...]) -> None:
        self.screen.top_bar.devices.show_faces(faces)
        unwell = [face for face in faces if face.state != "ready"]
        notice = self.screen.items.notice
        if not unwell:
            notice.clear()
        else:
            worst = min(unwell, key=lambda face: face.state != "failed")
            kind = "failure" if worst.state == "failed" else "attention"
            icon = {"receipt_printer": "printer", "cash_drawer": "drawer"}.get(
                worst.kind, worst.kind if worst.kind in {"scanner", "scale"} else "plug"
            )
            notice.show_text(
                NoticeText(kind, icon, worst.title, worst.remedy, tr("Show"))
            )
        self.screen.items.show_notice(shown=bool(unwell))

    # Showing

    def retranslate(self) -> None:
        """Write everything that is shown again, in the language in force."""
        editable = self.screen.basket.list.is_editable
        self.screen.basket.list.show_basket(self.sale.lines())
        self.screen.basket.list.is_editable = editable
        if self.till.state is not None:
            self._show_till(self.till.state)
        if self.sale.last_completed is not None:
            self.screen.basket.show_finished(self.sale.last_completed, self._wall_ms())
        self.screen.rewrite_notice()

    def _ask_list(
        self,
        title: str,
        choose: Callable[[int], None],
        *,
        typed: Callable[[str], None] | None = None,
        hint: str = "",
    ) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel

        self._scan_to = None
        self._wants_open_items = False
        self._is_reprinting = False
        panel = self.screen.open_panel(ListPanel)
        self._close_by(panel)
        panel.ask(title, choose, typed=typed, hint=hint)

    def _close_by(self, panel: QObject) -> None:
        """Let the panel's way back lead to the items."""
        if not panel.property("closes"):
            panel.setProperty("closes", "yes")
            panel.closed.connect(self._close_panel)  # type: ignore[attr-defined]

    @Slot()
    def _close_panel(self, _: object = None) -> None:
        self._scan_to = None
        if self.sale.last_completed is not None:
            self.sale.forget_finished()
        self.screen.close_panel()
        self.screen.basket.set_total_asked(asked=True)
        self.update_keys()

    @Slot()
    def _show_basket(self) -> None:
        basket = self.screen.basket
        basket.show_finished(None, 0)
        basket.list.is_editable = True
        basket.list.show_basket(self.sale.lines())
        basket.set_total_asked(asked=True)
        self.update_keys()

    @Slot(object)
    def _show_line(self, line: BasketLine) -> None:
        self.screen.clear_notice()
        self.screen.basket.list.put_line(line)

    @Slot()
    def _show_totals(self) -> None:
        state = self.till.state
        inclusive = state is None or state.tax_mode == "inclusive"
        basket = self.screen.basket
        basket.show_totals(self.sale.totals, self.symbol, inclusive=inclusive)
        panel: Panel = self.screen.panel
        if panel.objectName() == "tenderPanel" and self.sale.totals is not None:
            panel.show_due(self.sale.totals, self.sale.tenders, self.symbol)  # type: ignore[attr-defined]
        self._show_next()
        self.update_keys()

    def _show_next(self) -> None:
        """Say in the basket's header what was keyed for the next item."""
        parts = []
        if self.sale.next_quantity_micro != _MICRO:
            parts.append(format_quantity(self.sale.next_quantity_micro, "") + " ×")
        if self.sale.next_price_micro is not None:
            price = self.sale.next_price_micro * 10**self.till.exponent // _MICRO
            parts.append(format_minor(price, self.till.exponent))
        tag = self.screen.basket.next_tag
        tag.setVisible(bool(parts))
        if parts:
            tag.show_text(tr("Next item: {what}", what=" ".join(parts)))

    @Slot(object)
    def _show_till(self, _: object) -> None:
        bar = self.screen.top_bar
        till = self.till.state
        assert till is not None
        bar.store.setText(till.store_name)
        bar.till.setText(till.workstation_name)
        if till.session is not None:
            bar.operator_key.show_person(till.session.name)
        suspended = till.suspended_count
        key = self.screen.basket.suspended_key
        key.label(tr("%n suspended", suspended))
        key.setVisible(suspended > 0)
        self._show_totals()
        if not self.till.is_open:
            # A settlement stays readable until the operator goes on.
            if self.screen.panel.objectName() != "receiptPanel":
                self.ask_opening()
        elif self.screen.panel.objectName() == "numberPanel":
            self.screen.close_panel()
        self.update_keys()

    @Slot(object)
    def show_refusal(self, refusal: Refusal) -> None:
        """Say what was refused, and what to do next, where the scan is."""
        if refusal.stops_selling:
            self._selling_stopped = refusal.detail
        has_open_item = refusal.code == "unknown_item"

        def write() -> NoticeText:
            said = refusal.again()
            return NoticeText(
                "failure",
                _ICONS.get(said.code, "alert"),
                said.title,
                said.detail,
                tr("Open item") + "  F6" if has_open_item else "",
            )

        self.screen.show_notice(write, "openItem" if has_open_item else "")

    def _say_stopped(self) -> None:
        def write() -> NoticeText:
            title = tr("Selling stopped: the ledger cannot be written")
            return NoticeText("failure", "alert", title, self._selling_stopped)

        self.screen.show_notice(write)

    @Slot(int)
    def _line_selected(self, _: int) -> None:
        self.update_keys()

    def use_symbol(self, symbol: str) -> None:
        """Put the currency's sign before the figures that are asked for."""
        self.symbol = symbol
        self._show_totals()

    def open_panel(self, kind: type[_Panel]) -> _Panel:
        """Open a panel that another module operates."""
        panel = self.screen.open_panel(kind)
        self._close_by(panel)
        return panel

    def show_tiles(self, groups: tuple[TileGroup, ...]) -> None:
        """Show the tiles of the store."""
        self._groups = groups
        self.screen.items.show_groups(groups)
        self.update_keys()

    def show_tiles_of(self, items: Sequence[ItemView]) -> None:
        """Show one group of tiles, made from items of the catalogue."""
        tiles = tuple(tile_of(item) for item in items[:_TILES])
        self.show_tiles((TileGroup(tr("Items"), tiles),))

    def update_keys(self) -> None:
        """Let every key apply, or know why it does not."""
        keys = self.screen.basket.keys
        finished = self.sale.last_completed is not None
        paying = self.screen.panel.objectName() == "tenderPanel"
        blocked = ""
        if finished:
            blocked = tr("The sale is complete. Begin the next one.")
        elif paying:
            blocked = tr("Go back to the basket first.")
        elif not self.till.is_open:
            blocked = tr("Open the till first.")
        selected = self.screen.basket.list.selected_sequence
        nothing = blocked or (
            tr("The basket is empty.") if not self.sale.has_sale else ""
        )
        if not self.sale.has_sale:
            self.screen.basket.list.set_hint("" if blocked else self._first_step())
        keys["quantity"].allow(blocked)
        keys["price"].allow(blocked)
        keys["discount"].allow(blocked or tr("Discounts are not part of this version."))
        keys["void"].allow(nothing or ("" if selected else tr("Choose a line first.")))
        has_suspended = bool(self.till.state and self.till.state.suspended_count)
        keys["suspend"].allow(blocked if has_suspended else nothing)
        keys["openItem"].allow(blocked)
        members = tr("Members are not part of this version.")
        keys["member"].allow(members)
        self.screen.basket.member_key.allow(members)
        keys["return"].allow(blocked)
        self.screen.items.set_can_pay(nothing)
        actions = self.screen.basket.list.actions_bar
        actions.price_key.allow(tr("Void the line, key the price with F2, scan again."))
        actions.discount_key.allow(tr("Discounts are not part of this version."))
        actions.why_key.allow(tr("The catalogue's price; no modifier applies."))
        self.screen.basket.list.set_editable(editable=not (finished or paying))

    def _first_step(self) -> str:
        """Return what begins a sale here."""
        if self._groups:
            return tr("Scan an item, or touch a tile")
        return tr("Scan an item")


def _receipt_number(summary: FinishedSummary) -> str:
    """Return the number as it is printed: ``A-000123``."""
    return f"{summary.series}-{summary.number:06d}"

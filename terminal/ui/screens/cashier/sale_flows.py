"""What the keys of the sale screen do: joins view-models, panels and scans.

Every flow ends in an intent of a view-model; nothing here decides about money.  Here
is what all flows share: which key runs which, where a scan goes, and what the screen
shows of the sale.  The flows themselves are in ``flows``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.screens.cashier.flows.line_flows import MICRO, LineFlows
from terminal.ui.screens.cashier.flows.more_actions import Action
from terminal.ui.screens.cashier.flows.payment_flows import PaymentFlows
from terminal.ui.screens.cashier.flows.prompt_flows import PromptFlows
from terminal.ui.screens.cashier.flows.saving_flows import SavingFlows
from terminal.ui.screens.cashier.flows.search_flows import SearchFlows
from terminal.ui.screens.cashier.flows.suspended_flows import SuspendedFlows
from terminal.ui.screens.cashier.flows.till_flows import TillFlows
from terminal.ui.screens.cashier.panels.panel import Panel
from terminal.ui.screens.cashier.sale_screen import SaleScreen
from terminal.ui.support.device_icons import icon_of_kind
from terminal.ui.support.error_messages import Refusal
from terminal.ui.support.money_text import format_minor, format_quantity
from terminal.ui.support.translation import tr
from terminal.ui.view_models.basket_line import BasketLine
from terminal.ui.view_models.commands import Question
from terminal.ui.view_models.sale_view_model import SaleViewModel
from terminal.ui.view_models.status_view_model import DeviceFace, StatusViewModel
from terminal.ui.view_models.tiles import TileGroup
from terminal.ui.view_models.till_view_model import TillViewModel
from terminal.ui.widgets.notice import NoticeText
from terminal.ui.widgets.training_mark import show_word

if TYPE_CHECKING:
    from terminal.ui.screens.cashier.flows.customer_flows import CustomerFlows
    from terminal.ui.screens.cashier.flows.free_item_flows import FreeItemFlows
    from terminal.ui.screens.cashier.flows.pricing_flows import PricingFlows
    from terminal.ui.screens.cashier.flows.return_flows import ReturnFlows
    from terminal.ui.screens.cashier.flows.settlement_flows import SettlementFlows
    from terminal.ui.screens.cashier.flows.tender_control_flows import (
        TenderControlFlows,
    )

_Panel = TypeVar("_Panel", bound=Panel)

_DIGITS: Final = 9
_STOPPED_GOODS: Final = frozenset({"item_recalled", "item_expired", "age_refused"})
_ICONS: Final = {
    "unknown_item": "scan",
    "permission_refused": "lock",
    "above_limit": "lock",
    "unknown_coupon": "voucher",
    "coupon_refused": "voucher",
    "unknown_member": "member",
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
        self._is_clock_told = False
        self.counter = Counter(screen, sale, till, wall_ms)
        self.has_simulator = False
        self._selling_stopped = ""
        self._groups: tuple[TileGroup, ...] = ()
        self.lines = LineFlows(self.counter)
        self.search = SearchFlows(self.counter)
        self.suspended = SuspendedFlows(self.counter)
        self.saving = SavingFlows(self.counter)
        self.payment = PaymentFlows(self.counter, self.saving)
        self.till_flows = TillFlows(self.counter)
        self.prompts = PromptFlows(self.counter, self._settle_again)
        self._functions: dict[str, Callable[[], None]] = {
            "quantity": self.lines.ask_quantity,
            "price": self.lines.ask_next_price,
            "discount": self._discount,
            "void": self.lines.void_selected,
            "suspend": self.suspended.suspend,
            "suspended": self.suspended.show_suspended,
            "openItem": self.search.show_open_items,
            "freeItem": self._add_free_item,
            "member": self._show_customer,
            "return": self._begin_return,
            "more": self.show_more,
            "search": self.search.show_search,
            "pay": self.payment.begin,
            "cashExact": self.payment.pay_exact,
        }
        self._connect_sale()
        self._connect_till()
        self._connect_screen()
        self.update_keys()

    # Flows that are made when first wanted

    @cached_property
    def pricing(self) -> PricingFlows:
        """Prices and discounts by hand, and why."""
        from terminal.ui.screens.cashier.flows.pricing_flows import PricingFlows

        return PricingFlows(self.counter)

    @cached_property
    def customer(self) -> CustomerFlows:
        """Member, coupons, exemption."""
        from terminal.ui.screens.cashier.flows.customer_flows import CustomerFlows

        return CustomerFlows(self.counter)

    @cached_property
    def free_items(self) -> FreeItemFlows:
        """Goods that a promotion adds."""
        from terminal.ui.screens.cashier.flows.free_item_flows import FreeItemFlows

        return FreeItemFlows(self.counter)

    @cached_property
    def returns(self) -> ReturnFlows:
        """Returns and receipts."""
        from terminal.ui.screens.cashier.flows.return_flows import ReturnFlows

        return ReturnFlows(self.counter, self.saving)

    @cached_property
    def settlement(self) -> SettlementFlows:
        """Count and settlement."""
        from terminal.ui.screens.cashier.flows.settlement_flows import SettlementFlows

        return SettlementFlows(self.counter, self.status)

    @cached_property
    def tender_control(self) -> TenderControlFlows:
        """Money that moves without a sale."""
        from terminal.ui.screens.cashier.flows.tender_control_flows import (
            TenderControlFlows,
        )

        return TenderControlFlows(self.counter)

    # Wiring

    def _connect_sale(self) -> None:
        sale = self.sale
        sale.basket_replaced.connect(self._show_basket)
        sale.line_changed.connect(self._show_line)
        sale.other_changed.connect(self._show_other)
        sale.totals_changed.connect(self._show_totals)
        sale.completed.connect(self._look_at_drawer)
        sale.refused.connect(self.show_refusal)
        sale.questioned.connect(self._ask)
        sale.cancelled.connect(self._close_panel)
        sale.terms_changed.connect(self._show_terms)
        sale.coupon_taken.connect(self._show_coupon)
        sale.proposed.connect(self._show_proposals)

    def _connect_till(self) -> None:
        till = self.till
        till.refused.connect(self.show_refusal)
        till.questioned.connect(self._ask)
        till.state_changed.connect(self._show_till)
        till.operators_listed.connect(self._show_approvers)
        self.status.devices_changed.connect(self._show_devices)
        self.status.sync_changed.connect(self.screen.top_bar.sync_pill.show_face)
        self.status.sync_changed.connect(self._show_sync)

    def _connect_screen(self) -> None:
        screen = self.screen
        screen.function_chosen.connect(self.run)
        screen.items.item_chosen.connect(self.take_scan)
        screen.escaped.connect(self._forget_pending)
        screen.items.closed.connect(self._close_panel)
        self.counter.panel_closed.connect(self._panel_changed)
        self.counter.panel_opened.connect(self.update_keys)
        field = screen.top_bar.scan_field
        field.returnPressed.connect(self._enter)
        field.textEdited.connect(self._read_typing)
        actions = screen.basket.list.actions_bar
        actions.stepped.connect(self.lines.step)
        actions.void_key.chosen.connect(self.lines.void_selected)
        actions.price_key.chosen.connect(self._override)
        actions.discount_key.chosen.connect(self._discount)
        actions.why_key.chosen.connect(self._explain)
        for key in (actions.price_key, actions.discount_key, actions.why_key):
            key.refused.connect(screen.say_no)
        screen.basket.list.line_selected.connect(self._line_selected)
        screen.top_bar.operator_key.chosen.connect(self.show_more)
        screen.top_bar.sync_pill.chosen.connect(self.show_status)
        screen.top_bar.devices.chosen.connect(self._show_device)
        screen.items.notice.acted.connect(self._act_on_notice)

    # Scans and typing

    @Slot(str)
    def take_scan(self, scan_code: str) -> None:
        """Ring up a scan, or give it to the flow that waits for one."""
        self.screen.clear_notice()
        answer = self.sale.answer_of_scan()
        if self._selling_stopped:
            self._say_stopped()
            answer.refuse()
        elif (scan_to := self.counter.scan_to) is not None:
            scan_to(scan_code)
            if scan_to != self.sale.scan:
                # It was read and is asked about; the sale itself answers its own.
                answer.accept()
        elif not self.till.is_open:
            self.till_flows.ask_opening()
            answer.refuse()
        elif self.counter.is_asking:
            self._say_asking()
            answer.refuse()
        else:
            if self.screen.panel.scan_closes:
                self._close_panel()
            self.sale.scan(scan_code)

    @Slot()
    def _enter(self) -> None:
        field = self.screen.top_bar.scan_field
        text = field.text().strip()
        field.clear()
        self.screen.setFocus()
        self.screen.clear_notice()
        if (
            self._selling_stopped
            or not self.till.is_open
            or self.counter.scan_to is not None
            or self.counter.is_asking
        ):
            self.take_scan(text)
        elif text:
            self.sale.enter(text)

    @Slot(str)
    def _read_typing(self, text: str) -> None:
        """Read the numpad's signs: ``3*`` before an item, ``+`` to pay."""
        field = self.screen.top_bar.scan_field
        # Decimal digits only: a French keyboard has a key for ², which is no number.
        if text.endswith("*") and text[:-1].isdecimal() and int(text[:-1]):
            field.clear()
            self.sale.expect_quantity(int(text[:-1]) * MICRO)
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

    @Slot()
    def _forget_pending(self) -> None:
        self.counter.scan_to = None
        self.sale.expect_price(None)
        self.sale.expect_quantity(MICRO)

    # Questions and refusals

    @Slot(object)
    def _ask(self, question: Question) -> None:
        if self.counter.is_asking and hasattr(question.command, "scan_code"):
            # Scanned before the question came up that stands there now.
            self._say_asking()
            return
        self.prompts.ask(question)

    def _settle_again(self, question: Question) -> None:
        self.settlement.ask_again(question)

    @Slot(object)
    def _show_approvers(self, operators: object) -> None:
        from terminal.ui.screens.cashier.panels.approval_panel import ApprovalPanel

        assert isinstance(operators, tuple)
        self.screen.panel_of(ApprovalPanel).show_operators(operators)

    @Slot(object)
    def show_refusal(self, refusal: Refusal) -> None:
        """Say what was refused, and what to do next, where the scan is."""
        self.screen.panel.ask_again()
        if refusal.stops_selling:
            self._selling_stopped = refusal.detail
        if refusal.code in _STOPPED_GOODS and not self.counter.is_asking:
            self.prompts.stop(refusal)
            return
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

    def _say_asking(self) -> None:
        def write() -> NoticeText:
            title = tr("Answer the question first")
            detail = tr("This scan was not rung up. Esc leaves the question.")
            return NoticeText("attention", "scan", title, detail)

        self.screen.show_notice(write)

    # Keys of the selected line

    @Slot()
    def _override(self) -> None:
        self.pricing.override_selected()

    @Slot()
    def _discount(self) -> None:
        self.pricing.discount()

    @Slot()
    def _explain(self) -> None:
        self.pricing.why_selected()

    # Flows that a function key makes when it is first pressed

    def _show_customer(self) -> None:
        self.customer.show()

    def _add_free_item(self) -> None:
        self.free_items.begin()

    def _begin_return(self) -> None:
        self.returns.begin_return()

    # More actions, status

    def show_more(self) -> None:
        """List every action that has no key of its own."""
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        actions = self.actions()

        def choose(place: int) -> None:
            self._close_panel()
            actions[place].run()

        rows = [
            ListRow(
                name=action.name,
                icon=action.icon,
                cap=str(place + 1) if place < _DIGITS else "",
                reason=action.reason,
            )
            for place, action in enumerate(actions)
        ]
        self.counter.ask_list(tr("More actions"), choose).show_rows(rows, "")

    def actions(self) -> list[Action]:
        """Return each further action, with the reason against it."""
        from terminal.ui.screens.cashier.flows.more_actions import list_actions

        return list_actions(self)

    @Slot()
    def show_status(self) -> None:
        """Show what waits to be sent and how every device is."""
        from terminal.ui.screens.cashier.panels.status_panel import StatusPanel

        panel = self.counter.open(StatusPanel)
        panel.show_status(self.status, self.till.exponent, self.counter.wall_ms())

    @Slot(str)
    def _show_device(self, _: str) -> None:
        self.show_status()

    @Slot(object)
    def _show_devices(self, faces: tuple[DeviceFace, ...]) -> None:
        self.screen.top_bar.devices.show_faces(faces)
        self._show_panel_notice()

    @Slot(object)
    def _show_sync(self, _: object) -> None:
        if self.status.sync.is_clock_wrong != self._is_clock_told:
            self._is_clock_told = self.status.sync.is_clock_wrong
            self._show_panel_notice()

    def _show_panel_notice(self) -> None:
        """Say above the tiles what is unwell, or that money must leave the drawer."""
        unwell = [face for face in self.status.devices if face.state != "ready"]
        state = self.till.state
        notice = self.screen.items.notice
        is_lift_due = state is not None and state.is_lift_due
        if unwell:
            worst = min(unwell, key=lambda face: face.state != "failed")
            kind = "failure" if worst.state == "failed" else "attention"
            icon = icon_of_kind(worst.kind)
            notice.show_text(
                NoticeText(kind, icon, worst.title, worst.remedy, tr("Show"))
            )
        elif self._is_clock_told:
            title = tr("This till's clock is wrong")
            detail = tr("Sales go on. Set date and time of this computer.")
            notice.show_text(
                NoticeText("attention", "clock", title, detail, tr("Show"))
            )
        elif is_lift_due:
            title = tr("Too much cash in the drawer")
            detail = tr("Take some of it out when there is time.")
            notice.show_text(
                NoticeText("attention", "drawer", title, detail, tr("Take out"))
            )
        else:
            notice.clear()
        is_shown = bool(unwell) or self._is_clock_told or is_lift_due
        self.screen.items.show_notice(shown=is_shown)

    @Slot()
    def _act_on_notice(self) -> None:
        is_unwell = any(face.state != "ready" for face in self.status.devices)
        if is_unwell or self._is_clock_told:
            self.show_status()
        else:
            self.tender_control.choose_kind()

    @Slot(object)
    def _look_at_drawer(self, _: object) -> None:
        """Ask whether this sale has filled the drawer; nobody waits for it."""
        self.till.load()

    # Showing

    def retranslate(self) -> None:
        """Write everything that is shown again, in the language in force."""
        editable = self.screen.basket.list.is_editable
        self.screen.basket.list.show_basket(self.sale.lines())
        self.screen.basket.list.is_editable = editable
        if self.till.state is not None:
            self._show_till(self.till.state)
        if self.sale.last_completed is not None:
            self.screen.basket.show_finished(
                self.sale.last_completed, self.counter.wall_ms()
            )
        self.screen.rewrite_notice()

    @Slot()
    def _close_panel(self, _: object = None) -> None:
        self.counter.close()

    @Slot()
    def _panel_changed(self) -> None:
        self.screen.basket.set_total_asked(asked=True)
        self.update_keys()

    @Slot()
    def _show_basket(self) -> None:
        basket = self.screen.basket
        basket.show_finished(None, 0)
        basket.list.is_editable = True
        basket.list.show_basket(self.sale.lines())
        basket.set_total_asked(asked=True)
        self._show_terms()
        self.update_keys()

    @Slot(object)
    def _show_line(self, line: BasketLine) -> None:
        self.screen.clear_notice()
        self.screen.basket.list.put_line(line)

    @Slot(object)
    def _show_other(self, line: BasketLine) -> None:
        self.screen.basket.list.put_line(line, flash=False, select=False)

    @Slot()
    def _show_terms(self) -> None:
        terms = self.sale.terms
        name = "" if terms is None else terms.member_name or ""
        self.screen.basket.show_member(name)

    @Slot(str)
    def _show_coupon(self, code: str) -> None:
        self.customer.tell_coupon(code)

    @Slot()
    def _show_proposals(self) -> None:
        self.free_items.tell()

    @Slot()
    def _show_totals(self) -> None:
        state = self.till.state
        inclusive = state is None or state.tax_mode == "inclusive"
        basket = self.screen.basket
        basket.show_totals(self.sale.totals, self.counter.symbol, inclusive=inclusive)
        self.payment.show_due()
        self._show_next()
        self.update_keys()

    def _show_next(self) -> None:
        """Say in the basket's header what was keyed for the next item."""
        parts = []
        if self.sale.next_quantity_micro != MICRO:
            parts.append(format_quantity(self.sale.next_quantity_micro, "") + " ×")
        if self.sale.next_price_micro is not None:
            price = self.sale.next_price_micro * 10**self.till.exponent // MICRO
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
        if till.is_training:
            show_word(bar.store)
        else:
            bar.store.setText(till.store_name)
        bar.till.setText(till.workstation_name)
        if till.session is not None:
            bar.operator_key.show_person(till.session.name)
        suspended = till.suspended_count
        key = self.screen.basket.suspended_key
        key.label(tr("%n suspended", suspended))
        key.setVisible(suspended > 0)
        self._show_totals()
        self._show_panel_notice()
        panel = self.screen.panel.objectName()
        if not self.till.is_open:
            # A settlement stays readable until the operator goes on, and so do the
            # papers that are printed again while the till is closed.
            if panel in {"itemsPanel", "numberPanel"}:
                self.till_flows.ask_opening()
        elif self.till_flows.is_opening:
            self.till_flows.is_opening = False
            if panel == "numberPanel":
                self.screen.close_panel()
        self.update_keys()

    @Slot(int)
    def _line_selected(self, _: int) -> None:
        self.update_keys()

    def use_symbol(self, symbol: str) -> None:
        """Put the currency's sign before the figures that are asked for."""
        self.counter.symbol = symbol
        self._show_totals()

    def open_panel(self, kind: type[_Panel]) -> _Panel:
        """Open a panel that another module operates."""
        return self.counter.open(kind)

    def show_tiles(self, groups: tuple[TileGroup, ...]) -> None:
        """Show the tiles of the store."""
        self._groups = groups
        self.screen.items.show_groups(groups)
        self.update_keys()

    @Slot()
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
        paid = tr("Remove what was paid first.") if self.sale.is_tendering else ""
        if not self.sale.has_sale:
            self.screen.basket.list.set_hint("" if blocked else self._first_step())
        keys["quantity"].allow(blocked)
        keys["price"].allow(blocked)
        keys["discount"].allow(nothing or paid)
        keys["void"].allow(nothing or ("" if selected else tr("Choose a line first.")))
        has_suspended = bool(self.till.state and self.till.state.suspended_count)
        keys["suspend"].allow(blocked if has_suspended else nothing)
        keys["openItem"].allow(blocked)
        keys["member"].allow(blocked or paid)
        self.screen.basket.member_key.allow(blocked or paid)
        keys["return"].allow(blocked)
        self.screen.items.set_can_pay(nothing)
        line = self.sale.line(selected)
        returned = line is not None and line.kind == "return"
        against = tr("Goods that come back keep their price.") if returned else ""
        actions = self.screen.basket.list.actions_bar
        actions.price_key.allow(blocked or paid or against)
        actions.discount_key.allow(blocked or paid or against)
        actions.why_key.allow("")
        self.screen.basket.list.set_editable(editable=not (finished or paying))

    def _first_step(self) -> str:
        """Return what begins a sale here."""
        if self._groups:
            return tr("Scan an item, or touch a tile")
        return tr("Scan an item")

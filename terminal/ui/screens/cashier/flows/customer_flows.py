"""Who buys and what they bring: member, coupons, tax exemption."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.coupon_text import coupon_reason
from terminal.ui.support.translation import tr
from terminal.ui.widgets.notice import NoticeText


class CustomerFlows(QObject):
    """One panel for everything that belongs to the customer of this sale."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter
        self._sale = counter.sale
        self._is_shown = False
        self._deeds: list[Callable[[], None]] = []
        self._sale.terms_changed.connect(self._show_again)
        counter.panel_closed.connect(self._forget)

    @Slot()
    def show(self) -> None:
        """Show member, coupons and exemption of the open sale."""
        self._begin()
        if self._sale.has_sale or self._sale.terms is not None:
            # Lines that came since may have made a coupon count.
            self._sale.load()

    @Slot()
    def _forget(self) -> None:
        self._is_shown = False

    @Slot()
    def _show_again(self) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListPanel

        if self._is_shown and isinstance(self._counter.screen.panel, ListPanel):
            self._begin()

    def _begin(self) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        terms = self._sale.terms
        rows: list[ListRow] = []
        deeds: list[Callable[[], None]] = []
        if terms is None or terms.member_name is None:
            rows.append(
                ListRow(tr("Add member"), tr("Scan or key the card"), "", "member")
            )
            deeds.append(self.ask_member)
        else:
            rows.append(
                ListRow(
                    terms.member_name, tr("Member. Choose to remove."), "", "member"
                )
            )
            deeds.append(self._forget_member)
        rows.append(ListRow(tr("Add coupon"), tr("Scan or key it"), "", "voucher"))
        deeds.append(self.ask_coupon)
        refused = dict(terms.refused_coupons) if terms is not None else {}
        for code in terms.coupons if terms is not None else ():
            reason = refused.get(code)
            detail = tr("Counts") if reason is None else coupon_reason(reason)
            rows.append(
                ListRow(
                    tr("Coupon {code}", code=code),
                    detail,
                    tr("Remove"),
                    "check" if reason is None else "alert",
                )
            )
            deeds.append(lambda code=code: self._remove_coupon(code))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        if terms is None or terms.exemption is None:
            rows.append(
                ListRow(tr("Sell without tax"), tr("With a certificate"), "", "percent")
            )
            deeds.append(self.ask_exemption)
        else:
            rows.append(
                ListRow(
                    tr("Without tax: {reason}", reason=terms.exemption),
                    tr("Choose to remove."),
                    "",
                    "percent",
                )
            )
            deeds.append(self._remove_exemption)
        self._deeds = deeds
        panel = self._counter.ask_list(tr("Customer"), self._choose)
        panel.show_rows(rows, "")
        self._counter.scan_to = self._sale.scan
        self._is_shown = True

    def _choose(self, place: int) -> None:
        self._deeds[place]()

    def ask_member(self) -> None:
        """Ask for the code of a member's card."""
        from terminal.application.selling.identify_member import IdentifyMember
        from terminal.ui.screens.cashier.panels.text_panel import TextQuestion

        def send(code: str) -> None:
            self._counter.close()
            self._sale.change_sale("identify_member", IdentifyMember(code=code))

        question = TextQuestion(
            title=tr("Add member"),
            caption=tr("Code of the card"),
            confirm=tr("OK"),
            hint=tr("Scan the card, or key its code."),
        )
        self._counter.ask_text(question, send)

    def ask_coupon(self) -> None:
        """Ask for the code of a coupon."""
        from terminal.ui.screens.cashier.panels.text_panel import TextQuestion

        def send(code: str) -> None:
            self._counter.close()
            self._sale.enter_coupon(code)

        question = TextQuestion(
            title=tr("Add coupon"),
            caption=tr("Code of the coupon"),
            confirm=tr("OK"),
            hint=tr("Scan the coupon, or key its code."),
        )
        self._counter.ask_text(question, send)

    def ask_exemption(self) -> None:
        """Ask why no tax is due, and for the certificate."""
        reasons = (
            tr("Diplomatic mission"),
            tr("Reseller"),
            tr("Export"),
            tr("Charity"),
        )
        self._counter.ask_reason(
            tr("Sell without tax"), tr("Go on"), reasons, self._ask_certificate
        )

    def _ask_certificate(self, reason: str) -> None:
        from terminal.application.selling.set_tax_exemption import SetTaxExemption
        from terminal.ui.screens.cashier.panels.text_panel import TextQuestion

        def send(certificate: str) -> None:
            self._counter.close()
            command = SetTaxExemption(reason=reason, certificate=certificate)
            self._sale.change_sale("set_tax_exemption", command)

        question = TextQuestion(
            title=tr("Sell without tax"),
            caption=tr("Number of the certificate"),
            confirm=tr("Sell without tax"),
            hint=tr("As it stands on the paper that was shown."),
        )
        self._counter.ask_text(question, send)

    def _forget_member(self) -> None:
        from terminal.application.selling.forget_member import ForgetMember

        self._sale.change_sale("forget_member", ForgetMember())

    def _remove_coupon(self, code: str) -> None:
        from terminal.application.selling.remove_coupon import RemoveCoupon

        self._sale.change_sale("remove_coupon", RemoveCoupon(code=code))

    def _remove_exemption(self) -> None:
        from terminal.application.selling.remove_tax_exemption import (
            RemoveTaxExemption,
        )

        self._sale.change_sale("remove_tax_exemption", RemoveTaxExemption())

    def tell_coupon(self, code: str) -> None:
        """Say whether a coupon that was just entered counts."""
        terms = self._sale.terms
        if terms is None:
            return
        reason = dict(terms.refused_coupons).get(code)

        def write() -> NoticeText:
            title = tr("Coupon {code}", code=code)
            if reason is None:
                return NoticeText("neutral", "check", title, tr("Counts"))
            return NoticeText("attention", "voucher", title, coupon_reason(reason))

        self._counter.say(write)

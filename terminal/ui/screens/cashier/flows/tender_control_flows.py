"""Money that moves without a sale: loan, pickup, paid in, paid out, safe drop."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Slot

from terminal.application.till_control.record_tender_control import (
    REFERENCE_LENGTH_MAX,
    RecordTenderControl,
)
from terminal.application.till_control.till_view import TenderControlView
from terminal.application.till_control.void_tender_control import VoidTenderControl
from terminal.domain.till.tender_control import (
    TenderControlKind,
    TenderControlTransaction,
)
from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.translation import tr

KINDS: Final = (
    TenderControlKind.PICKUP,
    TenderControlKind.SAFE_DROP,
    TenderControlKind.LOAN,
    TenderControlKind.PAID_IN,
    TenderControlKind.PAID_OUT,
)
_ICONS: Final = {
    TenderControlKind.LOAN: "plus",
    TenderControlKind.PAID_IN: "plus",
    TenderControlKind.PICKUP: "minus",
    TenderControlKind.PAID_OUT: "minus",
    TenderControlKind.SAFE_DROP: "lock",
}
_BAGGED: Final = frozenset({TenderControlKind.PICKUP, TenderControlKind.SAFE_DROP})


class TenderControlFlows(QObject):
    """Amount, reason and, for what leaves in a bag, its number."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._counter = counter
        self._till = counter.till
        self._till.tender_controlled.connect(self._show_slip)
        self._till.tender_control_listed.connect(self._list_movements)
        self._listed: list[TenderControlTransaction] = []
        self._list = 0

    def choose_kind(self) -> None:
        """List the ways in which money moves without a sale."""
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        def choose(place: int) -> None:
            if place < len(KINDS):
                self.ask(KINDS[place])
            else:
                self.show_movements()

        panel = self._counter.ask_list(tr("Cash in and out"), choose)
        rows = [
            ListRow(
                name=kind_name(kind),
                detail=_detail(kind),
                icon=_ICONS[kind],
                cap=str(place + 1),
            )
            for place, kind in enumerate(KINDS)
        ]
        rows.append(
            ListRow(
                name=tr("Movements so far"),
                detail=tr("To void one that was recorded by mistake"),
                icon="receipt",
                cap=str(len(rows) + 1),
            )
        )
        panel.show_rows(rows, "")

    def ask(self, kind: TenderControlKind) -> None:
        """Ask how much moves."""
        from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

        def take(amount_minor: int) -> None:
            self._ask_reason(kind, amount_minor)

        question = NumberQuestion(
            title=kind_name(kind),
            caption=tr("Amount"),
            decimals=self._counter.exponent,
            confirm=tr("Go on"),
            symbol=self._counter.symbol,
            hint=_detail(kind),
            minimum=1,
        )
        self._counter.ask_number(question, take)

    def _ask_reason(self, kind: TenderControlKind, amount_minor: int) -> None:
        def take(reason: str) -> None:
            if kind in _BAGGED:
                self._ask_reference(kind, amount_minor, reason)
            else:
                self._record(kind, amount_minor, reason, "")

        amount = format_minor(amount_minor, self._counter.exponent)
        self._counter.ask_reason(
            f"{kind_name(kind)} {self._counter.symbol}{amount}",
            tr("Go on") if kind in _BAGGED else kind_name(kind),
            _reasons(kind),
            take,
        )

    def _ask_reference(
        self, kind: TenderControlKind, amount_minor: int, reason: str
    ) -> None:
        from terminal.ui.screens.cashier.panels.text_panel import TextQuestion

        def take(reference: str) -> None:
            self._record(kind, amount_minor, reason, reference)

        amount = format_minor(amount_minor, self._counter.exponent)
        question = TextQuestion(
            title=f"{kind_name(kind)} {self._counter.symbol}{amount}",
            caption=tr("Number of the bag"),
            confirm=kind_name(kind),
            hint=tr("Scan or key it. Leave it empty when there is none."),
            length_max=REFERENCE_LENGTH_MAX,
            is_optional=True,
        )
        self._counter.ask_text(question, take)

    def _record(
        self, kind: TenderControlKind, amount_minor: int, reason: str, reference: str
    ) -> None:
        self._till.control_tender(
            RecordTenderControl(
                kind=kind,
                amount_minor=amount_minor,
                reason=reason,
                reference=reference or None,
            )
        )

    @Slot(object)
    def _show_slip(self, view: TenderControlView) -> None:
        name = kind_name(view.kind)
        title = tr("{what} voided", what=name) if view.is_void else name
        self._counter.show_paper(title, view.document, tr("Done"), self._counter.close)

    def show_movements(self) -> None:
        """List what moved in this period, to void what was a mistake."""

        def choose(place: int) -> None:
            self._ask_void(self._listed[place])

        self._counter.ask_list(tr("Movements so far"), choose)
        self._list = self._counter.list_number
        self._till.list_tender_control()

    @Slot(object)
    def _list_movements(self, movements: tuple[TenderControlTransaction, ...]) -> None:
        from terminal.ui.screens.cashier.panels.list_panel import ListRow

        if not self._counter.is_listing(self._list):
            return
        self._listed = list(movements)
        rows = [
            ListRow(
                name=kind_name(movement.kind),
                detail=f"{movement.series}-{movement.number:06d}",
                amount=format_minor(movement.amount_minor, self._counter.exponent),
                icon=_ICONS[movement.kind],
            )
            for movement in movements
        ]
        self._counter.show_rows(rows, tr("Nothing moved without a sale yet."))

    def _ask_void(self, movement: TenderControlTransaction) -> None:
        def void(reason: str) -> None:
            self._till.void_tender_control(
                VoidTenderControl(
                    series=movement.series, number=movement.number, reason=reason
                )
            )

        name = kind_name(movement.kind)
        self._counter.ask_reason(
            tr("Void {what}", what=name),
            tr("Void {what}", what=name),
            (tr("Keyed wrongly"), tr("Did not happen")),
            void,
        )


def kind_name(kind: TenderControlKind) -> str:
    """Return what the screens call a kind of movement."""
    return {
        TenderControlKind.LOAN: tr("Loan"),
        TenderControlKind.PICKUP: tr("Pickup"),
        TenderControlKind.PAID_IN: tr("Paid in"),
        TenderControlKind.PAID_OUT: tr("Paid out"),
        TenderControlKind.SAFE_DROP: tr("Safe drop"),
    }[kind]


def _detail(kind: TenderControlKind) -> str:
    return {
        TenderControlKind.LOAN: tr("Change from the safe into the drawer"),
        TenderControlKind.PICKUP: tr("Out of the drawer, somebody takes it along"),
        TenderControlKind.PAID_IN: tr("Money that came in without a sale"),
        TenderControlKind.PAID_OUT: tr("Paid from the drawer, with a voucher"),
        TenderControlKind.SAFE_DROP: tr("Out of the drawer into the safe beside it"),
    }[kind]


def _reasons(kind: TenderControlKind) -> tuple[str, ...]:
    if kind is TenderControlKind.LOAN:
        return (tr("Change is short"), tr("Coins from the bank"))
    if kind is TenderControlKind.PAID_IN:
        return (tr("Found money"), tr("Advance returned"))
    if kind is TenderControlKind.PAID_OUT:
        return (tr("Postage"), tr("Cleaning"), tr("Small purchase"), tr("Advance"))
    return (tr("Too much in the drawer"), tr("End of the shift"))

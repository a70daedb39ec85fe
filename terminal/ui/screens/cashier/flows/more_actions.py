"""Every action that has no key of its own, with the reason against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from terminal.ui.support.translation import tr

if TYPE_CHECKING:
    from terminal.ui.screens.cashier.sale_flows import SaleFlows


class Action(msgspec.Struct, frozen=True):
    """One row of the list of actions.

    Attributes:
        name: In the language in force.
        reason: Why it does not apply now; empty when it does.
        run: Does it.
    """

    name: str
    icon: str
    reason: str
    run: Callable[[], None]


def list_actions(flows: SaleFlows) -> list[Action]:
    """Return every action that has no key of its own, in their usual order."""
    sale, till = flows.sale, flows.till
    closed = "" if till.is_open else tr("Open the till first.")
    open_sale = tr("Complete or cancel the sale first.") if sale.is_open else ""
    no_sale = "" if sale.is_open else tr("No sale is open.")
    no_line = "" if flows.lines.selected else tr("Choose a line first.")
    paid = tr("Remove what was paid first.") if sale.is_tendering else ""
    no_proposal = "" if sale.proposals else tr("No promotion adds an item now.")
    day = till.state.business_day if till.state else None
    not_closable = (
        tr("Settle the till first.")
        if till.is_open
        else ("" if day else tr("The business day is closed."))
    )
    rows = [
        Action(tr("Price check"), "tag", closed, flows.search.check_price),
        Action(
            tr("Suspended sales"), "suspend", closed, flows.suspended.show_suspended
        ),
        Action(tr("Cancel the sale"), "close", no_sale, flows.suspended.ask_cancel),
        Action(tr("Return"), "return", closed, flows.returns.begin_return),
        Action(tr("Customer"), "member", closed or paid, flows.customer.show),
        Action(tr("Receipts"), "receipt", "", flows.returns.show_receipts),
        Action(
            tr("Cash in and out"),
            "cash",
            closed,
            flows.tender_control.choose_kind,
        ),
        Action(
            tr("No sale"), "drawer", closed or open_sale, flows.till_flows.open_drawer
        ),
        Action(tr("X report"), "chart", closed, till.take_report),
        Action(
            tr("Count the till"),
            "quantity",
            closed,
            flows.settlement.ask_count,
        ),
        Action(
            tr("Settle the till"),
            "check",
            closed,
            flows.settlement.ask_settlement,
        ),
        Action(tr("Z reports"), "receipt", "", flows.till_flows.show_reports),
        Action(tr("Close the day"), "clock", not_closable, till.close_day),
        Action(
            tr("Sell without tax"),
            "percent",
            closed or paid,
            flows.customer.ask_exemption,
        ),
        Action(
            tr("Add free item"),
            "gift",
            no_proposal or paid,
            flows.free_items.begin,
        ),
        Action(tr("Why this price"), "why", no_line, flows.pricing.why_selected),
        Action(
            tr("Why this total"),
            "why",
            no_sale,
            flows.pricing.why_basket,
        ),
        Action(tr("Sync and devices"), "sync", "", flows.show_status),
        Action(
            tr("Next language"),
            "globe",
            "",
            lambda: flows.look_wanted.emit("language"),
        ),
        Action(
            tr("Next theme"), "display", "", lambda: flows.look_wanted.emit("theme")
        ),
    ]
    if not till.is_open:
        opening = flows.till_flows.ask_opening
        rows.insert(0, Action(tr("Open the till"), "drawer", "", opening))
    if flows.has_simulator:
        rows.append(
            Action(tr("Simulated devices"), "plug", "", flows.simulator_wanted.emit)
        )
    rows.append(Action(tr("Sign off"), "lock", "", flows.sign_off_wanted.emit))
    return rows

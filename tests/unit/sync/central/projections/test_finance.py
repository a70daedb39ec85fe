"""The books of a day: every event posts as much debit as credit."""

from __future__ import annotations

from sync.central.projections import finance
from sync.central.projections.finance import AccountSum
from sync.central.schema import posting
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from tests.support.pushed_center import PushedCenter
from tests.support.returning_chain import sell_pieces, void
from tests.support.till_chain import DAY, event_id


def test_a_day_of_a_till_balances(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    chain.append(
        TillPeriodOpened(
            till_period_id=event_id(2),
            business_day=DAY,
            currency="GBP",
            loan_minor=5_000,
            operator_id="7",
            session_id=event_id(1),
            at_ms=1,
        )
    )
    sell_pieces(chain, 1, 600, methods=(("card_manual", 400), ("cash", 200)))
    chain.sell(1_200)
    void(chain, sell_pieces(chain, 1, 300))
    chain.append(
        TenderControlRecorded(
            series="C",
            number=1,
            kind="paid_out",
            till_period_id=event_id(2),
            business_day=DAY,
            operator_id="7",
            session_id=event_id(1),
            method="cash",
            currency="GBP",
            amount_minor=-150,
            reason="stamps",
            at_ms=2,
        )
    )
    chain.cancel()
    pushed.push(chain)
    pushed.catch_up()

    with pushed.engine.begin() as connection:
        sums = finance.trial_balance(connection, chain.store, DAY)
        assert finance.trial_balance(connection, chain.store, "2031-04-03") == []
        assert finance.trial_balance(connection, chain.store) == sums
    net = {
        (each.account, each.detail): each.debit_minor - each.credit_minor
        for each in sums
    }
    taxes = [change for (account, _), change in net.items() if account == "tax"]
    assert sum(taxes) == -300
    assert net["tender", "cash"] == 5_000 + 200 + 1_200 - 150
    assert net["tender", "card_manual"] == 400
    assert net["sales", ""] == -1_500
    assert net["safe", "cash"] == -5_000
    assert net["paid_out", "cash"] == 150
    assert sum(net.values()) == 0
    assert not any(each.account == "unexplained" for each in sums)
    by_event: dict[str, int] = {}
    for row in pushed.rows(posting)["posting"]:
        by_event[row[2]] = by_event.get(row[2], 0) + row[8] - row[9]
        assert row[8] >= 0
        assert row[9] >= 0
    assert set(by_event.values()) == {0}


def test_what_an_event_does_not_account_for_is_shown(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    # Version 1 was never checked for being paid in full.
    body = chain.sale_body(1_000)
    short = body.tenders[0].__class__(
        sequence=1, method="cash", amount_minor=900, given_minor=900, change_minor=0
    )
    lying = body.__class__(
        **{name: getattr(body, name) for name in body.__struct_fields__}
        | {"tenders": (short,)}
    )
    chain.append(lying, chain.control_of(lying))
    pushed.push(chain)
    pushed.catch_up()

    with pushed.engine.begin() as connection:
        sums = finance.trial_balance(connection, chain.store)
    assert AccountSum("unexplained", "", "GBP", 100, 0) in sums

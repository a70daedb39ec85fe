"""One event that cannot have its effect does not touch the others."""

from __future__ import annotations

import msgspec

from sync.central import quarantines
from sync.central.control import AMOUNT_MAX
from sync.central.projections import applier
from sync.central.projections.applier import is_number_used
from sync.central.projections.deed import Deed, read_deed
from sync.central.projections.entry import read
from sync.central.schema import order_line, retail_transaction
from tests.support.pushed_center import PushedCenter
from tests.support.returning_chain import id_of


def test_a_number_used_twice_is_refused_alone(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    for gross in (100, 200, 300, 400):
        chain.sell(gross)
        chain.number -= gross == 200
    pushed.push(chain)
    pushed.catch_up()

    with pushed.engine.begin() as connection:
        (item,) = quarantines.report(connection, pushed.now_ms).items
    assert (item.seq, item.code, item.gross_minor) == (3, "number_reused", 300)
    assert len(pushed.rows(retail_transaction)["retail_transaction"]) == 3


def test_amounts_that_no_sum_can_hold_are_refused_alone(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    chain.sell(100)
    body = chain.sale_body(200)
    first, second = body.lines
    lines = (
        msgspec.structs.replace(first, quantity_micro=AMOUNT_MAX + 1),
        msgspec.structs.replace(second, quantity_micro=-AMOUNT_MAX - 1),
    )
    wild = msgspec.structs.replace(body, lines=lines)
    chain.append(wild, chain.control_of(wild))
    kept = chain.sell(300)
    pushed.push(chain)
    pushed.catch_up()

    with pushed.engine.begin() as connection:
        (item,) = quarantines.report(connection, pushed.now_ms).items
        (entry,) = read(connection, [2])
        deed = read_deed(entry)
        assert isinstance(deed, Deed)
        assert deed.row is not None
        assert not applier.can_hold([deed])
        assert not is_number_used(connection, entry, deed.row)
    assert (item.seq, item.code) == (2, "refused")
    assert {row[0] for row in pushed.rows(order_line)["order_line"]} >= {id_of(kept)}

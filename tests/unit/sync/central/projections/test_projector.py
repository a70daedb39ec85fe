"""The same rows come out, in whatever steps and however often they are made."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from sync.central import projections
from sync.central.database import Database, open_engine
from sync.central.schema import (
    control_day,
    control_tender,
    order_line,
    over_return,
    posting,
    projected_event,
    quarantine,
    retail_transaction,
    returned_line,
    stock_movement,
    voided_transaction,
)
from terminal.domain.receipt_code import receipt_text
from tests.support.pushed_center import PushedCenter
from tests.support.returning_chain import id_of, sell_pieces, take_back, void
from tests.support.till_chain import TillChain

MADE = (
    retail_transaction,
    returned_line,
    over_return,
    voided_transaction,
    projected_event,
    order_line,
    stock_movement,
    posting,
)
COUNTED = (control_day, control_tender, quarantine)


def history(center: PushedCenter) -> tuple[TillChain, TillChain]:
    """Push what two tills did to each other, in awkward order."""
    one, other = center.chain("S-01"), center.chain("S-02")
    sale = sell_pieces(one, pieces=3, amount_minor=1_000)
    waits = sell_pieces(one, pieces=1, amount_minor=500)
    name = receipt_text(one.series, 2, waits.hash.hex())
    take_back(other, sale, 2, 667, 111)
    take_back(other, sale, 2, 667, 111)
    take_back(other, None, 2, 1_000, 166, named_receipt=name)
    for gross in (1_200, 300, 999):
        other.sell(gross, lines=4)
    center.push(other, size=2)
    void(one, waits)
    one.sell(777, lines=2)
    one.number -= 1
    doubled = one.sell(778)
    one.cancel()
    body = other.sale_body(450)
    one_needs = (id_of(doubled),)
    other.append(body, other.control_of(body), deps=one_needs)
    center.push(one)
    center.push(other)
    return one, other


@pytest.mark.parametrize("size", [1, 3])
def test_the_size_of_the_steps_makes_no_difference(
    pushed: PushedCenter, size: int
) -> None:
    history(pushed)
    pushed.catch_up()
    at_once = pushed.rows(*MADE, *COUNTED)
    with pushed.engine.begin() as connection:
        projections.begin_anew(connection)
        assert projections.pending(connection) > 0

    is_current = False
    while not is_current:
        with pushed.engine.begin() as connection:
            is_current = projections.step(connection, size).is_current

    assert pushed.rows(*MADE, *COUNTED) == at_once
    assert at_once["over_return"]
    assert {code for *_, code, _, _ in at_once["quarantine"]} == {
        "number_reused",
        "parked",
    }


def test_pushing_again_changes_no_row(pushed: PushedCenter) -> None:
    one, other = history(pushed)
    pushed.catch_up()
    before = pushed.rows(*MADE, *COUNTED)

    for chain in (one, other):
        pushed.store(pushed.batch(chain, chain.events))
    pushed.catch_up()

    assert pushed.rows(*MADE, *COUNTED) == before


def test_a_step_that_is_rolled_back_is_done_again(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    chain.sell()
    pushed.push(chain)
    with pushed.engine.connect() as connection, connection.begin() as transaction:
        assert projections.step(connection).events == 1
        transaction.rollback()

    with pushed.engine.begin() as connection:
        assert projections.pending(connection) > 0
        assert projections.step(connection) == projections.Step(
            1, is_current=True, newest=1
        )
        assert projections.pending(connection) == 0
    assert len(pushed.rows(retail_transaction)["retail_transaction"]) == 1


def test_projectors_of_two_processes_do_not_double(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    for _ in range(20):
        chain.sell()
    pushed.push(chain)
    servers = [
        Database(open_engine(pushed.engine.url.render_as_string(hide_password=False)))
        for _ in range(2)
    ]

    async def project() -> None:
        step = partial(projections.step, events_max=3)
        while any(
            not each.is_current
            for each in await asyncio.gather(
                *(server.write_soon(step) for server in servers)
            )
        ):
            pass

    asyncio.run(project())

    for server in servers:
        server.close()
    assert len(pushed.rows(posting)["posting"]) == 3 * 20

"""Orders hold the lines that count; a void mirrors them, whichever comes first."""

from __future__ import annotations

import pytest

from sync.central.schema import order_line
from tests.support.pushed_center import PushedCenter
from tests.support.returning_chain import PIECE, id_of, sell_pieces, take_back, void
from tests.support.till_chain import TillChain


def amounts(pushed: PushedCenter) -> list[tuple[str, int, int, int]]:
    pushed.catch_up()
    return [
        (row[0], row[6], row[8], row[9])
        for row in pushed.rows(order_line)["order_line"]
    ]


def test_goods_that_come_back_are_negative(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    sale = sell_pieces(chain, pieces=3, amount_minor=1_000)
    back = take_back(chain, sale, 1, 333, 55)
    pushed.push(chain)

    assert amounts(pushed) == [
        (id_of(sale), 3 * PIECE, 1_000, 166),
        (id_of(back), -PIECE, -333, -55),
    ]


@pytest.mark.parametrize("is_void_first", [False, True])
def test_a_void_mirrors_the_lines(pushed: PushedCenter, *, is_void_first: bool) -> None:
    chain, other = pushed.chain(), pushed.chain()
    sale = sell_pieces(chain, pieces=2, amount_minor=600)
    voiding = void(other, sale)
    for each in (other, chain) if is_void_first else (chain, other):
        pushed.push(each)

    assert sorted(amounts(pushed)) == sorted(
        [
            (id_of(sale), 2 * PIECE, 600, 100),
            (id_of(voiding), -2 * PIECE, -600, -100),
        ]
    )


def test_a_second_void_of_the_same_sale_mirrors_nothing(pushed: PushedCenter) -> None:
    chain = pushed.chain()
    sale = sell_pieces(chain, pieces=2, amount_minor=600)
    void(chain, sale)
    void(chain, sale)
    pushed.push(chain)

    assert sum(quantity for _, quantity, *_ in amounts(pushed)) == 0


def test_voided_lines_are_no_order_lines(pushed: PushedCenter) -> None:
    chain: TillChain = pushed.chain()
    chain.sell(1_000, lines=10)
    pushed.push(chain)

    assert len(amounts(pushed)) == 10

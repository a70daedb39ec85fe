"""The stock of an item is the sum of what tills moved, in any order."""

from __future__ import annotations

from sync.central.projections import inventory
from tests.support.pushed_center import PushedCenter
from tests.support.returning_chain import PIECE, sell_pieces, take_back, void


def test_sales_returns_and_voids_add_up_by_store(pushed: PushedCenter) -> None:
    chain, other = pushed.chain("S-01"), pushed.chain("S-02")
    sale = sell_pieces(chain, pieces=5, amount_minor=1_000)
    wrong = sell_pieces(chain, pieces=2, amount_minor=400)
    void(chain, wrong)
    take_back(other, sale, 2, 400, 66)
    pushed.push(other)
    pushed.push(chain)
    pushed.catch_up()

    with pushed.engine.begin() as connection:
        (sold,) = inventory.stock_of(connection, "S-01").values()
        (back,) = inventory.stock_of(connection, "S-02").values()
    assert (sold, back) == (-5 * PIECE, 2 * PIECE)


def test_lines_of_one_item_move_it_once() -> None:
    line = ("id", "T", 1, "S", "d", "ink", 2, "piece", 10, 1)
    more = ("id", "T", 2, "S", "d", "ink", -5, "piece", 10, 1)

    assert inventory.movements_of([line, more]) == [("S", "ink", "id", "T", "d", 3)]

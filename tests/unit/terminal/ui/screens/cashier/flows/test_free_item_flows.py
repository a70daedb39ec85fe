"""What a promotion adds is told, scanned and free."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.reward import BuyGet
from terminal.domain.promotion.selector import Selector
from terminal.ui.support.translation import use_language
from tests.fakes.reference_data import MemoryCatalog
from tests.support import ruled_shop as shop
from tests.support.window_under_test import WindowUnderTest


def _with_every(code: str, name: str) -> Promotion:
    return Promotion(
        promotion_id=name,
        version=1,
        name=name,
        selects=Selector(items=(code,)),
        reward=BuyGet(
            buy=1,
            get=1,
            gets=Selector(items=(shop.WATER,)),
            percent_ppm=1_000_000,
            adds_units=True,
        ),
    )


@pytest.fixture
def giving(selling: WindowUnderTest) -> WindowUnderTest:
    """A window whose shop gives water with yoghurt, and with another item."""
    selling.till.ledger.catalog = MemoryCatalog(
        shop.ruled_goods()
        + tuple(
            item
            for code in ("1010", shop.YOGHURT)
            if (item := selling.till.ledger.catalog.find_by_plu(code)) is not None
        ),
        promotions=(
            _with_every(shop.YOGHURT, "Water with yoghurt"),
            _with_every("1010", "Water with another"),
        ),
    )
    return selling


def test_the_notice_has_a_key_that_adds_the_scanned_item_for_free(
    giving: WindowUnderTest,
) -> None:
    giving.scan(shop.YOGHURT)
    assert giving.notice.title == "Water with yoghurt"
    assert giving.notice.action == "Add free item"

    giving.screen.scan_notice.acted.emit()
    giving.scan(shop.WATER)

    water = giving.lines[1]
    assert water.name == "Water, returnable bottle"
    assert water.notes == (("Water with yoghurt", "\N{MINUS SIGN}0.89"),)
    line = giving.flows.sale.line(2)
    assert line is not None
    assert line.amount_minor == 0
    assert giving.screen.panel is giving.screen.items
    reasons = {one.name: one.reason for one in giving.flows.actions()}
    assert reasons["Add free item"] == "No promotion adds an item now."


def test_other_goods_are_refused_and_the_proposal_stays(
    giving: WindowUnderTest,
) -> None:
    giving.scan(shop.YOGHURT)
    giving.flows.free_items.begin()

    giving.scan("1010")

    assert giving.notice.title == "This is not among the free goods"
    assert len(giving.lines) == 1
    assert len(giving.flows.sale.proposals) == 1


def test_one_of_several_is_chosen_by_keyboard(giving: WindowUnderTest) -> None:
    giving.scan(shop.YOGHURT, "1010")
    giving.press(Qt.Key.Key_Escape)
    giving.flows.show_more()
    giving.choose("Add free item")
    assert {row.name for row in giving.rows} == {
        "Water with yoghurt",
        "Water with another",
    }

    giving.choose("Water with another")
    giving.scan(shop.WATER)

    assert [each.label for each in giving.flows.sale.proposals] == [
        "Water with yoghurt"
    ]


def test_a_paid_sale_proposes_nothing(giving: WindowUnderTest) -> None:
    giving.scan(shop.YOGHURT)

    giving.press(Qt.Key.Key_F9)

    assert giving.flows.sale.proposals == ()


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Add free item"), ("zh_CN", "添加赠品"), ("zh_TW", "新增贈品")],
)
def test_the_key_speaks_the_language_in_force(
    giving: WindowUnderTest, language: str, name: str
) -> None:
    giving.scan(shop.YOGHURT)

    use_language(language)
    giving.flows.retranslate()

    assert giving.notice.action == name
    assert name in [one.name for one in giving.flows.actions()]

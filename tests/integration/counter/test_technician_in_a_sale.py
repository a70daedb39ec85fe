"""A technician replaces devices by hand while a sale is open, and the sale goes on.

The whole way through the window: sign off, sign on to set up devices, take the dead
device out, type the address of another one, test it, keep it, back to selling.  Those
devices that have nothing of their own on that way are left to the campaign.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from terminal.persistence.home import Home
from terminal.settings.schema import DeviceSettings
from terminal.ui.view_models.weighing_view_model import WeighingViewModel
from tests.integration.counter.shop import (
    BREAD,
    BREAD_MINOR,
    MILK,
    MILK_MINOR,
    Shop,
    Unit,
    kill_card_reader,
    new_card_reader,
    new_pole,
    new_printer,
    new_scale,
    new_scanner,
    until,
)
from tests.integration.counter.technician_hand import TechnicianHand

pytestmark = [
    pytest.mark.gui,
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform == "win32", reason="Windows has no pseudo-terminals"
    ),
    # The offscreen platform has no window manager to tell a size to.
    pytest.mark.qt_log_ignore("propagateSizeHints"),
]


@pytest.fixture(scope="module")
def running(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    shop = Shop(tmp_path_factory.mktemp("counter"))
    yield shop
    shop.close()


@pytest.fixture
def shop(running: Shop) -> Iterator[Shop]:
    """The shop with everything ready and one line of a sale rung up."""
    before = running.sold()
    running.ring(MILK)
    yield running
    running.until_all_well()
    # Nothing lost, nothing doubled: one sale more, with the next number.
    sold = running.sold()
    assert [sale.number for sale in sold] == list(range(1, len(before) + 2))
    assert sold[-1].gross_minor == sum(line.amount_minor for line in sold[-1].lines)
    assert running.paper_count() == len(sold)
    saved = Home.load(running.home.path).settings.devices
    assert saved.keys() == set(running.ids.values())


@pytest.fixture
def hand(shop: Shop) -> TechnicianHand:
    return TechnicianHand(shop)


def _last_amounts(shop: Shop) -> list[int]:
    return [line.amount_minor for line in shop.sold()[-1].lines]


def _pay_two(shop: Shop) -> None:
    """Go on with the sale that was open, and end it."""
    assert shop.lines == ["Oat milk 1 l"]
    shop.until_all_well()
    shop.ring(BREAD)
    assert shop.pay() == MILK_MINOR + BREAD_MINOR
    assert _last_amounts(shop) == [MILK_MINOR, BREAD_MINOR]


def test_another_scanner_is_set_up(shop: Shop, hand: TechnicianHand) -> None:
    shop.units["scanner"].unplug()
    shop.until_away("scanner")
    hand.enter()
    hand.remove("scanner")
    shop.scanner, unit = new_scanner()
    hand.add("scanner", unit)
    hand.leave()

    _pay_two(shop)


def test_another_printer_is_set_up(shop: Shop, hand: TechnicianHand) -> None:
    shop.units["printer"].unplug()
    shop.until_away("printer")
    hand.enter()
    hand.remove("printer")
    shop.printer, unit = new_printer("star-line-80")
    shop.printers.append(shop.printer)
    hand.add("printer", unit, "star-line-80")
    hand.leave()

    _pay_two(shop)
    until(lambda: shop.printer.pulse_count == 1)
    until(lambda: any("Oat milk 1 l" in paper.text for paper in shop.printer.papers))


def test_a_printer_set_up_by_hand_prints_what_the_first_could_not(
    shop: Shop, hand: TechnicianHand
) -> None:
    shop.units["printer"].unplug()
    shop.until_away("printer")
    shop.ring(BREAD)
    assert shop.pay() == MILK_MINOR + BREAD_MINOR
    hand.enter()
    hand.remove("printer")
    shop.printer, unit = new_printer()
    shop.printers.append(shop.printer)
    hand.add("printer", unit)
    hand.leave()
    until(lambda: any("Sourdough" in paper.text for paper in shop.printer.papers))

    # The moment for the drawer was over: nobody stands before it.
    assert shop.printer.pulse_count == 0


@pytest.mark.campaign
def test_another_drawer_is_set_up(shop: Shop, hand: TechnicianHand) -> None:
    pulses = shop.printer.pulse_count
    other = DeviceSettings(kind="cash_drawer", options={"printer": "printer"})
    hand.enter()
    hand.remove("drawer")
    hand.add("drawer", Unit.of_settings(other))
    shop.printer.close_drawer()
    assert shop.printer.pulse_count == pulses + 1, "the test of the drawer"
    hand.leave()

    _pay_two(shop)
    until(lambda: shop.printer.pulse_count == pulses + 2)


@pytest.mark.campaign
def test_another_line_display_is_set_up(shop: Shop, hand: TechnicianHand) -> None:
    shop.units["pole"].unplug()
    hand.enter()
    hand.remove("pole")
    shop.pole, unit = new_pole("dm-d")
    hand.add("pole", unit, "dm-d")
    hand.leave()

    shop.until_shown("Oat milk 1 l    1.95", "TOTAL           1.95")
    _pay_two(shop)
    shop.until_shown("TOTAL           6.15", "THANK YOU")


def test_another_scale_is_set_up(shop: Shop, hand: TechnicianHand) -> None:
    shop.weigh(500)
    shop.units["scale"].unplug()
    shop.until_away("scale")
    hand.enter()
    hand.remove("scale")
    shop.scale, unit = new_scale("nci")
    hand.add("scale", unit, "nci")
    hand.leave()
    shop.until_all_well()
    shop.weigh(620)

    assert shop.pay() == MILK_MINOR + 500 + 620
    assert _last_amounts(shop) == [MILK_MINOR, 500, 620]
    # What weighed on the first one would hold on to all devices of its time.
    assert len(shop.cashier.findChildren(WeighingViewModel)) == 1


@pytest.mark.campaign
def test_another_card_reader_is_set_up(shop: Shop, hand: TechnicianHand) -> None:
    hand.enter()
    kill_card_reader()
    hand.remove("badges")
    shop.card, unit = new_card_reader()
    hand.add("badges", unit)
    hand.leave()

    _pay_two(shop)

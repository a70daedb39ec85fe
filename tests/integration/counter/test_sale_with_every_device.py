"""Sales through the window of a real till, with a device of every kind.

Each device is pulled out in the middle of a sale, put in again, and replaced by
another unit; every sale goes on, and the ledger holds it once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from drivers.line_display.languages import CODECS
from drivers.receipt_printer.simulator import NO_FAULTS, Faults
from drivers.scale.protocols import PROTOCOLS, codec_for
from terminal.settings.schema import DeviceSettings
from tests.integration.counter.shop import (
    BREAD,
    BREAD_MINOR,
    MILK,
    MILK_MINOR,
    Shop,
    Unit,
    kill_card_reader,
    new_card_reader,
    new_line_drawer,
    new_pole,
    new_printer,
    new_scale,
    new_scanner,
    until,
)

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
    """The shop with everything ready and no sale begun."""
    before = running.sold()
    running.new_sales = 1
    yield running
    running.until_all_well()
    # Nothing lost, nothing doubled: so many sales more, with the next numbers.
    numbers = [sale.number for sale in running.sold()]
    assert numbers == list(range(1, len(before) + running.new_sales + 1))
    assert running.paper_count() == len(numbers)


def _last_amounts(shop: Shop) -> list[int]:
    return [line.amount_minor for line in shop.sold()[-1].lines]


def _until_paper(shop: Shop, count: int) -> str:
    until(lambda: len(shop.printer.papers) >= count)
    return shop.printer.papers[-1].text


def test_a_sale_uses_every_device(shop: Shop) -> None:
    papers, pulses = len(shop.printer.papers), shop.printer.pulse_count
    with shop.nobody_else_disturbed():
        shop.ring(MILK)
        shop.until_shown("Oat milk 1 l    1.95", "TOTAL           1.95")
        shop.weigh(500)
        assert shop.pay() == MILK_MINOR + 500
        shop.until_shown("TOTAL           6.95", "THANK YOU")
        text = _until_paper(shop, papers + 1)

    assert "6.95" in text
    assert shop.printer.pulse_count == pulses + 1
    assert _last_amounts(shop) == [MILK_MINOR, 500]


# -- pulled out and put in again ---------------------------------------------------


def test_the_scanner_is_pulled_out_in_the_middle_of_a_sale(shop: Shop) -> None:
    with shop.nobody_else_disturbed("scanner"):
        shop.ring(MILK)
        shop.units["scanner"].unplug()
        shop.until_away("scanner")
        shop.key(BREAD)
        shop.units["scanner"].plug()
        shop.until_all_well()
        shop.ring(MILK)
        assert shop.pay() == 2 * MILK_MINOR + BREAD_MINOR

    assert _last_amounts(shop) == [MILK_MINOR, BREAD_MINOR, MILK_MINOR]


def test_the_printer_is_pulled_out_before_the_sale_is_paid(shop: Shop) -> None:
    papers, pulses = len(shop.printer.papers), shop.printer.pulse_count
    with shop.nobody_else_disturbed("printer", "drawer"):
        shop.ring(MILK)
        shop.units["printer"].unplug()
        shop.until_away("printer")
        shop.until_away("drawer")
        shop.ring(BREAD)
        assert shop.pay() == MILK_MINOR + BREAD_MINOR
        shop.units["printer"].plug()
        shop.until_all_well()
        text = _until_paper(shop, papers + 1)

    assert "COPY" not in text
    # The moment for the drawer was over: it does not open with nobody before it.
    assert shop.printer.pulse_count == pulses


def test_the_printer_is_pulled_out_in_the_middle_of_the_paper(shop: Shop) -> None:
    papers, received = len(shop.printer.papers), shop.printer.received_count
    with shop.nobody_else_disturbed("printer", "drawer"):
        shop.ring(MILK)
        shop.printer.set_faults(Faults(seconds_per_line=0.5))
        assert shop.pay() == MILK_MINOR
        until(lambda: shop.printer.received_count > received + 300)
        shop.units["printer"].unplug()
        shop.until_away("printer")
        shop.printer.set_faults(NO_FAULTS)
        shop.units["printer"].plug()
        shop.until_all_well()
        _until_paper(shop, papers + 1)
        assert shop.paper_count() == papers + 1

    # The printer may go on without its cable; nobody else can know whether it did.
    again = shop.printer.papers[papers + 1 :]
    assert all("COPY" in paper.text for paper in again)


def test_the_drawer_is_pulled_out_and_its_printer_prints_on(shop: Shop) -> None:
    papers = len(shop.printer.papers)
    shop.printer.close_drawer()
    with shop.nobody_else_disturbed("drawer"):
        shop.ring(MILK)
        shop.printer.set_drawer_cable(is_in=False)
        shop.ring(BREAD)
        assert shop.pay() == MILK_MINOR + BREAD_MINOR
        text = _until_paper(shop, papers + 1)
        shop.until_notice("Cash drawer needs attention")
        assert not shop.printer.is_drawer_open
        assert "COPY" not in text

        # It is not opened late: the next customer's money opens it.
        shop.printer.set_drawer_cable(is_in=True)
        shop.new_sales = 2
        shop.ring(MILK)
        assert not shop.printer.is_drawer_open
        assert shop.pay() == MILK_MINOR
        until(lambda: shop.printer.is_drawer_open)
        shop.until_all_well()


def test_the_line_display_is_pulled_out_in_the_middle_of_a_sale(shop: Shop) -> None:
    with shop.nobody_else_disturbed("pole"):
        shop.ring(MILK)
        shop.until_shown("Oat milk 1 l    1.95", "TOTAL           1.95")
        shop.units["pole"].unplug()
        shop.ring(BREAD)
        shop.until_away("pole")
        shop.units["pole"].plug()
        shop.until_all_well()
        shop.until_shown("Sourdough loaf  4.20", "TOTAL           6.15")
        assert shop.pay() == MILK_MINOR + BREAD_MINOR
        shop.until_shown("TOTAL           6.15", "THANK YOU")


def test_the_scale_is_pulled_out_in_the_middle_of_a_weighing(shop: Shop) -> None:
    with shop.nobody_else_disturbed("scale"):
        shop.weigh(500)
        panel = shop.begin_weighing()
        shop.units["scale"].unplug()
        shop.until_away("scale")
        until(lambda: "key the weight" in panel.state.text(), panel.state.text)
        panel.type_digits("310")
        panel.main_key.click()
        until(lambda: len(shop.lines) == 2)
        shop.units["scale"].plug()
        shop.until_all_well()
        shop.weigh(800)
        assert shop.pay() == 500 + 310 + 800

    assert _last_amounts(shop) == [500, 310, 800]


def test_the_card_reader_dies_in_the_middle_of_a_sale(shop: Shop) -> None:
    with shop.nobody_else_disturbed("badges"):
        shop.ring(MILK)
        kill_card_reader()
        until(lambda: any(s.state == "lost" for s in shop.seen), lambda: shop.seen)
        shop.ring(BREAD)
        shop.until_all_well()
        assert shop.pay() == MILK_MINOR + BREAD_MINOR


# -- replaced by another unit ------------------------------------------------------


def test_another_scanner_takes_over_in_the_middle_of_a_sale(shop: Shop) -> None:
    shop.ring(MILK)
    shop.units["scanner"].unplug()
    shop.until_away("scanner")
    shop.scanner, unit = new_scanner()
    shop.replace("scanner", unit)
    shop.until_all_well()
    shop.ring(BREAD)

    assert shop.pay() == MILK_MINOR + BREAD_MINOR
    assert _last_amounts(shop) == [MILK_MINOR, BREAD_MINOR]


def test_a_printer_of_another_make_prints_what_the_first_could_not(shop: Shop) -> None:
    shop.ring(MILK)
    shop.units["printer"].unplug()
    shop.until_away("printer")
    assert shop.pay() == MILK_MINOR
    shop.printer, unit = new_printer("star-line-80")
    shop.printers.append(shop.printer)
    shop.replace("printer", unit)
    shop.until_all_well()
    text = _until_paper(shop, 1)

    assert "Oat milk 1 l" in text
    assert "COPY" not in text
    assert shop.printer.pulse_count == 0


def test_another_line_display_shows_the_sale_as_it_stands(shop: Shop) -> None:
    shop.ring(MILK)
    shop.units["pole"].unplug()
    # A display never answers: that it is away shows when it is written to.
    shop.ring(BREAD)
    shop.until_away("pole")
    shop.pole, unit = new_pole("dm-d")
    shop.replace("pole", unit)
    shop.until_all_well()
    shop.until_shown("Sourdough loaf  4.20", "TOTAL           6.15")

    assert shop.pay() == MILK_MINOR + BREAD_MINOR


def test_another_scale_takes_over_in_the_middle_of_a_weighing(shop: Shop) -> None:
    shop.weigh(500)
    panel = shop.begin_weighing()
    shop.units["scale"].unplug()
    shop.until_away("scale")
    shop.scale, unit = new_scale("nci")
    shop.replace("scale", unit)
    shop.until_all_well()
    shop.scale.change({"weight_g": 620})
    until(lambda: panel.main_key.applies, panel.state.text)
    panel.main_key.click()
    until(lambda: len(shop.lines) == 2)
    shop.weigh(300)

    assert shop.pay() == 500 + 620 + 300
    assert _last_amounts(shop) == [500, 620, 300]


def test_another_drawer_opens_from_the_next_sale_on(shop: Shop) -> None:
    shop.ring(MILK)
    pulses = shop.printer.pulse_count
    shop.printer.close_drawer()
    other = DeviceSettings(
        kind="cash_drawer",
        name="Cash drawer",
        options={"printer": "printer", "pin": 5},
    )
    shop.replace("drawer", Unit.of_settings(other))
    shop.until_all_well()

    assert shop.pay() == MILK_MINOR
    until(lambda: shop.printer.pulse_count == pulses + 1)


def test_a_drawer_on_a_line_of_its_own_is_pulled_out_and_put_in(shop: Shop) -> None:
    shop.ring(MILK)
    drawer, unit = new_line_drawer("surepos")
    shop.replace("drawer", unit)
    shop.until_all_well()
    with shop.nobody_else_disturbed("drawer"):
        unit.unplug()
        shop.until_away("drawer")
        shop.ring(BREAD)
        assert shop.pay() == MILK_MINOR + BREAD_MINOR
        unit.plug()
        shop.until_all_well()
        assert drawer.state()["kick_count"] == 0

        shop.new_sales = 2
        shop.ring(MILK)
        assert shop.pay() == MILK_MINOR
        until(lambda: drawer.state()["is_open"] is True)
        assert drawer.state()["kick_count"] == 1


def test_another_card_reader_takes_over(shop: Shop) -> None:
    shop.ring(MILK)
    shop.card, unit = new_card_reader()
    shop.replace("badges", unit)
    shop.until_all_well()

    assert shop.pay() == MILK_MINOR


# -- every language ------------------------------------------------------------------


@pytest.mark.campaign
@pytest.mark.parametrize("protocol", sorted(PROTOCOLS))
def test_goods_are_weighed_on_a_scale_of_any_language(
    shop: Shop, protocol: str
) -> None:
    shop.scale, unit = new_scale(protocol)
    shop.replace("scale", unit)
    shop.until_all_well()
    tells_zero = not codec_for(protocol).traits.is_one_shot
    shop.weigh(500, tells_zero=tells_zero)
    unit.unplug()
    shop.until_away("scale")
    unit.plug()
    shop.until_all_well()
    shop.weigh(620, tells_zero=tells_zero)

    assert shop.pay() == 500 + 620
    assert _last_amounts(shop) == [500, 620]


@pytest.mark.campaign
@pytest.mark.parametrize("language", sorted(CODECS))
def test_the_sale_is_shown_on_a_line_display_of_any_language(
    shop: Shop, language: str
) -> None:
    shop.pole, unit = new_pole(language)
    shop.replace("pole", unit)
    shop.until_all_well()
    shop.ring(MILK)
    shop.until_shown("Oat milk 1 l    1.95", "TOTAL           1.95")
    unit.unplug()
    shop.ring(BREAD)
    shop.until_away("pole")
    unit.plug()
    shop.until_all_well()
    shop.until_shown("Sourdough loaf  4.20", "TOTAL           6.15")

    assert shop.pay() == MILK_MINOR + BREAD_MINOR


@pytest.mark.campaign
@pytest.mark.parametrize("model", ["epson-58", "star-line-58", "star-line-80"])
def test_a_receipt_is_printed_by_a_printer_of_any_language(
    shop: Shop, model: str
) -> None:
    shop.printer, unit = new_printer(model)
    shop.printers.append(shop.printer)
    shop.replace("printer", unit)
    shop.until_all_well()
    shop.ring(MILK)
    unit.unplug()
    shop.until_away("printer")
    assert shop.pay() == MILK_MINOR
    unit.plug()
    shop.until_all_well()

    assert "Oat milk 1 l" in _until_paper(shop, 1)


@pytest.mark.campaign
@pytest.mark.parametrize("protocol", ["characters", "glancetron", "surepos"])
def test_a_drawer_of_any_language_opens(shop: Shop, protocol: str) -> None:
    drawer, unit = new_line_drawer(protocol)
    shop.replace("drawer", unit)
    shop.until_all_well()
    shop.ring(MILK)

    assert shop.pay() == MILK_MINOR
    until(lambda: drawer.state()["is_open"] is True)
    assert drawer.state()["kick_count"] == 1

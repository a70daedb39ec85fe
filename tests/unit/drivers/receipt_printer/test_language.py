"""Printers that speak another language than the settings say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drivers.errors import DeviceProtocolError
from drivers.receipt_printer.language import find_other_language, language_of
from drivers.receipt_printer.profile import ESC_POS, PROFILES, STAR_LINE
from drivers.receipt_printer.simulator import Faults, SimulatedPrinter
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.transport.address import transport_for


@pytest.fixture(params=[ESC_POS, STAR_LINE])
def simulator(request: pytest.FixtureRequest) -> Iterator[SimulatedPrinter]:
    simulator = SimulatedPrinter(language=request.param)
    simulator.start()
    yield simulator
    simulator.close()


@pytest.mark.parametrize("model", ["epson-80", "star-line-80"])
def test_the_other_language_is_named_with_a_remedy(
    simulator: SimulatedPrinter, model: str
) -> None:
    profile = PROFILES[model]
    printer = TcpPrinter(
        "printer", transport_for(simulator.address), profile, answer_timeout_s=0.5
    )
    is_star = simulator._is_star

    if is_star == (profile.language == STAR_LINE):
        assert printer.read_condition().is_working
        return
    with pytest.raises(DeviceProtocolError) as raised:
        printer.read_condition()
    other = "epson-80" if profile.language == STAR_LINE else "star-line-80"
    assert f"Choose the model {other}" in raised.value.remedy


def test_a_silent_printer_speaks_no_other_language(simulator: SimulatedPrinter) -> None:
    simulator.set_faults(Faults(is_silent=True))

    for model in ("epson-80", "star-line-80"):
        found = find_other_language(
            transport_for(simulator.address), PROFILES[model], timeout_s=0.05
        )
        assert found is None


def test_each_profile_has_its_language() -> None:
    assert language_of(PROFILES["epson-80"]).title == "ESC/POS"
    assert language_of(PROFILES["star-line-58"]).title == "Star Line"

"""A CUPS server of our own between the till and the printer: not a byte changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drivers.errors import TransportGoneError
from drivers.receipt_printer.esc_pos import EscPosBuilder
from drivers.receipt_printer.port import PrintOutcome
from drivers.receipt_printer.simulator import SimulatedPrinter
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.transport.spool import CupsQueue, SpoolTransport
from tests.support.private_cups import HAS_CUPS, WAIT_S, add_raw_queue, run_cups

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(
        not HAS_CUPS, reason="CUPS is not installed, or this is not root"
    ),
]


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter("127.0.0.9")
    printer.start()
    yield printer
    printer.close()


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_cups(tmp_path_factory.mktemp("cups")) as address:
        yield address


def test_a_job_comes_out_as_it_went_in(server: str, printer: SimulatedPrinter) -> None:
    add_raw_queue(server, "RAW", f"socket://{printer.host}:{printer.port}")
    builder = EscPosBuilder()
    builder.initialize()
    builder.line("Käse 1,99 € 乌龙茶")
    builder.raster(8, bytes(range(256)))
    builder.cut()
    till = TcpPrinter("cups", SpoolTransport(CupsQueue("RAW", server=server)))

    result = till.print_job(builder.build())

    assert result.outcome is PrintOutcome.SENT
    assert "not known" in result.condition.detail
    assert printer.wait_for_papers(1, WAIT_S)
    assert printer.received == builder.build()


def test_a_queue_that_is_not_there_is_seen(server: str) -> None:
    with pytest.raises(TransportGoneError):
        CupsQueue("NOWHERE", server=server).check()

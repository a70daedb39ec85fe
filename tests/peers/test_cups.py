"""A CUPS server of our own between the till and the printer: not a byte changes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.errors import TransportGoneError
from drivers.receipt_printer.esc_pos import EscPosBuilder
from drivers.receipt_printer.port import PrintOutcome
from drivers.receipt_printer.simulator import SimulatedPrinter
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.transport.spool import CupsQueue, SpoolTransport

_CUPSD = "/usr/sbin/cupsd"
_WAIT_S = 30.0

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(
        not Path(_CUPSD).exists() or shutil.which("lp") is None or os.geteuid() != 0,
        reason="CUPS is not installed, or this is not root",
    ),
]

_SERVER = """\
Listen {address}
WebInterface No
Browsing No
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
</Limit>
</Policy>
"""
_FOLDERS = {
    "ServerRoot": "root",
    "RequestRoot": "spool",
    "CacheDir": "cache",
    "StateDir": "state",
    "TempDir": "tmp",
}
_LOGS = ("AccessLog", "ErrorLog", "PageLog")


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter("127.0.0.9")
    printer.start()
    yield printer
    printer.close()


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cups")
    # Its backends are another user: every folder above must let them in.
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)
    files = []
    for name, part in _FOLDERS.items():
        (folder / part).mkdir(mode=0o777)
        files.append(f"{name} {folder / part}")
    files += [f"{name} {folder / name}" for name in _LOGS]
    (folder / "files.conf").write_text("\n".join([*files, "FatalErrors none", ""]))
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    (folder / "cupsd.conf").write_text(_SERVER.format(address=address))
    process = subprocess.Popen(
        [_CUPSD, "-f", "-c", folder / "cupsd.conf", "-s", folder / "files.conf"]
    )
    try:
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(_WAIT_S)


def _wait_for(address: str) -> None:
    host, _, port = address.partition(":")
    deadline = time.monotonic() + _WAIT_S
    while True:
        try:
            socket.create_connection((host, int(port)), 1).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


def test_a_job_comes_out_as_it_went_in(server: str, printer: SimulatedPrinter) -> None:
    subprocess.run(
        [
            *("lpadmin", "-h", server, "-p", "RAW", "-E", "-m", "raw"),
            *("-v", f"socket://{printer.host}:{printer.port}"),
        ],
        check=True,
        capture_output=True,
        timeout=_WAIT_S,
    )
    builder = EscPosBuilder()
    builder.initialize()
    builder.line("Käse 1,99 € 乌龙茶")
    builder.raster(8, bytes(range(256)))
    builder.cut()
    till = TcpPrinter("cups", SpoolTransport(CupsQueue("RAW", server=server)))

    result = till.print_job(builder.build())

    assert result.outcome is PrintOutcome.SENT
    assert "not known" in result.condition.detail
    assert printer.wait_for_papers(1, _WAIT_S)
    assert printer.received == builder.build()


def test_a_queue_that_is_not_there_is_seen(server: str) -> None:
    with pytest.raises(TransportGoneError):
        CupsQueue("NOWHERE", server=server).check()

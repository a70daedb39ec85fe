"""An IPP Everywhere printer of CUPS's makers keeps the bytes that our till printed.

ippeveprinter will not start without announcing itself, so it gets a message bus and an
Avahi of its own: a bus on a socket in the test's folder, and an Avahi that knows no
interface but the loopback and, where the kernel lets us, a /run of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from drivers.receipt_printer.esc_pos import EscPosBuilder
from drivers.receipt_printer.port import PrintOutcome
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.transport.spool import CupsQueue, SpoolTransport
from tests.support.private_cups import (
    HAS_CUPS,
    WAIT_S,
    add_raw_queue,
    free_port,
    run_cups,
    wait_for_port,
)

_PROGRAMS = ("ippeveprinter", "dbus-daemon", "avahi-daemon")
_RAW = "application/vnd.cups-raw"

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(
        not HAS_CUPS or any(shutil.which(name) is None for name in _PROGRAMS),
        reason="CUPS, ippeveprinter or Avahi is not installed, or this is not root",
    ),
]

_BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
  </policy>
</busconfig>
"""
_AVAHI = """\
[server]
host-name=evertill-peer
allow-interfaces=lo
use-ipv6=no
[publish]
publish-workstation=no
publish-hinfo=no
"""


class IppPrinter(NamedTuple):
    """Where it listens and where it leaves its papers."""

    port: int
    papers: Path

    @property
    def uri(self) -> str:
        """Its address for a print queue."""
        return f"ipp://127.0.0.1:{self.port}/ipp/print"

    def wait_for_paper(self, length: int) -> bytes:
        """Return the first paper once it has *length* bytes, or what there is of it."""
        deadline = time.monotonic() + WAIT_S
        content = b""
        while len(content) < length and time.monotonic() < deadline:
            time.sleep(0.05)
            content = next(
                (path.read_bytes() for path in self.papers.iterdir() if path.is_file()),
                b"",
            )
        return content


@contextmanager
def _running(
    arguments: Sequence[str | Path], environment: dict[str, str]
) -> Iterator[None]:
    process = subprocess.Popen(
        arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(WAIT_S)


def _in_own_run(arguments: list[str]) -> list[str]:
    """Return how to start a program that sees an empty /run, if that is allowed."""
    script = 'mount -t tmpfs none /run && exec "$@"'
    start = ["unshare", "--mount", "sh", "-c", script, "sh"]
    is_allowed = (
        shutil.which("unshare") is not None
        and subprocess.run(
            [*start, "true"], capture_output=True, timeout=WAIT_S, check=False
        ).returncode
        == 0
    )
    return [*start, *arguments] if is_allowed else arguments


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[IppPrinter]:
    papers = tmp_path / "papers"
    papers.mkdir()
    # The path of a socket is short; pytest's folders can be too long for it.
    socket = Path(f"/tmp/evertill-bus-{os.getpid()}")
    (tmp_path / "bus.conf").write_text(_BUS.format(socket=socket))
    (tmp_path / "avahi.conf").write_text(_AVAHI)
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={socket}"}
    port = free_port()
    bus = ["dbus-daemon", "--nofork", "--nopidfile"]
    avahi = ["avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits"]
    with ExitStack() as stack:
        stack.callback(socket.unlink, missing_ok=True)
        stack.enter_context(
            _running([*bus, f"--config-file={tmp_path / 'bus.conf'}"], environment)
        )
        _wait_until_answers(["dbus-send", "--system", *_ASK_BUS], environment)
        stack.enter_context(
            _running(
                _in_own_run([*avahi, "--file", str(tmp_path / "avahi.conf")]),
                environment,
            )
        )
        _wait_until_answers(["dbus-send", "--system", *_ASK_AVAHI], environment)
        stack.enter_context(
            _running(
                [
                    *("ippeveprinter", "-p", str(port), "-d", papers, "-k"),
                    *("-n", "localhost", "-f", _RAW, "Evertill peer"),
                ],
                environment,
            )
        )
        wait_for_port(port)
        yield IppPrinter(port, papers)


_ASK_BUS = (
    "--print-reply",
    "--dest=org.freedesktop.DBus",
    "/org/freedesktop/DBus",
    "org.freedesktop.DBus.ListNames",
)
_ASK_AVAHI = (
    "--print-reply",
    "--dest=org.freedesktop.Avahi",
    "/",
    "org.freedesktop.Avahi.Server.GetVersionString",
)


def _wait_until_answers(arguments: list[str], environment: dict[str, str]) -> None:
    deadline = time.monotonic() + WAIT_S
    while True:
        asked = subprocess.run(
            arguments,
            env=environment,
            capture_output=True,
            timeout=WAIT_S,
            check=False,
        )
        if asked.returncode == 0:
            return
        assert time.monotonic() < deadline, asked.stderr
        time.sleep(0.05)


def _job() -> bytes:
    builder = EscPosBuilder()
    builder.initialize()
    builder.line("Käse 1,99 € 乌龙茶")
    builder.raster(8, bytes(range(256)) * 40)
    builder.cut()
    return builder.build()


def test_a_queue_to_it_changes_no_byte(
    printer: IppPrinter, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with run_cups(tmp_path_factory.mktemp("cups")) as server:
        add_raw_queue(server, "IPP", printer.uri)
        till = TcpPrinter("ipp", SpoolTransport(CupsQueue("IPP", server=server)))

        result = till.print_job(_job())

        assert result.outcome is PrintOutcome.SENT
        assert printer.wait_for_paper(len(_job())) == _job()

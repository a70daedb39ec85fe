"""Announcements over the loopback, made by zeroconf's own registration."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from drivers.discovery import announced
from drivers.discovery.announced import IPP, LPD, RAW, Announcement, find_announced

LOOPBACK = "127.0.0.1"


def _service(
    kind: str, name: str, host: str, port: int, **said: str | bytes
) -> ServiceInfo:
    return ServiceInfo(
        kind,
        f"{name}.{kind}",
        addresses=[socket.inet_aton(host)],
        port=port,
        properties=dict(said),
        server=f"{name.split(maxsplit=1)[0].lower()}.local.",
    )


@pytest.fixture(scope="module")
def responder() -> Iterator[Zeroconf]:
    # One interface: nothing leaves this computer.
    zeroconf = Zeroconf(interfaces=[LOOPBACK], ip_version=IPVersion.V4Only)
    services = [
        _service(
            RAW,
            "Kitchen TM",
            "127.0.0.7",
            9100,
            ty="EPSON TM-T88V",
            product="(TM-T88V)",
            pdl="application/vnd.epson.escpos,Text/Plain",
        ),
        _service(IPP, "Office", "127.0.0.8", 631, ty="Bad\x1b[31m\x07" + "x" * 90),
        _service(LPD, "Nobody", "127.0.0.9", 0),
        _service(RAW, "Everywhere", "255.255.255.255", 9100),
    ]
    try:
        for service in services:
            zeroconf.registry.async_add(service)
        yield zeroconf
    finally:
        zeroconf.close()


@pytest.mark.usefixtures("responder")
def test_printers_that_announce_themselves_are_found_with_what_they_say() -> None:
    found = find_announced([LOOPBACK], announcements_max=2)

    kitchen, office = found
    assert kitchen == Announcement(
        service=RAW,
        host="127.0.0.7",
        port=9100,
        name="EPSON TM-T88V",
        models=("TM-T88V", "EPSON TM-T88V"),
        languages=("application/vnd.epson.escpos", "text/plain"),
    )
    # Controls are gone, and what is too long is cut.
    assert (office.host, office.port) == ("127.0.0.8", 631)
    assert office.name.isprintable()
    assert len(office.name) == 64


def test_nobody_answering_is_nothing_found() -> None:
    assert find_announced([LOOPBACK], timeout_s=0) == ()


def test_no_network_to_ask_is_nothing_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError("Address already in use")

    monkeypatch.setattr("zeroconf.Zeroconf", refuse)

    assert find_announced([LOOPBACK]) == ()


def test_asking_costs_nothing_before_it_is_asked() -> None:
    look = f"import sys, {announced.__name__}; print('zeroconf' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "False"

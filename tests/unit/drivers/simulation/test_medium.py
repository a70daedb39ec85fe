"""Addresses of simulated devices; their bytes are tested with the link."""

from __future__ import annotations

import selectors
import socket
import sys
from pathlib import Path

import pytest

from drivers.simulation.medium import PtyMedium, TcpMedium, UdpMedium, medium_for


@pytest.mark.parametrize("address", ["tcp://", "tcp://host", "usb:1", "udp://h:x"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is not pty"):
        medium_for(address)


@pytest.mark.parametrize(
    ("address", "kind"),
    [("tcp://127.0.0.1:0", TcpMedium), ("udp://127.0.0.1:0", UdpMedium)],
    ids=["tcp", "udp"],
)
def test_a_port_stays_the_same_from_plug_to_plug(
    address: str, kind: type[TcpMedium | UdpMedium]
) -> None:
    medium = medium_for(address)
    assert isinstance(medium, kind)
    first = medium.address
    with selectors.DefaultSelector() as selector:
        medium.plug(selector)
        medium.unplug()
        medium.plug(selector)
        assert medium.address == first
        medium.unplug()
    medium.dispose()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_pseudo_terminal_leaves_nothing_behind() -> None:
    medium = medium_for("")
    assert isinstance(medium, PtyMedium)
    link = Path(medium.address.removeprefix("serial:"))
    with selectors.DefaultSelector() as selector:
        medium.plug(selector)
        assert link.exists()
        medium.unplug()
    medium.dispose()
    assert not link.parent.exists()


def test_a_port_that_the_system_has_a_name_for_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    def named_at_first(port: int) -> str:
        asked.append(port)
        if len(asked) < 3:
            return "fido"
        raise OSError("port/proto not found")

    monkeypatch.setattr(socket, "getservbyport", named_at_first)
    medium = UdpMedium()

    assert len(set(asked)) == 3
    assert medium.address == f"udp://127.0.0.1:{asked[-1]}"
    medium.unplug()

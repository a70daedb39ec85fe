"""The control port over real HTTP."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from drivers.simulation.control_port import ControlPort
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import TcpMedium
from tests.support.echo_device import EchoDevice


@pytest.fixture
def port() -> Iterator[ControlPort]:
    link = SimulationLink(EchoDevice(), TcpMedium())
    port = ControlPort(link, "echo")
    yield port
    port.close()
    link.close()


def asked(
    port: ControlPort, path: str = "", body: object = None, **headers: str
) -> tuple[int, dict[str, object]]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(port.url + path, data, headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_it_shows_and_changes_the_device(port: ControlPort) -> None:
    status, shown = asked(port)
    assert status == 200
    assert shown["kind"] == "echo"
    assert shown["received"] == {"count": 0, "hex": "", "text": ""}

    _, broken = asked(port, "fault", {"fault": "cut"})
    assert (broken["fault"], broken["is_plugged"]) == ("cut", False)
    _, mended = asked(port, "fault", {"fault": "none"})
    assert mended["is_plugged"] is True
    _, changed = asked(port, "state", {"greeting": "hi"})
    assert changed["state"] == {"greeting": "hi"}


def test_it_refuses_what_it_does_not_know(port: ControlPort) -> None:
    assert asked(port, "nothing")[0] == 404
    assert asked(port, "fault", {"fault": "fire"})[0] == 400
    assert asked(port, "state", {"colour": "red"})[0] == 400
    assert asked(port, "state", [1])[0] == 400
    assert asked(port, Origin="http://example.org")[0] == 403
    assert asked(port, "state", {"greeting": "x" * 70_000})[0] == 413

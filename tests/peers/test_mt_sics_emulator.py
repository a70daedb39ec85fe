"""Our driver against mt-sics-emulator, a balance that others wrote, over TCP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.device import DeviceState
from drivers.errors import DeviceUnavailableError
from drivers.registry import DeviceContext
from drivers.scale.codec import Weigh, WeightTrouble
from drivers.scale.kind import build
from drivers.scale.port import WeightReading, WeightRefusedError
from drivers.scale.serial_scale import SerialScale

_PEERS = Path(__file__).parents[2] / ".peers" / "py"
_MAIN = "from mtsics.transport.tcp import main; main()"
_DEADLINE_S = 20.0

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(
        not (_PEERS / "mtsics").is_dir(), reason="mt-sics-emulator is not installed"
    ),
]


class Balance:
    """The emulator in a process of its own, and our driver at its port."""

    def __init__(self) -> None:
        self._port, self._control = _free_port(), _free_port()
        command = [
            *(sys.executable, "-c", _MAIN, "--host", "127.0.0.1"),
            *("--port", str(self._port), "--control-port", str(self._control)),
            *("--profile", "ohaus-ranger7000"),
        ]
        self.process = subprocess.Popen(
            command,
            env=os.environ | {"PYTHONPATH": str(_PEERS)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        address = f"tcp://127.0.0.1:{self._port}?protocol=mt-sics"
        self.scale = build(DeviceContext("scale", address, "", {}, lambda _scan: None))
        _until(self._is_open)

    def put(self, kilograms: float) -> None:
        body = json.dumps({"value": kilograms}).encode("ascii")
        url = f"http://127.0.0.1:{self._control}/weight"
        request = urllib.request.Request(
            url, body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=5) as answer:
            assert answer.status == 200

    def until_sellable(self) -> WeightReading:
        def is_sellable() -> bool:
            self.scale.attend()
            return self.scale.reading.is_sellable

        _until(is_sellable)
        return self.scale.reading

    def until(self, trouble: WeightTrouble) -> None:
        def is_so() -> bool:
            self.scale.attend()
            return self.scale.reading.trouble is trouble

        _until(is_so)

    def _is_open(self) -> bool:
        try:
            self.scale.open()
        except DeviceUnavailableError:
            return False
        return True

    def close(self) -> None:
        self.scale.close()
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture
def balance() -> Iterator[Balance]:
    balance = Balance()
    yield balance
    balance.close()


def test_goods_settle_and_are_sold_once(balance: Balance) -> None:
    scale: SerialScale = balance.scale
    seen: list[WeightReading] = []
    scale.on_reading = seen.append
    scale.begin_weighing(Weigh())

    balance.put(1.235)
    reading = balance.until_sellable()

    assert scale.condition.state is DeviceState.READY
    assert scale.take(reading.sequence).grams == 1235
    with pytest.raises(WeightRefusedError):
        scale.take(reading.sequence)
    assert {each.grams for each in seen if each.is_sellable} == {1235}
    assert scale.refused_count == 0, "it speaks nothing that we do not understand"


def test_over_under_zero_and_tare(balance: Balance) -> None:
    balance.put(40.0)
    balance.until(WeightTrouble.OVERLOAD)
    balance.put(-1.0)
    balance.until(WeightTrouble.UNDER_ZERO)
    balance.put(0.1)
    balance.until_sellable()
    balance.scale.zero()
    balance.until(WeightTrouble.EMPTY)
    balance.put(0.6)
    assert balance.until_sellable().grams == 500
    balance.scale.tare()
    balance.until(WeightTrouble.EMPTY)
    balance.put(1.1)
    assert balance.until_sellable().grams == 500


def test_its_death_is_noticed(balance: Balance) -> None:
    balance.put(1.0)
    balance.until_sellable()
    balance.process.kill()
    balance.process.wait(10)

    with pytest.raises(DeviceUnavailableError):
        balance.scale.attend()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert isinstance(port, int)
    return port


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _DEADLINE_S
    pause = threading.Event()
    while not is_so():
        assert time.monotonic() < end, "not in time"
        pause.wait(0.05)

"""nfcpy's own stack on the other side of the air: its reader, and its card.

It is an installed library, so nothing has to be fetched; but its time-outs are a
few milliseconds, which a busy computer does not always keep.
"""

from __future__ import annotations

import queue
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

import nfc
import nfc.tag.tt2_nxp
import pytest

from drivers.nfc.ndef_message import decode_records, encode_records, text_record
from drivers.nfc.nfc_reader import NfcReader
from drivers.nfc.port import CardEvent, CardPresented, CardTechnology
from drivers.nfc.simulator import SimulatedField, new_card
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import UdpMedium
from drivers.supervisor import Supervisor

pytestmark = pytest.mark.peers

_TRIES: Final = 5
_WAIT_S: Final = 30.0
_RECORDS: Final = (text_record("STAFF 0042"), text_record("second", "de"))

_EMULATOR: Final = """
import sys
import nfc
path, message = sys.argv[1], bytes.fromhex(sys.argv[2])
blocks = -(-len(message) // 16)
attributes = bytearray(16)
attributes[0:5] = bytes((0x10, 12, 8, 0, 20))
attributes[10] = 1
attributes[11:14] = len(message).to_bytes(3, 'big')
attributes[14:16] = sum(attributes[:14]).to_bytes(2, 'big')
memory = bytearray(21 * 16)
memory[0:16] = attributes
memory[16:16 + len(message)] = message

def read(number, begin, end):
    if number < 21:
        return memory[number * 16:number * 16 + 16]

def write(number, data, begin, end):
    if number < 21:
        memory[number * 16:number * 16 + 16] = data
        return True
    return False

def startup(target):
    target.brty = '212F'
    target.sensf_res = bytearray.fromhex('0102FE0102030405A601E0000000FFFF0012FC')
    return target

def connect(tag):
    tag.add_service(0x0009, read, write)
    tag.add_service(0x000B, read, lambda *_: False)
    return True

clf = nfc.ContactlessFrontend(path)
print('ready', flush=True)
while True:
    clf.connect(card={'on-startup': startup, 'on-connect': connect})
"""


@pytest.fixture(params=["2", "3"], ids=["type2", "type3"])
def simulated(request: pytest.FixtureRequest) -> Iterator[SimulationLink]:
    card = new_card(request.param, encode_records(_RECORDS))
    link = SimulationLink(SimulatedField(card), UdpMedium())
    yield link
    link.close()


def test_its_reader_reads_and_writes_our_simulated_card(
    simulated: SimulationLink,
) -> None:
    frontend = nfc.ContactlessFrontend(simulated.address.replace("udp://", "udp:"))
    try:
        card_type = str(simulated.state()["type"])
        tag = _connect(frontend, card_type)

        texts = [record.text for record in tag.ndef.records]
        assert texts == ["STAFF 0042", "second"]
        assert tag.ndef.is_writeable
        tag.ndef.octets = encode_records([text_record("written by nfcpy")])
        assert tag.ndef.has_changed is False

        again = _connect(frontend, card_type)
        assert [record.text for record in again.ndef.records] == ["written by nfcpy"]
    finally:
        frontend.close()


def test_its_reader_takes_our_simulated_card_for_an_ntag213() -> None:
    link = SimulationLink(SimulatedField(new_card("2")), UdpMedium())
    frontend = nfc.ContactlessFrontend(link.address.replace("udp://", "udp:"))
    try:
        tag = None
        for _ in range(_TRIES):
            tag = _connect(frontend, "type2", has_message=False)
            if isinstance(tag, nfc.tag.tt2_nxp.NTAG213):
                break
        assert isinstance(tag, nfc.tag.tt2_nxp.NTAG213)
        assert tag.identifier.hex() == "04a1b2c3d4e5f6"
        assert tag.protect(b"secret", protect_from=4)
        assert tag.authenticate(b"secret")
    finally:
        frontend.close()
        link.close()


def test_our_driver_reads_and_writes_its_emulated_card() -> None:
    port = _free_port()
    path = f"udp:127.0.0.1:{port}"
    emulator = subprocess.Popen(
        [sys.executable, "-c", _EMULATOR, path, encode_records(_RECORDS).hex()],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    events = queue.Queue[CardEvent]()
    reader = NfcReader("reader", path, events.put)
    supervisor = Supervisor(reader, lambda _condition: None)
    try:
        assert emulator.stdout is not None
        assert emulator.stdout.readline() == b"ready\n"
        supervisor.start()
        presented = events.get(timeout=_WAIT_S)
        assert isinstance(presented, CardPresented)
        assert presented.technology is CardTechnology.TYPE_3
        assert presented.uid.hex() == "02fe0102030405a6"
        assert presented.content is not None
        assert decode_records(presented.content.message) == _RECORDS

        ours = encode_records([text_record("written by us " * 8)])
        supervisor.submit(lambda device: device.write(presented.uid, ours)).result(
            _WAIT_S
        )
        content = supervisor.submit(lambda device: device.read()).result(_WAIT_S)
        assert content.message == ours
    finally:
        supervisor.stop()
        emulator.kill()
        emulator.wait()


def _connect(frontend: Any, card_type: str, *, has_message: bool = True) -> Any:
    target = "106A" if card_type == "type2" else "212F"
    for _ in range(_TRIES):
        tag = frontend.connect(
            rdwr={"targets": [target], "on-connect": lambda _tag: False}
        )
        if tag and tag.ndef is not None and bool(tag.ndef.length) is has_message:
            return tag
    raise AssertionError("nfcpy found no card with a message")


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as endpoint:
        endpoint.bind(("127.0.0.1", 0))
        port: int = endpoint.getsockname()[1]
        return port

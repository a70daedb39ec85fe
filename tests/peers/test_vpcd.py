"""pcscd with its virtual reader (vpcd) and Debian's pyscard: a whole PC/SC stack.

The reader process runs under Debian's Python, which has pyscard; the card is a
simulated NTAG at the other end of vpcd's TCP port.
"""

from __future__ import annotations

import contextlib
import queue
import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from drivers.nfc.ndef_message import decode_records, encode_records, text_record
from drivers.nfc.nfc_reader import NfcReader
from drivers.nfc.port import CardEvent, CardPresented, CardRemoved, CardTechnology
from drivers.nfc.simulated_ntag import SimulatedNtag
from drivers.supervisor import Supervisor
from tests.fakes.card_link import DirectLink
from tests.fakes.storage_card import answer_apdu

pytestmark = pytest.mark.peers

_WAIT_S: Final = 30.0
_PYTHON: Final = "/usr/bin/python3"
_ATR: Final = bytes.fromhex("3B8F8001804F0CA0000003060300030000000068")
"""Of PC/SC part 3 for an Ultralight (NTAG) card."""

_CONFIG: Final = """
FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:{port}
LIBPATH {library}
CHANNELID {port}
"""


class _VirtualCard:
    """The card's end of vpcd: two bytes of length, then a command or one byte."""

    def __init__(self, card: SimulatedNtag, port: int) -> None:
        self._card = card
        self._socket = _connect(port)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take the card off the reader."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(_WAIT_S)
        self._socket.close()

    def _serve(self) -> None:
        # pcscd may reset the connection when it ends.
        with contextlib.suppress(OSError), self._socket.makefile("rb") as stream:
            while len(head := stream.read(2)) == 2:
                command = stream.read(int.from_bytes(head, "big"))
                answer = self._answer(command)
                if answer is not None:
                    self._socket.sendall(len(answer).to_bytes(2, "big") + answer)

    def _answer(self, command: bytes) -> bytes | None:
        if len(command) > 1:
            return answer_apdu(self._card, command) or b"\x63\x00"
        if command == b"\x04":
            return _ATR
        if command in {b"\x01", b"\x02"}:
            DirectLink(self._card)
        return None


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    pcscd = shutil.which("pcscd") or "/usr/sbin/pcscd"
    library = next(Path("/usr/lib").rglob("libifdvpcd.so"))
    port = _free_port()
    config = tmp_path / "reader.conf"
    config.write_text(_CONFIG.format(port=hex(port), library=library))
    Path("/run/pcscd").mkdir(exist_ok=True)
    daemon = subprocess.Popen(
        [pcscd, "--foreground", "--config", config],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield port
    daemon.terminate()
    daemon.wait(_WAIT_S)


def test_a_card_on_a_pcsc_reader_is_told_read_written_and_taken_away(
    port: int,
) -> None:
    card = SimulatedNtag(message=encode_records([text_record("STAFF 0042")]))
    virtual = _VirtualCard(card, port)
    events = queue.Queue[CardEvent]()
    libraries = sysconfig.get_path("purelib", vars={"base": sys.prefix})
    command = ["/usr/bin/env", f"PYTHONPATH={libraries}", _PYTHON]
    command += ["-m", "drivers.nfc.reader_process"]
    reader = NfcReader("reader", "pcsc:Virtual PCD", events.put, command=command)
    supervisor = Supervisor(reader, lambda _condition: None)
    supervisor.start()
    try:
        presented = events.get(timeout=_WAIT_S)
        assert isinstance(presented, CardPresented)
        assert presented.technology is CardTechnology.TYPE_2
        assert presented.uid == card.uid
        assert presented.content is not None
        assert decode_records(presented.content.message) == (text_record("STAFF 0042"),)

        ours = encode_records([text_record("written through PC/SC " * 3)])
        supervisor.submit(lambda device: device.write(card.uid, ours)).result(_WAIT_S)
        assert SimulatedNtag(message=ours).memory[16:] == card.memory[16:]

        virtual.close()
        assert events.get(timeout=_WAIT_S) == CardRemoved("reader", card.uid)
    finally:
        supervisor.stop()


def _connect(port: int) -> socket.socket:
    deadline = time.monotonic() + _WAIT_S
    waiting = threading.Event()
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), _WAIT_S)
        except OSError:
            if time.monotonic() > deadline:
                raise
            waiting.wait(0.05)


def _free_port() -> int:
    with socket.socket() as endpoint:
        endpoint.bind(("127.0.0.1", 0))
        port: int = endpoint.getsockname()[1]
        return port

"""The field of a reader that nfcpy drives: USB, serial, UDP.

Of nfcpy only the reader drivers are used (sense and exchange); what the frames
say is ours.  Paths are nfcpy's: ``usb``, ``usb:054c:06c3``, ``tty:USB0:pn532``,
``com:COM3:pn532``, ``udp:HOST:PORT``.  Imported in the reader process only.
"""

import contextlib
import errno
import os
import socket
import threading
import time
from typing import Any, Final

from drivers.nfc.card_errors import CardGoneError
from drivers.nfc.card_session import FoundCard
from drivers.nfc.field import ReaderGoneError, ReaderOpenError
from drivers.nfc.port import CardTechnology

_RATE_A: Final = "106A"
_RATE_F: Final = "212F"
_SAK_NOT_TYPE_2: Final = 0x68
"""ISO-DEP, NFC-DEP (a telephone) and MIFARE Classic in the card's SAK."""

_LEFTOVERS_MAX: Final = 64
_DEP_ID: Final = b"\x01\xfe"
REFUSED_S_MAX: Final = 3.0
"""How long nobody may be at the other end of a UDP link; a card that was just taken
away may be a program that opens its socket anew."""

_REFUSED_WAIT_S: Final = 0.2
_UDP: Final = "udp"
_UDP_PORT: Final = 54321
"""nfcpy's own when the path names none."""

_PORT_MAX: Final = 65_535

_REASONS: Final = {
    errno.ENODEV: "missing",
    errno.ENOENT: "missing",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EBUSY: "busy",
}


class NfcpyField:
    """One reader."""

    def __init__(self, path: str, *, refused_s_max: float = REFUSED_S_MAX) -> None:
        """Open the reader.

        Args:
            path: See above.
            refused_s_max: How long a UDP link may lead to nobody.

        Raises:
            ReaderOpenError: It cannot be opened.
        """
        try:
            import nfc
            import nfc.clf
        except (ImportError, OSError) as error:
            # OSError: nfcpy is there, the system's libusb is not.
            raise ReaderOpenError("library", str(error)) from error
        self._nfc: Any = nfc.clf
        try:
            self._frontend: Any = _open(nfc.ContactlessFrontend, path)
        except OSError as error:
            number = error.errno or 0
            reason = _REASONS.get(number, "missing")
            detail = os.strerror(number) if number else str(error)
            raise ReaderOpenError(reason, f"{path}: {detail}") from error
        except (ValueError, TypeError, ImportError) as error:
            raise ReaderOpenError("path", f"{path}: {error}") from error
        self._rates = [_RATE_A, _RATE_F]
        self._target: Any = None
        self._refused_s_max = refused_s_max
        self._refused_since: float | None = None
        self._has_looked = False
        self._pause = threading.Event()
        _join_link(self._frontend.device)

    @property
    def name(self) -> str:
        """The reader as it calls itself."""
        return str(self._frontend.device or "")

    def look(self) -> FoundCard | None:
        """Look for a card anew and select it."""
        for rate in tuple(self._rates):
            self._target = self._sense(self._nfc.RemoteTarget(rate))
            if self._target is None:
                continue
            # The next card is probably of the same kind; looking for the other
            # one first would cost its time-out each time.
            self._rates.sort(key=rate.__ne__)
            return _found(self._target)
        return None

    def exchange(self, command: bytes, timeout_s: float) -> bytes:
        """Return the card's answer to *command*."""
        self._drop_leftovers()
        try:
            answer = self._frontend.exchange(bytearray(command), timeout_s)
        except (self._nfc.CommunicationError, ValueError) as error:
            # ValueError: nfcpy's UDP link got something else than hexadecimal.
            raise CardGoneError("the card does not answer") from error
        except OSError as error:
            raise ReaderGoneError(str(error)) from error
        if not answer:
            raise CardGoneError("the card does not answer")
        return bytes(answer)

    def select(self) -> None:
        """Wake the same card anew; answers still on their way are forgotten."""
        if self._target is None:
            raise CardGoneError("there is no card on the reader")
        before = _found(self._target)
        again = self._nfc.RemoteTarget(self._target.brty)
        if self._target.sdd_res:
            again.sel_req = self._target.sdd_res[:]
        target = self._sense(again)
        if target is None or _found(target) != before:
            raise CardGoneError("the card was taken away")
        self._target = target

    def close(self) -> None:
        """Let go of the reader."""
        try:
            self._frontend.close()
        except Exception:  # noqa: BLE001 - any failure of a reader on its way out
            return

    def _drop_leftovers(self) -> None:
        """Forget answers that came twice; only nfcpy's UDP link keeps them."""
        link = getattr(self._frontend.device, "socket", None)
        if not isinstance(link, socket.socket):
            return
        link.settimeout(0)
        with contextlib.suppress(OSError):
            for _ in range(_LEFTOVERS_MAX):
                link.recv(1024)
        link.settimeout(None)

    def _sense(self, target: Any) -> Any:
        try:
            found = self._frontend.sense(target)
        except (self._nfc.CommunicationError, ValueError):
            return None
        except self._nfc.UnsupportedTargetError:
            return None
        except ConnectionRefusedError as error:
            self._wait_for_peer(error)
            return None
        except OSError as error:
            raise ReaderGoneError(str(error)) from error
        self._refused_since = None
        self._has_looked = True
        return found

    def _wait_for_peer(self, error: OSError) -> None:
        now = time.monotonic()
        since = self._refused_since
        self._refused_since = now if since is None else since
        refused_s = now - self._refused_since
        if not self._has_looked or refused_s >= self._refused_s_max:
            raise ReaderGoneError(os.strerror(error.errno or 0)) from error
        self._pause.wait(_REFUSED_WAIT_S)


def _open(frontend_of: Any, path: str) -> Any:
    """Open the reader of *path*.

    nfcpy asks the system for the number of its UDP port and gets the name of the
    service that is registered for it ("fido" for 60179), which it cannot read: it is
    given no port and told afterwards.

    Raises:
        ValueError: The port is none.
    """
    kind, _, rest = path.partition(":")
    if kind != _UDP:
        return frontend_of(path)
    host, _, port = rest.partition(":")
    number = int(port) if port else _UDP_PORT
    if not 0 <= number <= _PORT_MAX:
        raise ValueError(f"{number} is not a port")
    frontend = frontend_of(f"{_UDP}:{host}:0")
    frontend.device.addr = (frontend.device.addr[0], number)
    frontend.device._path = path  # noqa: SLF001 - nfcpy has no other door
    return frontend


def _join_link(device: Any) -> None:
    """Hear of a UDP link that leads to nobody: only a connected socket does.

    nfcpy makes its socket anew for every look.
    """
    make = getattr(device, "_create_socket", None)
    if make is None:
        return

    def make_joined() -> None:
        is_new = device.socket is None
        make()
        if is_new:
            with contextlib.suppress(OSError):
                device.socket.connect(device.addr)

    device._create_socket = make_joined  # noqa: SLF001 - nfcpy has no other door


def _found(target: Any) -> FoundCard:
    if target.brty.endswith("F"):
        uid = bytes(target.sensf_res[1:9])
        is_peer = uid.startswith(_DEP_ID)
        technology = CardTechnology.OTHER if is_peer else CardTechnology.TYPE_3
        return FoundCard(technology, uid)
    if not target.sel_res:
        return FoundCard(CardTechnology.OTHER, bytes(target.rid_res or b""))
    is_type_2 = not target.sel_res[0] & _SAK_NOT_TYPE_2
    technology = CardTechnology.TYPE_2 if is_type_2 else CardTechnology.OTHER
    return FoundCard(technology, bytes(target.sdd_res))

"""Network printers: who takes a connection on port 9100 and answers as one.

Asked only when a person wants it, because a network may have its own opinion about
a computer that knocks at every door.  Each host gets one connection and one question,
the real-time status of ESC/POS (``DLE EOT 1``): it prints nothing, and its answer has
bits that are fixed.  A host that takes the connection and says nothing is reported
as well, as one that may be a printer.

Printers that announce themselves are found by `drivers.discovery.announced`.
"""

import ipaddress
import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

PRINTER_PORT: Final = 9100
HOSTS_MAX: Final = 1_024
CONNECTIONS_MAX: Final = 64
HOST_TIMEOUT_S: Final = 1.0
SEARCH_TIMEOUT_S: Final = 20.0

_QUESTION: Final = b"\x10\x04\x01"
_FIXED_BITS: Final = 0x93
_FIXED_VALUE: Final = 0x12
_ARP: Final = Path("/proc/net/arp")
_ARP_COLUMNS_MIN: Final = 4


class FoundPrinter(msgspec.Struct, frozen=True):
    """A host that may be a printer.

    Attributes:
        host: Its address.
        port: The port that took the connection.
        is_certain: It answered as an ESC/POS printer does.
        hardware_address: Its MAC, empty when the system does not know it.
    """

    host: str
    port: int
    is_certain: bool
    hardware_address: str = ""


class SubnetError(ValueError):
    """The network cannot be searched; the text says why."""


def hosts_of(subnet: str) -> Sequence[str]:
    """Return the addresses of *subnet*, such as ``192.0.2.0/24`` or one host.

    Raises:
        SubnetError: It is no network, or a larger one than is searched.
    """
    try:
        network = ipaddress.ip_network(subnet.strip(), strict=False)
    except ValueError as error:
        raise SubnetError(f"{subnet!r} is no network; expected 192.0.2.0/24") from error
    if network.num_addresses > HOSTS_MAX + 2:
        raise SubnetError(
            f"{subnet} has {network.num_addresses} addresses; at most {HOSTS_MAX}"
            " are searched"
        )
    return tuple(str(host) for host in network.hosts())


def own_subnet() -> str:
    """Return the /24 network of this computer's own address, empty without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: it only asks the system which way it would go.
            probe.connect(("192.0.2.1", 9))
            own = str(probe.getsockname()[0])
        except OSError:
            return ""
    return str(ipaddress.ip_network(f"{own}/24", strict=False))


def find_printers(
    subnet: str,
    *,
    port: int = PRINTER_PORT,
    also: Sequence[tuple[str, int]] = (),
    host_timeout_s: float = HOST_TIMEOUT_S,
    search_timeout_s: float = SEARCH_TIMEOUT_S,
) -> Sequence[FoundPrinter]:
    """Return the hosts of *subnet* that take a connection, in order.

    Args:
        subnet: The network to knock at.
        port: The port of each of its hosts.
        also: Further addresses and ports, asked first.
        host_timeout_s: How long a host may take to answer.
        search_timeout_s: How long all may take together.

    Raises:
        SubnetError: The network cannot be searched.
    """
    hosts = ((host, port) for host in hosts_of(subnet))
    waiting = deque(dict.fromkeys((*also, *hosts)))
    found: list[FoundPrinter] = []
    deadline = time.monotonic() + search_timeout_s
    with selectors.DefaultSelector() as selector:
        calls: dict[int, _Call] = {}
        try:
            while (waiting or calls) and time.monotonic() < deadline:
                while waiting and len(calls) < CONNECTIONS_MAX:
                    call = _Call(*waiting.popleft(), host_timeout_s)
                    if call.is_begun:
                        selector.register(call.socket, selectors.EVENT_WRITE, call)
                        calls[call.socket.fileno()] = call
                    else:
                        call.socket.close()
                for call in _finished(selector, calls):
                    selector.unregister(call.socket)
                    del calls[call.socket.fileno()]
                    call.socket.close()
                    if call.is_connected:
                        found.append(call.answer())
        finally:
            for call in calls.values():
                call.socket.close()
    return tuple(sorted(found, key=_place))


def _finished(
    selector: selectors.BaseSelector, calls: dict[int, "_Call"]
) -> Iterator["_Call"]:
    if not calls:
        return
    now_s = time.monotonic()
    first = min(call.deadline for call in calls.values())
    done: set[int] = set()
    for key, _ in selector.select(max(0.0, first - now_s)):
        call: _Call = key.data
        if call.step():
            done.add(key.fd)
        elif call.is_connected:
            selector.modify(call.socket, selectors.EVENT_READ, call)
    now_s = time.monotonic()
    for number, call in list(calls.items()):
        if number in done or call.deadline <= now_s:
            yield call


class _Call:
    """One connection and one question."""

    def __init__(self, host: str, port: int, timeout_s: float) -> None:
        self.host = host
        self.port = port
        self.is_connected = False
        self.is_certain = False
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.settimeout(0)
        self.deadline = time.monotonic() + timeout_s
        try:
            self.socket.connect((host, port))
        except BlockingIOError:
            self.is_begun = True
        except OSError:
            self.is_begun = False
        else:
            self.is_begun = True

    def step(self) -> bool:
        """Go on; return whether nothing more is to be learnt."""
        try:
            if not self.is_connected:
                if self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    return True
                self.is_connected = True
                self.socket.send(_QUESTION)
                return False
            reply = self.socket.recv(16)
        except OSError:
            return True
        self.is_certain = bool(reply) and reply[0] & _FIXED_BITS == _FIXED_VALUE
        return True

    def answer(self) -> FoundPrinter:
        return FoundPrinter(
            self.host, self.port, self.is_certain, hardware_address_of(self.host)
        )


def hardware_address_of(host: str, table: Path = _ARP) -> str:
    """Return the MAC of *host* that Linux has just learnt; empty if not known."""
    try:
        lines = table.read_text("ascii", errors="replace").splitlines()[1:]
    except OSError:
        return ""
    for line in lines:
        columns = line.split()
        if len(columns) >= _ARP_COLUMNS_MIN and columns[0] == host:
            return columns[3]
    return ""


def _place(printer: FoundPrinter) -> tuple[int, int, int]:
    address = ipaddress.ip_address(printer.host)
    return address.version, int(address), printer.port

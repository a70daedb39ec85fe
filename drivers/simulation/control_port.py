"""A small HTTP port on loopback to look at a simulated device and to break it.

``GET /`` answers its state, its fault and what it received; ``POST /fault`` and
``POST /state`` take JSON objects: ``{"fault": "late", "seconds": 2, "count": 1}``,
``{"weight_g": 570}``.  No web page may use it: a request with an Origin is refused.
"""

import contextlib
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Protocol

import msgspec
from typing_extensions import override

from drivers.simulation.device import StateValue
from drivers.simulation.faults import Fault
from structs.decoding import decode_json

BODY_BYTES_MAX: Final = 65_536
_SHOWN_BYTES_MAX: Final = 4096
_SOCKET_TIMEOUT_S: Final = 5.0


class Controlled(Protocol):
    """What a control port shows and breaks: a SimulationLink, or a device like it."""

    @property
    def address(self) -> str:
        """Where the till finds the device."""

    @property
    def is_plugged(self) -> bool:
        """Whether the cable is in."""

    @property
    def fault(self) -> Fault:
        """What happens to the next reply."""

    @property
    def received(self) -> bytes:
        """The last bytes that came from the host."""

    @property
    def received_count(self) -> int:
        """How many bytes ever came from the host."""

    def set_fault(self, fault: Fault) -> None:
        """Have *fault* happen."""

    def state(self) -> Mapping[str, StateValue]:
        """Return how the device is."""

    def change(self, values: Mapping[str, StateValue]) -> None:
        """Change the device; ValueError when it cannot be like that."""


class ControlPort:
    """Serves one link until close()."""

    def __init__(
        self, link: Controlled, kind: str, *, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        """Bind and serve; a port of 0 takes a free one."""

        class Handler(_Handler):
            served = _Served(link, kind)

        self._server = ThreadingHTTPServer((host, port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            args=(0.05,),
            name="simulation-control",
            daemon=True,
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}/"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(_SOCKET_TIMEOUT_S)


class _Served:
    """What a request can ask for."""

    def __init__(self, link: Controlled, kind: str) -> None:
        self._link = link
        self._kind = kind

    def report(self, _body: bytes = b"") -> dict[str, object]:
        link = self._link
        received = link.received[-_SHOWN_BYTES_MAX:]
        return {
            "kind": self._kind,
            "address": link.address,
            "is_plugged": link.is_plugged,
            "fault": link.fault.kind.value,
            "state": dict(link.state()),
            "received": {
                "count": link.received_count,
                "hex": received.hex(" "),
                "text": received.decode("latin-1"),
            },
        }

    def set_fault(self, body: bytes) -> dict[str, object]:
        fault = decode_json(body, Fault)
        self._link.set_fault(fault)
        return self.report()

    def change(self, body: bytes) -> dict[str, object]:
        values = decode_json(body, dict[str, str | int | float | bool])
        self._link.change(values)
        return self.report()


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    served: _Served
    timeout = _SOCKET_TIMEOUT_S

    def do_GET(self) -> None:
        """Show the device."""
        self._answer({"/": self.served.report})

    def do_POST(self) -> None:
        """Break or change the device."""
        self._answer({"/fault": self.served.set_fault, "/state": self.served.change})

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: standard error belongs to the command."""

    def _answer(self, ways: "dict[str, Callable[[bytes], dict[str, object]]]") -> None:
        way = ways.get(self.path)
        length = self.headers.get("Content-Length", "0")
        if self.headers.get("Origin") is not None:
            self._send(403, {"error": "not for web pages"})
        elif way is None:
            self._send(404, {"error": f"there is only {', '.join(ways)}"})
        elif not length.isdecimal() or int(length) > BODY_BYTES_MAX:
            self._send(413, {"error": f"at most {BODY_BYTES_MAX} bytes"})
        else:
            try:
                self._send(200, way(self.rfile.read(int(length))))
            except (ValueError, msgspec.MsgspecError) as error:
                self._send(400, {"error": str(error)})

    def _send(self, status: int, answer: dict[str, object]) -> None:
        body = msgspec.json.encode(answer)
        with contextlib.suppress(OSError):  # Whoever asked may have gone.
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

"""An HTTP server on loopback that answers as the test scripts it."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import msgspec
from typing_extensions import override

from sync.protocol.request_signing import NONCE_HEADER

JSON: Final = {"Content-Type": "application/json"}


class Asked(msgspec.Struct):
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Reply(msgspec.Struct):
    """One answer; the nonce is added unless `is_ours` is False."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = {}
    is_ours: bool = True


def refusal(status: int, code: str, time_ms: int = 0) -> Reply:
    """Return a refusal as the center words it."""
    body = {"code": code, "message": "told to", "time": time_ms}
    return Reply(status, json.dumps(body).encode())


class ScriptedHttp:
    """Answers each request by `answer`; keeps what was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._scheme = "http" if tls is None else "https"
        self.asked: list[Asked] = []
        self.answer: Callable[[Asked], Reply] = lambda _asked: Reply()
        self.connections = 0
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            @override
            def setup(self) -> None:
                super().setup()
                script.connections += 1

            def _reply(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                asked = Asked(
                    self.command,
                    self.path,
                    dict(self.headers.items()),
                    self.rfile.read(length),
                )
                script.asked.append(asked)
                reply = script.answer(asked)
                self.send_response(reply.status)
                headers = {"Content-Length": str(len(reply.body)), **reply.headers}
                if reply.is_ours:
                    headers[NONCE_HEADER] = asked.headers.get(NONCE_HEADER, "")
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            do_GET = do_POST = _reply  # noqa: N815 - names of the library

            @override
            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        ).start()

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

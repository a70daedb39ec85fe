"""The administrator's calls fail in plain words."""

from __future__ import annotations

import argparse
import http.server
import threading
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest
from typing_extensions import override

from terminal.commands._center import add_center, call_center
from terminal.replication.errors import SyncError

StartServer = Callable[[int, bytes], str]


class _Handler(http.server.BaseHTTPRequestHandler):
    """Answers every request the same and remembers what was asked."""

    status: ClassVar[int]
    body: ClassVar[bytes]
    seen: ClassVar[list[tuple[str, str | None, bytes]]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked = (self.path, self.headers["Authorization"], self.rfile.read(length))
        self.seen.append(asked)
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    servers: list[http.server.HTTPServer] = []

    def start(status: int, body: bytes) -> str:
        _Handler.status, _Handler.body, _Handler.seen = status, body, []
        server = http.server.HTTPServer(("127.0.0.1", 0), _Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def _arguments(url: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_center(parser)
    return parser.parse_args(["--central", url, "--token", "secret"])


def test_the_answer_is_the_centers_own(start_server: StartServer) -> None:
    url = start_server(200, b'{"rows": 1}')

    report = call_center(_arguments(f"{url}/"), "/v1/x", b"body", parameters={"a": "b"})

    assert report == {"rows": 1}
    assert _Handler.seen == [("/v1/x?a=b", "Bearer secret", b"body")]


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (401, b'{"message": "the token is unknown"}', "the token is unknown"),
        (500, b"{}", "status 500"),
        (200, b"[]", "not a center"),
        (200, b"<html>", "gives no answer"),
    ],
)
def test_other_answers_are_explained(
    start_server: StartServer, status: int, body: bytes, said: str
) -> None:
    url = start_server(status, body)

    with pytest.raises(SyncError, match=said):
        call_center(_arguments(url), "/v1/x", b"")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:9", "gives no answer"),
        ("http://center.example", "not a safe address"),
        ("center.example", "not a safe address"),
    ],
)
def test_nothing_is_sent_where_nobody_may_answer(url: str, said: str) -> None:
    with pytest.raises(SyncError, match=said):
        call_center(_arguments(url), "/v1/x", b"")


def test_the_token_may_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EVERTILL_TOKEN", "from-environment")
    parser = argparse.ArgumentParser()
    add_center(parser)

    assert parser.parse_args([]).token == "from-environment"

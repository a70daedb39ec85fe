"""A way to PostgreSQL that breaks after a commit, before its answer."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from pathlib import Path
from typing import Final

_CHUNK: Final = 65536
_COMMIT: Final = b"COMMIT"


class CommitCutter:
    """Passes bytes between a loopback port and a Unix socket.

    Attributes:
        port: Where to connect.
        cuts: How many commits were cut off from their answer.
    """

    def __init__(self, to: Path) -> None:
        self._to = to
        self._statement = b""
        self._is_due = False
        self.cuts = 0
        self._is_closing = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_commit_after(self, statement: bytes) -> None:
        """Lose the answer of the next commit of a transaction with *statement*."""
        self._statement = statement
        self._is_due = True

    def close(self) -> None:
        """Take no more connections."""
        self._is_closing = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while not self._is_closing:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass, args=(client,), daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with client, server, contextlib.suppress(OSError):
            server.connect(str(self._to))
            said = b""
            with selectors.DefaultSelector() as selector:
                selector.register(client, selectors.EVENT_READ)
                selector.register(server, selectors.EVENT_READ)
                while True:
                    ready = [key.fileobj for key, _ in selector.select()]
                    if server in ready:
                        if not (data := server.recv(_CHUNK)):
                            return
                        client.sendall(data)
                    if client in ready:
                        if not (data := client.recv(_CHUNK)):
                            return
                        server.sendall(data)
                        said += data
                        if _COMMIT in data:
                            if self._is_due and self._statement in said:
                                self._swallow(server)
                                return
                            said = b""

    def _swallow(self, server: socket.socket) -> None:
        # The answer shows that it was done; the one who asked never gets it.
        assert _COMMIT in server.recv(_CHUNK)
        self._is_due = False
        self.cuts += 1

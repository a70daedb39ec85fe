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
        self._due = 0
        self.cuts = 0
        self._is_closing = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_next(self, commits: int = 1) -> None:
        """Lose the answers of the next commits."""
        self._due = commits

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
            with selectors.DefaultSelector() as selector:
                selector.register(client, selectors.EVENT_READ, server)
                selector.register(server, selectors.EVENT_READ, client)
                while all(
                    self._pass_some(key.fileobj, key.data)
                    for key, _ in selector.select()
                ):
                    pass

    def _pass_some(self, source: object, target: socket.socket) -> bool:
        assert isinstance(source, socket.socket)
        data = source.recv(_CHUNK)
        if not data:
            return False
        target.sendall(data)
        if target.family == socket.AF_UNIX and _COMMIT in data and self._due:
            # The answer shows that it was done; the one who asked never gets it.
            assert b"COMMIT" in target.recv(_CHUNK)
            self._due -= 1
            self.cuts += 1
            return False
        return True

"""The real central server in a thread of the test, where no kill is needed.

It listens on a socket and speaks HTTP as it does in a process of its own, without the
seconds that starting one takes.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from typing_extensions import override

from sync.central import server as serving
from sync.central.clock import now_ms
from sync.central.installation import Location, install
from sync.central.server import Address
from tests.support.central_server import CentralServer

_START_S: Final = 30


class ServerThread(CentralServer):
    """Starts and stops a server; it cannot be killed."""

    _server: serving.CentralServer | None = None
    _thread: threading.Thread | None = None

    @classmethod
    def install(cls, home: Path, database: str) -> ServerThread:
        """Make a central in *home* with its database at *database*."""
        installed = install(Location(database, home), "acme", now_ms)
        return cls(home, installed.administrator_token, database)

    @override
    def start(self, *action: str) -> None:
        assert not action
        started = threading.Event()
        # Started again it is where the tills know it.
        port = int(self.url.rpartition(":")[2]) if self.url else 0
        listener = serving.listen(Address("127.0.0.1", port))
        location = Location(self.database, self.home)
        server = serving.make_server(location, None, started.set)
        self._server = server
        self._thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
        self._thread.start()
        assert started.wait(_START_S), "the server did not start"
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    @override
    def stop(self) -> int:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(_START_S)
        self._server = None
        return 0

"""A CUPS server of our own on a free port of the loopback: nobody else's queues."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

WAIT_S: Final = 30.0
_CUPSD: Final = "/usr/sbin/cupsd"

HAS_CUPS: Final = (
    Path(_CUPSD).exists() and shutil.which("lp") is not None and os.geteuid() == 0
)
"""Its backends run as another user, which only root may start."""

_SERVER: Final = """\
Listen {address}
WebInterface No
Browsing No
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order allow,deny
</Limit>
</Policy>
"""
_FOLDERS: Final = {
    "ServerRoot": "root",
    "RequestRoot": "spool",
    "CacheDir": "cache",
    "StateDir": "state",
    "TempDir": "tmp",
}
_LOGS: Final = ("AccessLog", "ErrorLog", "PageLog")


@contextmanager
def run_cups(folder: Path) -> Iterator[str]:
    """Run a server in *folder*, a folder of pytest's; yield its ``host:port``."""
    # Its backends are another user: every folder above must let them in.
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)
    files = []
    for name, part in _FOLDERS.items():
        (folder / part).mkdir(mode=0o777)
        files.append(f"{name} {folder / part}")
    files += [f"{name} {folder / name}" for name in _LOGS]
    (folder / "files.conf").write_text("\n".join([*files, "FatalErrors none", ""]))
    port = free_port()
    address = f"127.0.0.1:{port}"
    (folder / "cupsd.conf").write_text(_SERVER.format(address=address))
    process = subprocess.Popen(
        [_CUPSD, "-f", "-c", folder / "cupsd.conf", "-s", folder / "files.conf"]
    )
    try:
        wait_for_port(port)
        yield address
    finally:
        process.terminate()
        process.wait(WAIT_S)


def add_raw_queue(server: str, name: str, uri: str) -> None:
    """Make the queue *name* of *server* hand its jobs to *uri* as they are."""
    subprocess.run(
        ["lpadmin", "-h", server, "-p", name, "-E", "-m", "raw", "-v", uri],
        check=True,
        capture_output=True,
        timeout=WAIT_S,
    )


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Return when somebody listens on *port*."""
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return

"""A PostgreSQL server of a bench's own, in a folder that is gone afterwards.

It keeps its promises: nothing trades durability for speed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from terminal.diagnostics.errors import DiagnosticsError

_PACKAGE_FOLDER: Final = Path("/usr/lib/postgresql")
_UNPRIVILEGED: Final = ("postgres", "nobody")
_DATABASE: Final = "bench"
_START_S: Final = 30.0
_PAUSE_S: Final = 0.05


def find_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest of several."""
    on_path = shutil.which("initdb")
    folders = [] if on_path is None else [Path(on_path).resolve().parent]
    folders += sorted(_PACKAGE_FOLDER.glob("[0-9]*/bin"), reverse=True)
    return next((each for each in folders if (each / "initdb").is_file()), None)


@contextmanager
def private_server(directory: Path | None = None) -> Iterator[str]:
    """Run a server; yield the URL of an empty database, in the words of libpq.

    Raises:
        DiagnosticsError: PostgreSQL is not installed, or does not start.
    """
    programs = find_programs()
    if programs is None:
        raise DiagnosticsError("PostgreSQL is not installed")
    identity = _identity()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=directory) as name:
        folder = Path(name)
        if "user" in identity:
            os.chown(folder, identity["user"], identity["group"])
        _run(programs / "initdb", *_INIT, f"--pgdata={folder / 'data'}", **identity)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [
                    programs / "postgres",
                    "-D",
                    folder / "data",
                    "--listen_addresses=",
                    f"--unix_socket_directories={folder}",
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=folder,
                **identity,
            )
        try:
            _make_database(programs, folder, process)
            yield f"postgresql://postgres@/{_DATABASE}?host={folder}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


_INIT: Final = (
    "--auth=trust",
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
    "--no-instructions",
)


def _make_database(
    programs: Path, folder: Path, process: subprocess.Popen[bytes]
) -> None:
    words = [
        str(programs / "createdb"),
        f"--host={folder}",
        "--username=postgres",
        _DATABASE,
    ]
    deadline = time.monotonic() + _START_S
    while True:
        made = subprocess.run(words, capture_output=True, text=True, check=False)
        if made.returncode == 0:
            return
        if process.poll() is not None or time.monotonic() > deadline:
            raise DiagnosticsError(f"PostgreSQL does not start: {made.stderr.strip()}")
        threading.Event().wait(_PAUSE_S)


def _run(program: Path, *words: str, **identity: Any) -> None:
    done = subprocess.run(
        [program, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **identity,
    )
    if done.returncode != 0:
        raise DiagnosticsError(f"{program.name} failed: {done.stderr.strip()}")


def _identity() -> dict[str, Any]:
    """Return as whom it runs: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return {}
    for name in _UNPRIVILEGED:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise DiagnosticsError("PostgreSQL does not run as root")

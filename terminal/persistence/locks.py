"""Who may write a file of the home: one process at a time.

The lock is the operating system's, on an empty file beside the database.  It goes
away with the process however that dies, so there is no stale lock to clear.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from terminal.persistence.errors import ReadOnlyHomeError, StorageError


class HomeLockedError(StorageError):
    """Another process is the writer of this file of the home."""

    code = "home_locked"

    def __init__(self, path: Path, who: str) -> None:
        super().__init__(
            f"{who}: do this in its window ({path.parent}); nothing was changed"
        )
        self.path = path


@contextmanager
def hold(path: Path, who: str, *, wait_s: float = 0.0) -> Iterator[None]:
    """Be the only holder of *path* among all processes, or refuse.

    Args:
        path: The lock file; it is made when absent and stays when released.
        who: Says who else holds it, for the message: "the till is running".
        wait_s: How long another holder is waited for.

    Raises:
        HomeLockedError: Another process holds it.
        ReadOnlyHomeError: The folder may not be written.
    """
    from filelock import FileLock, Timeout

    if not path.parent.is_dir():
        # filelock would make the folder of a mistyped --home.
        raise ReadOnlyHomeError(path)
    # Not a singleton: a second attempt in this process is a second till, too.
    lock = FileLock(path, timeout=wait_s, mode=0o600, is_singleton=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise HomeLockedError(path, who) from error
    except OSError as error:
        raise ReadOnlyHomeError(path) from error
    try:
        yield
    finally:
        lock.release()

"""One shared byte that outlives a killed till: what it was doing when it died.

The page belongs to the operating system, so what the till wrote last is still
there after SIGKILL.  Only the kill campaign looks at it; a till without a phase
file pays nothing.
"""

import mmap
import os
from pathlib import Path
from typing import Final

PAGE_BYTES: Final = 4096

IDLE: Final = 0
WORKING: Final = 1
DRAFT_COMMIT: Final = 2
FINAL_COMMIT: Final = 3
COMMITTED: Final = 4

_BEFORE: Final = {"draft.commit": DRAFT_COMMIT, "final.commit": FINAL_COMMIT}


class PhasePage:
    """The shared byte, in the till as its writer and in the parent as its reader."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(descriptor, PAGE_BYTES)
            self._page = mmap.mmap(descriptor, PAGE_BYTES)
        finally:
            os.close(descriptor)

    @property
    def value(self) -> int:
        """The phase written last."""
        return self._page[0]

    def set(self, phase: int) -> None:
        """Write the phase; a memory store, no system call."""
        self._page[0] = phase

    def entered(self, name: str) -> None:
        """Note that a commit of the ledger begins (the ledger's probe)."""
        self._page[0] = _BEFORE.get(name, WORKING)

    def left(self, _name: str) -> None:
        """Note that a commit of the ledger returned (the ledger's probe)."""
        self._page[0] = COMMITTED

    def close(self) -> None:
        """Unmap the page."""
        self._page.close()

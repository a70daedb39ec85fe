"""The window's log: warnings and worse in `logs/till.log`, at most 5 MiB in all."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Final

LOG_BYTES_MAX: Final = 1024 * 1024
LOG_FILES_MAX: Final = 5
_LOG_MODE: Final = 0o600
_LINE: Final = "%(asctime)sZ %(levelname)s %(name)s: %(message)s"


class TillLog:
    """Writes what this process logs, from its making until it is closed."""

    def __init__(self, folder: Path) -> None:
        """Begin; a folder that cannot be written costs the log, not the sale."""
        import logging.handlers

        file = folder / "till.log"
        try:
            self._handler: logging.Handler = logging.handlers.RotatingFileHandler(
                file,
                maxBytes=LOG_BYTES_MAX,
                backupCount=LOG_FILES_MAX - 1,
                encoding="utf-8",
            )
            file.chmod(_LOG_MODE)
        except OSError:
            self._handler = logging.NullHandler()
        self._handler.setLevel(logging.WARNING)
        formatter = logging.Formatter(_LINE, "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        self._handler.setFormatter(formatter)
        logging.getLogger().addHandler(self._handler)

    def close(self) -> None:
        """Write no more."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()

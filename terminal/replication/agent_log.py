"""The agent's log: one JSON object a line, rotating, without secrets.

Logged are names, numbers and causes; never bodies, keys, codes or signatures.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

LOG_BYTES_MAX: Final = 1024 * 1024
LOG_FILES_MAX: Final = 5

_LOG_MODE: Final = 0o600


class AgentLog(Protocol):
    """What the agent writes; a structlog logger keeps this promise."""

    def info(self, event: str, **values: Any) -> Any:
        """Record that something happened."""

    def warning(self, event: str, **values: Any) -> Any:
        """Record what a person should know."""


@contextmanager
def open_log(folder: Path) -> Iterator[AgentLog]:
    """Give a log that writes to `agent.log` in *folder*, at most 5 MiB in all.

    A folder that cannot be written costs the log, not the upload.
    """
    import structlog

    logger = logging.Logger("evertill.agent", logging.INFO)  # noqa: LOG001 - apart from the program's tree, so that no library adds lines
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "agent.log",
            maxBytes=LOG_BYTES_MAX,
            backupCount=LOG_FILES_MAX - 1,
            encoding="utf-8",
        )
        (folder / "agent.log").chmod(_LOG_MODE)
    except OSError:
        handler = logging.NullHandler()
    logger.addHandler(handler)
    log: AgentLog = structlog.wrap_logger(
        logger,
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _add_process,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    try:
        yield log
    finally:
        handler.close()


def _add_process(
    _logger: object, _method: str, event: Mapping[str, Any]
) -> Mapping[str, Any]:
    return {"pid": os.getpid(), **event}

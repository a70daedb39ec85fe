"""What the window logs outlives it, for whoever supports the shop."""

from __future__ import annotations

import logging
import stat
from pathlib import Path

from terminal.bootstrap.window.till_log import TillLog


def test_warnings_and_worse_are_written_with_their_trace(tmp_path: Path) -> None:
    log = TillLog(tmp_path)
    logger = logging.getLogger("terminal.ui")

    logger.info("a paint")
    logger.error("a defect came to light", exc_info=KeyError("basket"))
    log.close()
    logger.error("too late")

    file = tmp_path / "till.log"
    text = file.read_text("utf-8")
    assert "ERROR terminal.ui: a defect came to light\nKeyError: 'basket'" in text
    assert "a paint" not in text
    assert "too late" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_costs_the_log_only(tmp_path: Path) -> None:
    log = TillLog(tmp_path / "absent")

    logging.getLogger("terminal.ui").error("unheard")

    log.close()

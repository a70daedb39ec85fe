"""The shared byte survives the SIGKILL of the process that wrote it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from terminal.bootstrap import phase_page as phase

_CHILD = """
import os, signal, sys
from pathlib import Path
from terminal.bootstrap.phase_page import PhasePage
page = PhasePage(Path(sys.argv[1]))
page.entered("final.commit")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_phase_of_a_killed_process_is_still_readable(tmp_path: Path) -> None:
    path = tmp_path / "phase"
    page = phase.PhasePage(path)

    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path)],
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )

    assert done.returncode == -signal.SIGKILL
    assert page.value == phase.FINAL_COMMIT
    page.close()


def test_probe_marks_before_and_after_a_commit(tmp_path: Path) -> None:
    page = phase.PhasePage(tmp_path / "phase")
    assert page.value == phase.IDLE

    page.entered("draft.commit")
    assert page.value == phase.DRAFT_COMMIT

    page.left("draft.commit")
    assert page.value == phase.COMMITTED

    page.set(phase.WORKING)
    assert page.value == phase.WORKING
    page.close()

"""What `make run` shows on a machine without a display.

Goal: a whole shop day through the real processes, with its papers and pictures.
Method: the command as a person would type it; only its output is looked at.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_ROOT: Final = Path(__file__).parents[2]
_PNG: Final = b"\x89PNG\r\n\x1a\n"


@pytest.mark.slow
@pytest.mark.gui
@pytest.mark.timeout(420)
def test_the_demo_day_leaves_equal_books_papers_and_pictures(tmp_path: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY"}
    }

    done = subprocess.run(
        [sys.executable, "main.py", "demo", "--out", str(tmp_path), "--json"],
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["equal"] is True
    assert (report["acknowledged_lost"], report["sold_twice"]) == (0, 0)
    assert report["server"]["gross_minor"] == report["gross_minor"] > 0
    assert len(report["outages"]) == 1
    papers = list((tmp_path / "receipts").glob("*.png"))
    pictures = list((tmp_path / "screens").glob("*.png"))
    assert len(papers) >= report["transactions"]
    assert pictures
    assert all(path.read_bytes().startswith(_PNG) for path in papers + pictures)

"""The list of peers: pinned versions, all of them installed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_LINE = re.compile(
    r"apt [a-z0-9.+-]+|pip [A-Za-z0-9._-]+==\S+|npm (@[\w-]+/)?[\w.-]+@\d\S*"
)


@pytest.mark.peers
def test_every_peer_of_the_list_is_installed() -> None:
    done = subprocess.run(
        [_ROOT / "scripts" / "peers.sh", "--check"],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_line_of_the_list_names_a_package_with_its_version() -> None:
    lines = (_ROOT / "scripts" / "peers.txt").read_text("utf-8").splitlines()
    for line in lines:
        if line.strip() and not line.startswith("#"):
            assert _LINE.fullmatch(line.split("#")[0].strip()), line

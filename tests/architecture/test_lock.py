"""The lock file is complete, has hashes and names no package index."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

_ROOT: Final = Path(__file__).parents[2]
_REQUIREMENT: Final = re.compile(r"^([A-Za-z0-9][\w.-]*)==(\S+)")


def _locked() -> dict[str, int]:
    """Return the number of hashes of each locked package."""
    hashes: dict[str, int] = {}
    name = ""
    for line in (_ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        found = _REQUIREMENT.match(line)
        if found is not None:
            name = _normalized(found[1])
            hashes[name] = 0
        elif line.strip().startswith("--hash=sha256:"):
            hashes[name] += 1
    return hashes


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_locked_package_has_a_hash() -> None:
    locked = _locked()

    assert locked
    assert [name for name, count in locked.items() if count == 0] == []


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_everything_wanted_is_locked(name: str) -> None:
    lines = (_ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = {
        _normalized(re.split(r"[\[=<>; ]", line)[0])
        for line in lines
        if line and not line.startswith("#")
    }

    assert wanted - set(_locked()) == set()


def test_an_extra_that_needs_a_system_library_is_not_locked() -> None:
    assert "pyscard" not in _locked()


@pytest.mark.parametrize(
    "name",
    [
        "requirements.in",
        "requirements-dev.in",
        "requirements.lock",
        "pyproject.toml",
        "Makefile",
        "scripts/setup.sh",
        ".ci/run",
    ],
)
def test_no_package_index_is_named(name: str) -> None:
    text = (_ROOT / name).read_text(encoding="utf-8")

    assert not re.search(r"://|--(extra-)?index|--find-links|trusted-host", text)

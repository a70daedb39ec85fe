"""The folder of given cases, which are never part of this repository."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        metavar="DIR",
        default=None,
        help="folder of given cases, each kind in a folder of its own",
    )


@pytest.fixture(scope="session")
def cases_folder(pytestconfig: pytest.Config) -> Path:
    """Return the folder given by --cases, or skip."""
    given = pytestconfig.getoption("--cases", default=None)
    if given is None:
        pytest.skip("no folder of cases given: pytest tests/cases --cases DIR")
    return Path(given)

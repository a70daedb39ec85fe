"""Given cases: the folder they lie in, one test each, and the closing summary.

Run as `pytest tests/cases --cases DIR`.  Without the option the cases beside the
checkout are used (`../shared/data`); where they are absent the tests skip.  How a
family of cases is added stands in tests/cases/harness/registry.py, how a rule is
declared unsupported in tests/cases/harness/unsupported.py.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Final, cast

import pytest

# Adapters assert plainly; pytest shows both sides only where it rewrites.
pytest.register_assert_rewrite("tests.cases.adapters")

from tests.cases.harness.given import (  # noqa: E402 - after the line above
    DEFAULT_FOLDER,
    find_stale_rules,
    load_given_cases,
)
from tests.cases.harness.tally import Tally  # noqa: E402

# Names under which a case's test tells the summary about itself, also from the
# worker processes of pytest-xdist.
_GROUP: Final = "evertill_case"
_RULE: Final = "evertill_rule"
_COULD_PASS: Final = "evertill_could_pass"

_FIGURE: Final = "evertill_figure"

_tally: Final = Tally()
_figures: Final[list[str]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        metavar="DIR",
        default=None,
        help="folder of given cases, each kind in a folder of its own",
    )


def _folder(config: pytest.Config) -> Path | None:
    given = config.getoption("--cases", default=None)
    if given is not None:
        return Path(given)
    return DEFAULT_FOLDER if DEFAULT_FOLDER.is_dir() else None


@pytest.fixture(scope="session")
def cases_folder(pytestconfig: pytest.Config) -> Path:
    """Return the folder of given cases, or skip."""
    folder = _folder(pytestconfig)
    if folder is None:
        pytest.skip(f"no given cases: {DEFAULT_FOLDER} is absent (pytest --cases DIR)")
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "given_case" not in metafunc.fixturenames:
        return
    folder = _folder(metafunc.config)
    if folder is None:
        reason = f"no given cases: {DEFAULT_FOLDER} is absent (pytest --cases DIR)"
    else:
        cases = load_given_cases(folder).cases
        reason = f"no case files below {folder}"
        if cases:
            metafunc.parametrize("given_case", cases, ids=[c.test_id for c in cases])
            return
    mark = pytest.mark.skip(reason=reason)
    metafunc.parametrize("given_case", [pytest.param(None, marks=mark, id="none")])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    told = dict(report.user_properties)
    if report.when == "call":
        _figures.extend(
            str(value) for name, value in report.user_properties if name == _FIGURE
        )
    if _GROUP not in told or (report.when != "call" and report.passed):
        return
    family, group = cast("tuple[str, str]", told[_GROUP])
    rule = told.get(_RULE)
    _tally.add(
        family,
        group,
        report.outcome,
        None if rule is None else str(rule),
        could_pass=told.get(_COULD_PASS) is True,
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None]:
    # After pytest's own lists of what failed and was skipped.
    yield
    folder = _folder(config)
    if _figures:
        terminalreporter.write_sep("=", "agreement with the given pictures and codes")
        for figure in _figures:
            terminalreporter.write_line(figure)
    if _tally and folder is not None:
        _write_summary(terminalreporter, folder)


def _write_summary(reporter: pytest.TerminalReporter, folder: Path) -> None:
    given = load_given_cases(folder)
    reporter.write_sep("=", f"cases of {folder}")
    for title, lines in (
        (
            "tables, no cases:",
            [f"{t.rows:>5}  {t.file.name}: {t.reason}" for t in given.tables],
        ),
        (
            "entries of unsupported.toml that no case of this folder asks for:",
            [f"       {r.family}: {r.rule}" for r in find_stale_rules(given)],
        ),
        ("unsupported rules:", list(_tally.rules())),
    ):
        if lines:
            reporter.write_line(title)
        for line in lines:
            reporter.write_line(line)
    for line in _tally.lines():
        reporter.write_line(line)

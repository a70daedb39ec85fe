"""The identity of recorded lines is decided by a small file that knows no engine."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from terminal.diagnostics.journey import identity
from terminal.diagnostics.journey.identity import cause
from tests.support.recorded_baskets import row, write_rows


@pytest.mark.parametrize(
    ("quantity", "sales", "retail", "match", "coupon", "found"),
    [
        ("1", "0.5", "0.0", "0.0", "0.0", ""),
        # A third of 1.00 is rounded to a millionth, and three of them to 1.00 again.
        ("3", "0.75", "0.25", "0.0", "0.0", ""),
        ("2", "1.0", "0.5", "0.25", "0.25", ""),
        # What a binary fraction leaves of nothing.
        ("1", "0.15", "1.38778e-16", "0.0", "0.0", ""),
        ("0", "0.0", "0.0", "0.0", "2.0", "quantity is zero"),
        ("1", "0.505", "0.0", "0.0", "0.0", "amount is no whole number of cents"),
        ("1", "0.5", "-0.1", "0.0", "0.0", "amount is no whole number of cents"),
        # 30.00 / 17,011 is 0.001764 a unit, which makes 30.01.
        ("17011", "30.0", "0.0", "0.0", "0.0", "shelf price is finer than a millionth"),
    ],
)
def test_a_line_satisfies_the_identity_or_says_why_not(
    quantity: str, sales: str, retail: str, match: str, coupon: str, found: str
) -> None:
    assert cause(quantity, sales, retail, match, coupon) == found


def test_it_imports_nothing_of_the_product() -> None:
    tree = ast.parse(Path(identity.__file__).read_text("utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported <= sys.stdlib_module_names


def test_it_runs_alone(tmp_path: Path) -> None:
    write_rows(tmp_path, row("1", "a", "1", "0.5"), row("1", "b", "0", "0.0"))

    done = subprocess.run(
        [sys.executable, "-I", identity.__file__, tmp_path / "transactions.csv.gz"],
        capture_output=True,
        check=True,
        text=True,
        timeout=30,
    )

    assert ast.literal_eval(done.stdout) == {"": 1, "quantity is zero": 1}

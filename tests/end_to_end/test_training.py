"""A lesson on the training till, in a process of its own, beside a till that sells.

Goal: everything works there, everything says so, and the till's ledger, totals and
exports are to the byte what they were.  Method: the commands as a person types them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from terminal.application.selling.add_item import AddItem
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.till_control.take_x_report import TakeXReport
from terminal.commands._runner import main
from terminal.diagnostics.sample_home import (
    OPERATOR_ID,
    PIN,
    make_sample_home,
    open_for_sales,
)
from terminal.diagnostics.sample_items import sample_items
from terminal.ui.theme.tokens import load_tokens

_ROOT: Final = Path(__file__).parents[2]


def _lesson(home: Path, scan_code: str) -> subprocess.CompletedProcess[str]:
    """Run a training till, as the window of the till does: its input stays open."""
    theirs, ours = os.pipe()
    try:
        return subprocess.run(
            [
                sys.executable,
                *("-m", "tests.support.training_window", str(home)),
                *(OPERATOR_ID, PIN, scan_code),
            ],
            cwd=_ROOT,
            stdin=theirs,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        os.close(theirs)
        os.close(ours)


@pytest.mark.slow
@pytest.mark.gui
@pytest.mark.timeout(120)
def test_a_lesson_sells_and_the_till_beside_it_knows_nothing_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item, *_ = items = list(sample_items(2, names=tmp_path / "absent").items)
    home = make_sample_home(tmp_path / "home", items)
    with open_for_sales(home) as use:
        use.add_item(AddItem(scan_code=item.scan_code, quantity_micro=3_000_000))
        use.pay_cash_exact(PayCashExact())
        before = home.ledger_path.stat().st_size

        done = _lesson(home.path, item.scan_code)

        assert home.ledger_path.stat().st_size == before
        report = use.take_x_report(TakeXReport())

    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    amber = load_tokens().themes["light"].colours["warning"].lower()
    assert seen["title"] == "Evertill - TRAINING"
    assert seen["word"] == "TRAINING"
    assert seen["around"] == {
        "sign-on": [amber],
        "sale": [amber],
        "receipt": [amber],
    }
    assert seen["sold"] == ["TRAINING", 1, item.price_minor]
    assert report.totals.gross_minor == 3 * item.price_minor
    assert report.totals.transactions == 1

    training, file = str(home.training_path), tmp_path / "events.jsonl"
    capsys.readouterr()
    assert main(["ledger", "verify", "--home", training]) == 0
    assert "1 transactions" in capsys.readouterr().out
    for command in (
        ["ledger", "export", str(file)],
        ["sync", "export", str(file)],
        ["backup", str(file)],
        ["enrol", "--code", "ABCD"],
        ["sync", "enrol", "ABCD"],
        ["agent", "--once"],
        ["till", "--headless"],
    ):
        assert main([*command, "--home", training]) == 1
        assert "is a training till" in capsys.readouterr().err
    assert not file.exists()

"""Opening a till without a window: one at a time, and everything comes back."""

import itertools
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from sync.protocol.envelope import decode_header
from terminal.application.selling.add_item import AddItem
from terminal.application.till_control.get_till_state import GetTillState
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.sign_on import SignOn
from terminal.bootstrap.headless import (
    open_till,
    read_ledger_events,
    read_reference_counts,
)
from terminal.diagnostics.sample_home import OPERATOR_ID, PIN, make_sample_home
from terminal.diagnostics.sample_items import SampleItem
from terminal.domain.promotion.book import PromotionBook
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.reward import PercentOff
from terminal.domain.promotion.selector import Selector
from terminal.persistence.errors import (
    FaultOutcome,
    StorageError,
    StorageFaultError,
)
from terminal.persistence.locks import HomeLockedError
from terminal.persistence.replica.writer import ReplicaWriter

_HALF: Final = Promotion(
    promotion_id="half",
    version=1,
    name="Half price",
    reward=PercentOff(percent_ppm=500_000),
    selects=Selector(items=("4006381333931",)),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "home"
    make_sample_home(path, [SampleItem("4006381333931", "Fineliner", 149)])
    return path


def test_session_is_still_open_after_the_till_was_closed_and_opened(
    home: Path,
) -> None:
    till = open_till(home)
    till.use_cases.sign_on(SignOn(operator_id=OPERATOR_ID, pin=PIN))
    till.after_command()
    till.on_idle()
    till.close()

    again = open_till(home)
    state = again.use_cases.get_till_state(GetTillState())
    again.close()

    assert state.session is not None
    assert state.session.operator_id == OPERATOR_ID
    types = [decode_header(event.header).type for event in read_ledger_events(home)]
    assert types[-1] == "operator.signed_on"


def test_growth_is_told_once_for_each_command_that_appended(home: Path) -> None:
    till = open_till(home)
    growths: list[int] = []
    till.on_growth = lambda: growths.append(till.ledger.head.seq)

    till.after_command()
    till.use_cases.sign_on(SignOn(operator_id=OPERATOR_ID, pin=PIN))
    till.after_command()
    till.after_command()
    till.close()

    assert len(growths) == 1


def test_lines_scanned_without_a_pause_reach_the_disk_within_a_second(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = open_till(home)
    checkpoints: list[float] = []
    at_s = [100.0]
    monkeypatch.setattr(
        till.ledger, "checkpoint_passive", lambda: checkpoints.append(at_s[0])
    )
    monkeypatch.setattr(time, "monotonic", lambda: at_s[0])
    for step in range(30):
        at_s[0] = 100.0 + step / 10
        till.after_command()
    monkeypatch.undo()
    till.close()

    gaps = [b - a for a, b in itertools.pairwise([100.0, *checkpoints])]
    assert len(checkpoints) >= 3
    assert max(gaps) <= 1.0


def test_promotions_that_came_are_compiled_while_the_till_rests(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[int] = []
    compile_book = PromotionBook.compile

    def note(promotions: Iterable[Promotion], version: str) -> PromotionBook:
        book = compile_book(promotions, version)
        compiled.append(len(book.rules))
        return book

    till = open_till(home)
    use_cases = till.use_cases
    use_cases.sign_on(SignOn(operator_id=OPERATOR_ID, pin=PIN))
    use_cases.open_business_day(OpenBusinessDay())
    use_cases.open_till_period(OpenTillPeriod(loan_minor=0))
    till.on_idle()
    with till.home.lock_replica(), ReplicaWriter(till.home, till.keys) as replica:
        replica.put_rows([_HALF])

    monkeypatch.setattr(PromotionBook, "compile", note)
    till.on_idle()
    rested = list(compiled)
    till.on_idle()
    change = use_cases.add_item(AddItem(scan_code="4006381333931"))
    till.close()

    assert rested == compiled == [1]
    assert (change.line.extended_minor, change.line.amount_minor) == (149, 74)


class _Agent:
    def __init__(self) -> None:
        self.nudges = 0

    def nudge(self) -> None:
        self.nudges += 1


def test_till_that_is_closed_before_it_rested_pays_the_nudge_of_its_last_run(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = open_till(home)
    agent = _Agent()
    monkeypatch.setattr(till, "agent", agent)
    monkeypatch.setattr(till, "_owes_nudge", True)

    till.close()

    assert agent.nudges == 1


def test_second_till_on_one_home_is_refused_and_the_first_goes_on(home: Path) -> None:
    till = open_till(home)

    done = subprocess.run(
        [sys.executable, "main.py", "till", "--headless", "--home", str(home)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    with pytest.raises(HomeLockedError):
        open_till(home)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "running" in done.stderr
    assert till.use_cases.get_till_state(GetTillState()).store == "1"
    till.close()


def test_reference_data_is_counted(home: Path) -> None:
    assert read_reference_counts(home) == (1, 1)


def test_folder_without_a_till_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no till"):
        open_till(tmp_path)


def test_disk_that_fails_while_the_till_rests_ends_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = open_till(home)

    def fail() -> None:
        raise StorageFaultError(home, "disk I/O error", FaultOutcome.KEPT)

    monkeypatch.setattr(till.ledger, "checkpoint_passive", fail)
    monkeypatch.setattr("terminal.bootstrap.headless._DRAFT_AGE_S_MAX", 0.0)

    till.on_idle()
    till.after_command()
    till.after_command()

    assert till.use_cases.get_till_state(GetTillState()).session is None
    till.close()

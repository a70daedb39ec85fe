"""A training till beside a real home: all of it works, none of it reaches the home."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec
import pytest

from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.selling.add_item import AddItem
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.sign_on import SignOn
from terminal.bootstrap import (
    agent,
    change_devices,
    headless,
    joining_again,
    ledger_care,
    local_reference,
    re_enrolment,
    recovery,
    sync_report,
)
from terminal.bootstrap.headless import Till, open_till, read_ledger_events
from terminal.bootstrap.training_till import (
    SERIES,
    TENANT,
    TrainingFolderError,
    forget_training,
    open_training_till,
    training_settings,
)
from terminal.bootstrap.window.opened_till import open_window_till
from terminal.diagnostics.sample_home import (
    OPERATOR_ID,
    PIN,
    make_sample_home,
    open_for_sales,
)
from terminal.diagnostics.sample_items import sample_items
from terminal.domain.errors import TrainingTillError
from terminal.persistence.home import Home, HomeMissingError
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.errors import KeysBrokenError
from terminal.persistence.keys.home_keys import adopt_keys
from terminal.persistence.locks import HomeLockedError
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.settings.schema import (
    CentralSettings,
    DeviceSettings,
    ReferenceDataSettings,
)

pytestmark = pytest.mark.slow

ITEMS: Final = tuple(sample_items(3, names=Path("absent")).items)
CODE: Final = ITEMS[0].scan_code
DEVICE: Final = DeviceSettings(kind="scanner", address="serial:ttyUSB0")


@pytest.fixture(scope="module")
def till_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home of a real till that has sold something."""
    folder = tmp_path_factory.mktemp("training") / "home"
    home = make_sample_home(folder, ITEMS, {"scanner": DEVICE})
    with open_for_sales(home) as use:
        use.add_item(AddItem(scan_code=CODE, quantity_micro=1_000_000))
        use.pay_cash_exact(PayCashExact())
    return home


@pytest.fixture
def training(till_home: Home) -> Iterator[Till]:
    till = open_training_till(till_home.path)
    yield till
    till.close()


@pytest.fixture
def training_path(till_home: Home) -> Path:
    """A training home that is whole and closed; whichever test left it."""
    if not till_home.training_path.exists():
        open_training_till(till_home.path).close()
    return till_home.training_path


def _sell(till: Till) -> None:
    use = till.use_cases
    use.sign_on(SignOn(operator_id=OPERATOR_ID, pin=PIN))
    use.open_business_day(OpenBusinessDay())
    use.open_till_period(OpenTillPeriod(loan_minor=0))
    use.add_item(AddItem(scan_code=CODE, quantity_micro=2_000_000))
    use.pay_cash_exact(PayCashExact())


def _content(home: Home) -> dict[str, bytes]:
    """Return every file of the till itself; the folder of the training is none."""
    return {
        path.name: path.read_bytes()
        for path in sorted(home.path.iterdir())
        if path.is_file()
        and path.suffix != ".lock"
        # SQLite's own notes of who reads.
        and not path.name.endswith("-shm")
    }


def test_lessons_sell_the_tills_goods_begin_anew_and_leave_the_tills_files_alone(
    till_home: Home,
) -> None:
    before = _content(till_home)
    till = open_training_till(till_home.path)
    try:
        _sell(till)
        jobs = till.use_cases.list_print_jobs(ListPrintJobs())
    finally:
        till.close()

    assert _content(till_home) == before
    assert jobs == ()  # No device: the window brings simulated ones along.
    events = list(read_ledger_events(till.home.path))
    headers = [json.loads(event.header) for event in events]
    assert {(h["tenant"], h["workstation"]) for h in headers} == {
        (TENANT, "training-1")
    }
    (sale,) = (
        json.loads(event.body)
        for event, header in zip(events, headers, strict=True)
        if header["type"] == "sale.completed"
    )
    assert (sale["series"], sale["number"]) == (SERIES, 1)

    second = open_training_till(till_home.path)
    head = second.ledger.head
    second.close()
    assert (head.seq, head.number) == (1, 0)
    assert head.epoch != till.ledger.head.epoch
    # Nothing of the first lesson is left in the key store.
    keys = {path.name for path in (till_home.path / "training" / "keys").iterdir()}
    assert len({name.split(".")[0] for name in keys}) == 1


def test_training_has_keys_of_its_own(till_home: Home, training: Till) -> None:
    real = load_keys(till_home)

    assert training.keys.signing_public != real.signing_public
    assert training.keys.data_key != real.data_key
    assert training.keys.replica_key == real.data_key


def test_the_till_may_be_selling_meanwhile(till_home: Home, training: Till) -> None:
    open_till(till_home.path).close()

    assert training.home.path == till_home.training_path


def test_only_one_lesson_at_a_time(till_home: Home, training: Till) -> None:
    with pytest.raises(HomeLockedError, match="training is running already"):
        open_training_till(till_home.path)


def test_a_training_home_has_no_training(training_path: Path) -> None:
    with pytest.raises(TrainingTillError):
        open_training_till(training_path)


def test_without_a_till_there_is_no_training(tmp_path: Path) -> None:
    with pytest.raises(HomeMissingError):
        open_training_till(tmp_path / "none")


def test_a_lesson_that_was_cut_short_is_removed(till_home: Home) -> None:
    old = till_home.path / ".training.old"
    old.mkdir()
    (old / "ledger.db").touch()
    (till_home.path / ".training.init").mkdir()

    open_training_till(till_home.path).close()

    assert not old.exists()
    assert not (till_home.path / ".training.init").exists()


def test_what_is_no_training_home_is_never_removed(
    till_home: Home, tmp_path: Path
) -> None:
    home = Home.create(tmp_path / "home", till_home.settings)
    precious = home.training_path / "notes.txt"
    precious.parent.mkdir()
    precious.write_text("mine")

    with pytest.raises(TrainingFolderError):
        forget_training(home)

    assert precious.read_text() == "mine"


def test_the_settings_of_a_till_of_a_center_become_those_of_a_lone_one(
    till_home: Home,
) -> None:
    real = msgspec.structs.replace(
        till_home.settings,
        reference_data=ReferenceDataSettings(source="central"),
        central=CentralSettings(url="https://center.example", public_key=""),
        demo=True,
    )

    settings = training_settings(real)

    assert settings.training
    assert not settings.demo
    assert settings.reference_data.source == "local"
    assert settings.central == CentralSettings()
    assert settings.devices == {}
    assert settings.store == real.store
    assert settings.has_simulated_devices


def test_requests_of_the_agent_are_left_to_the_till(till_home: Home) -> None:
    with till_home.lock_replica():
        writer = ReplicaWriter(till_home, load_keys(till_home))
        writer.add_request("r1", "test", {})
        writer.close()
    till = open_training_till(till_home.path)
    before = till.ledger.head.event_no

    till.take_requests()

    assert till.ledger.head.event_no == before
    till.close()


REFUSED: Final[dict[str, Callable[[Path], object]]] = {
    "agent": lambda path: agent.run_agent(path, once=True),
    "enrol": lambda path: joining_again.join_again(path, "", "CODE"),
    "sync enrol": lambda path: re_enrolment.enrol_again(path, "CODE"),
    "sync export": lambda path: sync_report.export_unsent(path, path / "out"),
    "ledger export": lambda path: ledger_care.export(path, path / "out", None, 0),
    "ledger salvage": lambda path: ledger_care.salvage(path, path / "new"),
    "backup": lambda path: recovery.back_up(path, path / "out"),
    "headless": lambda path: headless.serve_headless(
        path, is_clock_injected=False, phase_file=None, starts_agent=False
    ),
    "window": open_window_till,
    "devices add": lambda path: change_devices.add_device(
        Home.load(path), "printer", DEVICE
    ),
    "catalog import": lambda path: local_reference.local_writer(path).__enter__(),
    "replica": lambda path: ReplicaWriter(Home(path), load_keys(Home(path))),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_nothing_takes_a_training_home_for_a_till(
    name: str, training_path: Path
) -> None:
    with pytest.raises(TrainingTillError):
        REFUSED[name](training_path)

    assert not (training_path / "out").exists()
    assert not (training_path / "new").exists()


def test_a_training_ledger_verifies(training_path: Path) -> None:
    assert ledger_care.verify(training_path).ok


def test_the_mark_cannot_be_taken_from_the_settings(training_path: Path) -> None:
    config = training_path / "till.toml"
    text = config.read_text().replace("training = true", "training = false")
    config.write_text(text)

    with pytest.raises(KeysBrokenError, match="training"):
        load_keys(Home(training_path))
    with pytest.raises(KeysBrokenError):
        ledger_care.export(training_path, training_path / "out", None, 0)
    config.write_text(text.replace("training = false", "training = true"))


def test_a_till_that_pretends_to_train_opens_nothing(till_home: Home) -> None:
    config = till_home.config_path
    text = config.read_text()
    config.write_text(text.replace("training = false", "training = true"))
    try:
        with pytest.raises(KeysBrokenError, match="training"):
            load_keys(Home(till_home.path))
    finally:
        config.write_text(text)


def test_a_backup_of_training_files_is_never_restored(
    training: Till, tmp_path: Path
) -> None:
    # Somebody knows the code that nobody was shown.
    home = training.home
    code = adopt_keys(
        home,
        data_key=training.keys.data_key,
        signing_private=training.keys.signing_private,
    ).recovery_code
    training.close()

    with pytest.raises(TrainingTillError):
        recovery.restore(home.path, tmp_path / "new", code, None)

    assert not (tmp_path / "new").exists()

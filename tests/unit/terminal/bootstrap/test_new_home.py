"""A till is made whole from answers, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
import pytest

from terminal.bootstrap.new_home import check_answers, make_home, source_of
from terminal.domain.access.pin import WeakPinError
from terminal.persistence.home import Home, HomeExistsError
from terminal.persistence.keys import load_keys
from terminal.persistence.keys.errors import KeyStoreMissingError
from terminal.persistence.keys.home_keys import is_recovery_confirmed, recover_keys
from terminal.persistence.keys.pin_hasher import Argon2PinHasher, PinHashCost
from terminal.persistence.ledger.reader import LedgerReader
from terminal.persistence.replica.reader import ReplicaReader
from terminal.replication.errors import SyncError
from terminal.settings.answers import (
    CentralAnswers,
    FirstOperator,
    InitAnswers,
    StoreAnswers,
)
from terminal.settings.errors import SettingValueError

_CHEAP: Final = PinHashCost(memory_kib=64, passes=1)


@pytest.fixture
def answers(tmp_path: Path) -> InitAnswers:
    """Answers for a stand-alone till."""
    return InitAnswers(
        store=StoreAnswers(name="Corner shop", currency="EUR", time_zone="UTC"),
        operator=FirstOperator(operator_id="7", name="Zoe", pin="271828"),
        key_folder=str(tmp_path / "keys"),
    )


def test_a_stand_alone_till_is_ready_to_sign_on(
    tmp_path: Path, answers: InitAnswers
) -> None:
    steps: list[str] = []

    new = make_home(
        tmp_path / "till", answers, pin_cost=_CHEAP, on_progress=steps.append
    )

    home = Home.load(tmp_path / "till")
    keys = load_keys(home)
    operator = ReplicaReader(home, keys).find("7")
    (epoch,) = LedgerReader(home, keys).epochs()
    assert operator is not None
    assert operator.role == "manager"
    assert Argon2PinHasher().verify(operator.pin_hash, "271828")
    assert (epoch.epoch, epoch.last_seq) == (new.epoch, 1)
    assert (new.series, new.operators, new.rows) == ("A", 1, 0)
    assert recover_keys(home.keys_path, new.recovery_code).data_key == keys.data_key
    assert not is_recovery_confirmed(home)
    assert len(steps) == len(set(steps)) > 2


def test_a_confirmed_code_is_recorded(tmp_path: Path, answers: InitAnswers) -> None:
    confirmed = msgspec.structs.replace(answers, recovery_confirmed=True)

    make_home(tmp_path / "till", confirmed, pin_cost=_CHEAP)

    assert is_recovery_confirmed(Home.load(tmp_path / "till"))


def test_a_demo_home_keeps_its_keys_in_itself(
    tmp_path: Path, answers: InitAnswers
) -> None:
    demo = msgspec.structs.replace(answers, demo=True, key_folder="")

    make_home(tmp_path / "till", demo, pin_cost=_CHEAP)

    home = Home.load(tmp_path / "till")
    assert home.settings.demo
    assert len(load_keys(home).data_key) == 32
    assert len(list((home.path / "keys").iterdir())) == 2


def test_the_keys_lie_outside_of_a_real_home(
    tmp_path: Path, answers: InitAnswers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    real = msgspec.structs.replace(answers, key_folder="")

    make_home(tmp_path / "till", real, pin_cost=_CHEAP)

    names = [path.suffix for path in (tmp_path / "config/evertill/keys").iterdir()]
    assert sorted(names) == [".key", ".witness"]


def test_a_till_is_never_made_over_another(
    tmp_path: Path, answers: InitAnswers
) -> None:
    make_home(tmp_path / "till", answers, pin_cost=_CHEAP)
    before = (tmp_path / "till" / "ledger.db").read_bytes()

    with pytest.raises(HomeExistsError):
        make_home(tmp_path / "till", answers, pin_cost=_CHEAP)

    assert (tmp_path / "till" / "ledger.db").read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"operator": None}, SettingValueError, "first operator"),
        (
            {"operator": FirstOperator(pin="123456")},
            WeakPinError,
            "count up or down",
        ),
        (
            {"store": StoreAnswers(name="A", currency="ZZZ")},
            SettingValueError,
            "no currency",
        ),
        ({"key_store": "tpm"}, KeyStoreMissingError, "TPM"),
        (
            {"reference_data": "local", "central": CentralAnswers(url="https://a")},
            SettingValueError,
            "a center is given",
        ),
        (
            {"reference_data": "central"},
            SettingValueError,
            "address and an enrolment code",
        ),
        (
            {"central": CentralAnswers(url="https://a.example", code="c")},
            SettingValueError,
            "come from the center",
        ),
        (
            {
                "central": CentralAnswers(url="https://a.example", code="c"),
                "operator": None,
                "demo": True,
            },
            SettingValueError,
            "joins no real center",
        ),
        (
            {
                "central": CentralAnswers(url="http://127.0.0.1:9", code="c"),
                "operator": None,
            },
            SyncError,
            "center",
        ),
    ],
)
def test_a_refusal_leaves_nothing_behind(
    tmp_path: Path,
    answers: InitAnswers,
    changes: dict[str, object],
    error: type[Exception],
    words: str,
) -> None:
    refused = msgspec.structs.replace(answers, **changes)

    with pytest.raises(error, match=words):
        make_home(tmp_path / "till", refused, pin_cost=_CHEAP)

    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert left == []
    assert not (tmp_path / "till").exists()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"]
)
def test_a_demo_till_may_join_a_center_on_this_computer(
    answers: InitAnswers, url: str
) -> None:
    demo = msgspec.structs.replace(
        answers, operator=None, demo=True, central=CentralAnswers(url=url, code="c")
    )

    check_answers(demo)

    assert source_of(demo) == "central"


def test_the_source_follows_from_the_center_unless_it_is_said(
    answers: InitAnswers,
) -> None:
    assert source_of(answers) == "local"
    assert (
        source_of(msgspec.structs.replace(answers, reference_data="central"))
        == "central"
    )

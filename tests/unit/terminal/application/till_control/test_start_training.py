"""Who may leave the till for a lesson, and when."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.events.access_refused_v1 import AccessRefused
from terminal.application.till_control.sign_off import SignOff
from terminal.application.till_control.start_training import StartTraining
from terminal.domain.access.permissions import ROLES, TRAINING_START
from terminal.domain.errors import (
    NotSignedOnError,
    PermissionRefusedError,
    TrainingTillError,
    TransactionOpenError,
)
from tests.fakes.reference_data import STORE
from tests.fakes.till import MemoryTill, add, open_memory_till, sign_on


def test_supervisors_and_managers_may_and_cashiers_may_not() -> None:
    assert {role for role, may in ROLES.items() if TRAINING_START in may} == {
        "supervisor",
        "manager",
    }


def test_a_manager_may_and_the_ledger_stays_as_it_was() -> None:
    till = open_memory_till()
    before = len(till.ledger.events)

    till.use_cases.start_training(StartTraining())

    assert len(till.ledger.events) == before


def test_a_till_whose_day_is_closed_may_be_left_too() -> None:
    till = MemoryTill()
    sign_on(till)

    till.use_cases.start_training(StartTraining())


def test_a_cashier_may_not_and_that_is_recorded() -> None:
    till = open_memory_till()
    sign_on(till, "c1")

    with pytest.raises(PermissionRefusedError):
        till.use_cases.start_training(StartTraining())

    refused = till.ledger.events[-1].body
    assert isinstance(refused, AccessRefused)
    assert (refused.operator_id, refused.permission) == ("c1", "training.start")


def test_nobody_leaves_an_open_sale() -> None:
    till = open_memory_till()
    add(till)

    with pytest.raises(TransactionOpenError):
        till.use_cases.start_training(StartTraining())


def test_somebody_must_be_signed_on() -> None:
    till = open_memory_till()
    till.use_cases.sign_off(SignOff())

    with pytest.raises(NotSignedOnError):
        till.use_cases.start_training(StartTraining())


def test_training_starts_no_training() -> None:
    till = open_memory_till(msgspec.structs.replace(STORE, is_training=True))

    with pytest.raises(TrainingTillError):
        till.use_cases.start_training(StartTraining())

"""What is not paid leaves the same record, whoever sets it aside or gives it up."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.events import EventBody
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_suspended_v1 import TransactionSuspended
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.till_control.settle_till import SettleTill
from terminal.domain.till.till_policy import TransactionDecision
from tests.fakes.till import MemoryTill, add, open_memory_till, sign_on


def _till_with_a_basket() -> tuple[MemoryTill, str]:
    till = open_memory_till()
    sign_on(till, "m1")
    return till, add(till, quantity=2).transaction_id


def _recorded(till: MemoryTill, kind: type[EventBody]) -> dict[str, object]:
    (body,) = [e.body for e in till.ledger.events if isinstance(e.body, kind)]
    return msgspec.to_builtins(body)  # type: ignore[no-any-return]  # a Struct


@pytest.mark.parametrize(
    ("decision", "kind"),
    [
        (TransactionDecision.CANCEL, TransactionCancelled),
        (TransactionDecision.CARRY_OVER, TransactionSuspended),
    ],
)
def test_a_settlement_records_what_an_operator_would(
    decision: TransactionDecision, kind: type[EventBody]
) -> None:
    by_settlement, transaction_id = _till_with_a_basket()
    by_operator, _ = _till_with_a_basket()

    by_settlement.use_cases.settle_till(
        SettleTill(counted_minor=0, suspended={transaction_id: decision})
    )
    if kind is TransactionCancelled:
        by_operator.use_cases.cancel_transaction(
            CancelTransaction(reason="till settled")
        )
    else:
        by_operator.use_cases.suspend_transaction(SuspendTransaction())

    assert _recorded(by_settlement, kind) == _recorded(by_operator, kind)

"""Decides about open and suspended transactions, so that a till always closes."""

from collections.abc import Mapping

from terminal.application.handler import Services
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.leaving_unpaid import cancel, suspend
from terminal.application.selling.repricing import price_open
from terminal.application.standing import Standing
from terminal.application.till_control.till_view import DecidedView, UndecidedView
from terminal.domain.errors import (
    SuspendedTransactionsError,
    UnknownTransactionError,
)
from terminal.domain.till.till_policy import TransactionDecision, UndecidedPolicy
from terminal.domain.transaction.retail_transaction import RetailTransaction

CANCELLED_AT_SETTLEMENT = "till settled"
"""The reason that is recorded with what a settlement cancels."""


def undecided(uow: UnitOfWork) -> tuple[UndecidedView, ...]:
    """Return the transactions that a settlement decides about, the open one first."""
    transaction = uow.baskets.open_basket()
    first = () if transaction is None else (_open_view(transaction),)
    return first + tuple(
        UndecidedView(
            transaction_id=view.transaction_id,
            line_count=view.line_count,
            total_minor=view.total_minor,
            is_open=False,
        )
        for view in uow.baskets.list_suspended()
    )


def carry_out_decisions(
    uow: UnitOfWork,
    services: Services,
    standing: Standing,
    decisions: Mapping[str, TransactionDecision],
    at_ms: int,
) -> tuple[DecidedView, ...]:
    """Cancel or suspend every open or suspended transaction, inside a unit.

    Tender that lies on the counter of the open one goes back to the shopper first:
    it was never taken.

    Raises:
        UnknownTransactionError: a decision about something that is not there.
        SuspendedTransactionsError: the store's policy wants a decision that is
            missing.
    """
    waiting = undecided(uow)
    _require_known(waiting, decisions)
    policy = uow.store.till.undecided
    missing = [view for view in waiting if view.transaction_id not in decisions]
    if missing and policy is UndecidedPolicy.ASK:
        raise SuspendedTransactionsError(
            f"{len(missing)} transactions are open or suspended; decide for each"
            " whether it is cancelled or carried over",
            count=len(missing),
        )
    return tuple(
        _carry_out(
            uow, services, standing, view, _decision(view, decisions, policy), at_ms
        )
        for view in waiting
    )


def _decision(
    view: UndecidedView,
    decisions: Mapping[str, TransactionDecision],
    policy: UndecidedPolicy,
) -> TransactionDecision:
    told = decisions.get(view.transaction_id)
    if told is not None:
        return told
    if policy is UndecidedPolicy.CANCEL or not view.line_count:
        # A basket of voided lines alone is nothing to come back for.
        return TransactionDecision.CANCEL
    return TransactionDecision.CARRY_OVER


def _require_known(
    waiting: tuple[UndecidedView, ...], decisions: Mapping[str, TransactionDecision]
) -> None:
    unknown = decisions.keys() - {view.transaction_id for view in waiting}
    if unknown:
        raise UnknownTransactionError(
            "a decision names a transaction that is neither open nor suspended; look"
            " at the list again",
            transaction_id=min(unknown)[:40],
        )


def _carry_out(
    uow: UnitOfWork,
    services: Services,
    standing: Standing,
    view: UndecidedView,
    decision: TransactionDecision,
    at_ms: int,
) -> DecidedView:
    given_back = 0
    transaction = None
    if view.is_open:
        transaction = uow.baskets.open_basket()
        assert transaction is not None
        given_back = _give_back(uow, services, transaction)
        if decision is TransactionDecision.CARRY_OVER:
            suspend(uow, standing, transaction, at_ms)
    elif decision is TransactionDecision.CANCEL:
        transaction = uow.baskets.retrieve(view.transaction_id)
    if decision is TransactionDecision.CANCEL:
        assert transaction is not None
        cancel(uow, standing, transaction, CANCELLED_AT_SETTLEMENT, at_ms)
    return DecidedView(
        transaction_id=view.transaction_id,
        decision=decision,
        was_open=view.is_open,
        given_back_minor=given_back,
    )


def _give_back(
    uow: UnitOfWork, services: Services, transaction: RetailTransaction
) -> int:
    """Take all tender out of the open transaction; return what it came to."""
    given_back = sum(tender.amount_minor for tender in transaction.tenders)
    for tender in reversed(transaction.tenders):
        transaction.remove_tender(tender.sequence)
    if transaction.terms.tender is not None:
        # Prices that were given for a tender go with it.
        transaction.choose_tender(None)
        price_open(uow, services, transaction)
    uow.baskets.save(transaction)
    return given_back


def _open_view(transaction: RetailTransaction) -> UndecidedView:
    return UndecidedView(
        transaction_id=transaction.transaction_id,
        line_count=transaction.item_count,
        total_minor=transaction.total_minor,
        is_open=True,
    )

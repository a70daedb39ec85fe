"""Who is signed on, may they, and is the till open: asked by every use case."""

import msgspec

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.errors import (
    BusinessDayClosedError,
    NoOpenTransactionError,
    NotSignedOnError,
    PermissionRefusedError,
    ReasonRequiredError,
    TenderStartedError,
    TillPeriodClosedError,
    TransactionOpenError,
)
from terminal.domain.plain_text import is_plain
from terminal.domain.till.till_state import SessionState, TillState
from terminal.domain.transaction.retail_transaction import RetailTransaction

REASON_LENGTH_MAX = 200


class Standing(msgspec.Struct, frozen=True, gc=False):
    """The session, period and day in which a use case happens."""

    session: SessionState
    till_period_id: str
    business_day: str


def require_session(state: TillState, permission: str) -> SessionState:
    """Return the session if its operator may do this.

    Raises:
        NotSignedOnError: nobody is signed on.
        PermissionRefusedError: the operator lacks a permission.
    """
    session = state.session
    if session is None:
        raise NotSignedOnError("nobody is signed on; sign on first")
    require_permission(session, permission)
    return session


def require_permission(session: SessionState, permission: str) -> None:
    """Refuse what the operator may not do.

    Raises:
        PermissionRefusedError: the handler records it.
    """
    if permission not in session.permissions:
        raise PermissionRefusedError(
            f"{session.name} may not do this ({permission}); ask a supervisor",
            permission=permission,
            operator_id=session.operator_id,
        )


def require_standing(uow: UnitOfWork, permission: str) -> Standing:
    """Return where the use case stands, with day and period open.

    Raises:
        NotSignedOnError: nobody is signed on.
        PermissionRefusedError: the operator lacks the permission.
        BusinessDayClosedError: no business day is open.
        TillPeriodClosedError: the till is settled.
    """
    state = uow.till.state()
    session = require_session(state, permission)
    if state.business_day is None:
        raise BusinessDayClosedError("no business day is open; open one first")
    if state.period is None:
        raise TillPeriodClosedError("the till is settled; open a till period first")
    return Standing(
        session, state.period.till_period_id, state.business_day.business_day
    )


def require_open_transaction(uow: UnitOfWork) -> RetailTransaction:
    """Return the open transaction.

    Raises:
        NoOpenTransactionError: there is none.
    """
    transaction = uow.baskets.open_basket()
    if transaction is None:
        raise NoOpenTransactionError("no transaction is open; scan an item first")
    return transaction


def require_no_open_transaction(uow: UnitOfWork) -> None:
    """Refuse while a transaction is open.

    Raises:
        TransactionOpenError: complete, suspend or cancel it.
    """
    if uow.baskets.open_basket() is not None:
        raise TransactionOpenError(
            "a transaction is open; complete, suspend or cancel it first"
        )


def require_no_tender(transaction: RetailTransaction) -> None:
    """Refuse while tender lies on the counter.

    Raises:
        TenderStartedError: give it back and remove it.
    """
    if transaction.tenders:
        raise TenderStartedError(
            "tender was given already; give it back and remove it first"
        )


def require_reason(reason: str) -> str:
    """Return the reason on one line, without white space around it.

    Raises:
        ReasonRequiredError: empty, too long, or with characters that would reach
            the printer as commands.
    """
    line = " ".join(reason.split())
    if not line or len(line) > REASON_LENGTH_MAX or not is_plain(line):
        raise ReasonRequiredError(
            f"give a reason of at most {REASON_LENGTH_MAX} plain characters",
            limit=REASON_LENGTH_MAX,
        )
    return line

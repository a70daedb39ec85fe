"""Names of tenders."""

import re
from typing import Final

from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.errors import TenderNotTakenError, UnknownTenderError
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.return_policy import RefundRule

_METHOD: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")


def is_method(method: str) -> bool:
    """Tell whether this can be a tender's name."""
    return _METHOD.fullmatch(method) is not None


def require_method(method: str) -> None:
    """Refuse what cannot be a tender's name.

    Raises:
        UnknownTenderError: it is no short lower-case word.
    """
    if not is_method(method):
        raise UnknownTenderError(
            "a tender is named by a short lower-case word, e.g. card_manual",
            method=method[:40],
        )


def require_taken(uow: UnitOfWork, transaction: RetailTransaction, method: str) -> None:
    """Refuse a tender that the store does not take.

    Money may go back by what it came, even if that is not taken any more: the plan
    of the refund bounds it, unless refunds are free.

    Raises:
        TenderNotTakenError: its name is not among those of the setting
            ``till.tenders``.
    """
    store = uow.store
    is_planned = store.returns.refunds is not RefundRule.FREE
    if transaction.due_minor < 0 and is_planned:
        return
    if method not in store.till.tenders:
        raise TenderNotTakenError(
            f"{method} is not taken here; choose another tender, or add it to the"
            " store's tenders",
            method=method,
        )

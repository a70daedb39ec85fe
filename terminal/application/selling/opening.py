"""Opens a transaction with its first line."""

from terminal.application.handler import Services
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.standing import Standing
from terminal.domain.errors import (
    InvalidSourceReferenceError,
    SourceReferenceUsedError,
)
from terminal.domain.plain_text import is_plain
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader

SOURCE_REFERENCE_LENGTH_MAX = 100


def require_or_open_transaction(
    uow: UnitOfWork,
    services: Services,
    standing: Standing,
    source_reference: str | None = None,
) -> RetailTransaction:
    """Return the open transaction, or a new one that the caller must save.

    Its id, which becomes the event id of the completed sale, is born here.

    Raises:
        SourceReferenceUsedError: the outside id is already in the ledger.
    """
    transaction = uow.baskets.open_basket()
    if transaction is not None:
        return transaction
    if source_reference is not None:
        require_unused_reference(uow, source_reference)
    store = uow.store
    return RetailTransaction(
        TransactionHeader(
            transaction_id=services.ids.new(),
            operator_id=standing.session.operator_id,
            session_id=standing.session.session_id,
            till_period_id=standing.till_period_id,
            business_day=standing.business_day,
            opened_at_ms=services.clock.wall_ms(),
            currency=store.currency,
            tax_mode=TaxMode(store.tax_mode),
            source_reference=source_reference,
            tax_rounding=store.pricing.tax_rounding,
            tax_step_minor=store.pricing.tax_step_minor,
            tax_halves=store.pricing.tax_halves,
            cash_rounding=store.pricing.cash_rounding,
            store=store.store,
        )
    )


def require_unused_reference(uow: UnitOfWork, source_reference: str) -> None:
    """Refuse an outside id that a finished transaction has.

    Raises:
        InvalidSourceReferenceError: empty, too long or not plain text.
        SourceReferenceUsedError: the ledger has it; nothing is to be done again.
    """
    if not 0 < len(source_reference) <= SOURCE_REFERENCE_LENGTH_MAX or not is_plain(
        source_reference
    ):
        raise InvalidSourceReferenceError(
            f"a source reference has 1 to {SOURCE_REFERENCE_LENGTH_MAX} plain"
            " characters; change it",
            limit=SOURCE_REFERENCE_LENGTH_MAX,
        )
    known = uow.finished.find_by_source_reference(source_reference)
    if known is not None:
        raise SourceReferenceUsedError(
            f"{source_reference} is already sold as {known.series}-{known.number};"
            " do not sell it again",
            source_reference=source_reference,
            series=known.series,
            number=known.number,
        )

"""Record a blind count of the till."""

import msgspec
from typing_extensions import override

from sync.protocol.events.till_counted_v1 import CashCount, TillCounted
from terminal.application.handler import Handler
from terminal.application.standing import require_standing
from terminal.application.tendering.methods import is_method
from terminal.application.till_control.till_view import TillCountView
from terminal.domain.access.permissions import TILL_COUNT
from terminal.domain.errors import InvalidAmountError
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.till.denominations import (
    CashCounted,
    count_cash,
    is_cash_currency,
)
from terminal.domain.till.settlement import TillCount, require_cash_amount


class CountTill(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody counted what is in the till.

    Attributes:
        pieces: Pieces by face value in minor units, by ISO 4217 code.
        sums_minor: Cash of which only the sum was keyed, by ISO 4217 code.
        others_minor: Other tenders in store currency, by method.
    """

    pieces: dict[str, dict[int, int]] = {}
    sums_minor: dict[str, int] = {}
    others_minor: dict[str, int] = {}


class CountTillHandler(Handler[CountTill, TillCountView]):
    """Records the count; the settlement takes the last one of its period.

    The answer repeats what was counted and nothing else: whoever counts shall not
    learn what was expected before the till is settled.
    """

    @override
    def _handle(self, command: CountTill) -> TillCountView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, TILL_COUNT)
            count = count_of(command, uow.store.currency.code)
            last = uow.till.last_count(standing.till_period_id)
            number = 1 if last is None else last.count_number + 1
            now_ms = self._clock.wall_ms()
            uow.events.append(
                TillCounted(
                    till_period_id=standing.till_period_id,
                    business_day=standing.business_day,
                    count_number=number,
                    cash=event_cash(count.cash),
                    others=count.others,
                    operator_id=standing.session.operator_id,
                    session_id=standing.session.session_id,
                    at_ms=now_ms,
                ),
                business_day=standing.business_day,
            )
            currency = uow.store.currency
            uow.commit()
        return TillCountView(
            count_number=number,
            cash=count.cash,
            others_minor=count.others,
            at_ms=now_ms,
            currency=currency.code,
            exponent=currency.exponent,
        )


def count_of(command: CountTill, store_currency: str) -> TillCount:
    """Return the count that *command* describes, sorted.

    Cash of the store's currency is always in it: a drawer without any is counted too.

    Raises:
        InvalidAmountError: an impossible amount, or a currency counted twice.
    """
    cash = {code: count_cash(code, pieces) for code, pieces in command.pieces.items()}
    for code, amount in command.sums_minor.items():
        require_cash_amount(amount)
        if code in cash:
            raise InvalidAmountError(
                f"{code} was counted by pieces and by its sum; key one of them"
            )
        cash[code] = CashCounted(currency=code, amount_minor=amount)
    if store_currency not in cash:
        cash[store_currency] = CashCounted(currency=store_currency, amount_minor=0)
    for code in cash:
        if not is_cash_currency(code, store_currency):
            raise InvalidAmountError(
                f"{code[:3]!r} is no currency; count again with its three letters"
            )
    for method, amount in command.others_minor.items():
        require_cash_amount(amount)
        if not is_method(method):
            raise InvalidAmountError(
                f"{method[:40]!r} is no tender; choose those of the list"
            )
        if method == CASH:
            raise InvalidAmountError("count cash by its pieces or its sum")
    return TillCount(
        cash=tuple(cash[code] for code in sorted(cash)),
        others=tuple(sorted(command.others_minor.items())),
    )


def event_cash(cash: tuple[CashCounted, ...]) -> tuple[CashCount, ...]:
    """Return the counted cash as events hold it."""
    return tuple(
        CashCount(
            currency=one.currency,
            denominations=one.denominations,
            amount_minor=one.amount_minor,
        )
        for one in cash
    )

"""List the loans, pickups, paid ins, paid outs and safe drops of the period."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.standing import require_standing
from terminal.domain.access.permissions import TILL_SEE_EXPECTED
from terminal.domain.till.tender_control import TenderControlTransaction


class ListTenderControl(msgspec.Struct, frozen=True, kw_only=True):
    """Ask what moved without a sale in the running period."""


Movements = tuple[TenderControlTransaction, ...]


class ListTenderControlHandler(Handler[ListTenderControl, Movements]):
    """Reads the movements, oldest first; they tell a part of what is expected."""

    @override
    def _handle(self, command: ListTenderControl) -> Movements:
        with self._ledger.draft() as uow:
            standing = require_standing(uow, TILL_SEE_EXPECTED)
            found = tuple(uow.till.list_tender_control(standing.till_period_id))
            uow.commit()
        return found

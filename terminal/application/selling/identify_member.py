"""Say who buys, so that their prices and promotions hold."""

import msgspec
from typing_extensions import override

from terminal.application.approval import require_authority
from terminal.application.handler import Handler
from terminal.application.ports.members import Members
from terminal.application.selling.keeping import keep
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.sale_view import SaleView
from terminal.application.selling.views import sale_view
from terminal.application.standing import require_no_tender
from terminal.domain.access.permissions import SELL
from terminal.domain.errors import InvalidScanCodeError, UnknownMemberError
from terminal.domain.member.member import Member
from terminal.domain.scan_code import ScanRules, parse


class IdentifyMember(msgspec.Struct, frozen=True, kw_only=True):
    """The customer showed a card or an app.

    Attributes:
        code: As read or keyed.
    """

    code: str


class IdentifyMemberHandler(Handler[IdentifyMember, SaleView]):
    """Finds the member and prices the whole transaction again for them.

    Opens a transaction when none is open: many customers show their card first.
    Lines keep the instant at which they were rung up.
    """

    @override
    def _handle(self, command: IdentifyMember) -> SaleView:
        with self._ledger.draft() as uow:
            authority = require_authority(uow, None, SELL)
            member = require_member(uow.members, command.code, uow.store.scan_rules)
            transaction = require_or_open_transaction(
                uow, self._services, authority.standing
            )
            require_no_tender(transaction)
            transaction.set_member(member)
            keep(uow, self._services, authority, transaction, command)
        return sale_view(transaction)


def require_member(members: Members, code: str, rules: ScanRules) -> Member:
    """Return the active member with a code.

    Raises:
        UnknownMemberError: nobody has it, or the card is no longer valid.
    """
    text = code.strip()
    member = members.find_member_by_code(text)
    if member is None:
        try:
            member = members.find_member_by_code(parse(text, rules).value)
        except InvalidScanCodeError:
            member = None
    if member is None or not member.is_active:
        raise UnknownMemberError(
            "no member has this code, or the card is no longer valid; sell without it",
            code=text[:80],
        )
    return member

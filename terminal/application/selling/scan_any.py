"""One box for whatever comes: goods, a member's card, a coupon."""

from typing import Literal

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler, Services
from terminal.application.selling.add_item import AddItem, AddItemHandler
from terminal.application.selling.enter_coupon import EnterCoupon, EnterCouponHandler
from terminal.application.selling.identify_member import (
    IdentifyMember,
    IdentifyMemberHandler,
)
from terminal.application.selling.sale_view import LineChange, SaleView
from terminal.domain.errors import (
    InvalidScanCodeError,
    UnknownCouponError,
    UnknownItemError,
    UnknownMemberError,
)
from terminal.domain.scan_code import ScanCodeKind


class ScanAny(AddItem, frozen=True, kw_only=True):
    """Something was scanned, or keyed into the one field.

    The other fields are for goods and mean what they mean in ``AddItem``.
    """


class Scanned(msgspec.Struct, frozen=True, kw_only=True):
    """What it was, with the view of what it changed.

    Attributes:
        line: The line, when goods were rung up; else None.
        sale: The whole transaction, when a card or coupon priced it again.
    """

    kind: Literal["item", "member", "coupon"]
    line: LineChange | None = None
    sale: SaleView | None = None


class ScanAnyHandler(Handler[ScanAny, Scanned]):
    """Takes goods first; only what is no item can be a card or a coupon.

    A store's coupons and cards may have plain numbers, so what no item has is
    looked up among them before it is refused as an unknown item.
    """

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._add_item = AddItemHandler(services)
        self._identify_member = IdentifyMemberHandler(services)
        self._enter_coupon = EnterCouponHandler(services)

    @override
    def __call__(self, command: ScanAny) -> Scanned:
        """Carry out the command; the use case that takes it records its refusal."""
        return self._handle(command)

    @override
    def _handle(self, command: ScanAny) -> Scanned:
        try:
            return Scanned(kind="item", line=self._add_item(command))
        except UnknownItemError as unknown:
            found = self._member_or_coupon(command.scan_code)
            if found is None:
                raise unknown from None
            return found
        except InvalidScanCodeError as invalid:
            reason = invalid.details.get("reason")
            if reason == ScanCodeKind.MEMBER:
                return self._member(command.scan_code)
            if reason == ScanCodeKind.COUPON:
                return self._coupon(command.scan_code)
            # Cards and coupons need no check digit of goods.
            found = (
                self._member_or_coupon(command.scan_code)
                if reason == "check_digit"
                else None
            )
            if found is None:
                raise
            return found

    def _member_or_coupon(self, code: str) -> Scanned | None:
        try:
            return self._member(code)
        except UnknownMemberError:
            pass
        try:
            return self._coupon(code)
        except UnknownCouponError:
            return None

    def _member(self, code: str) -> Scanned:
        return Scanned(
            kind="member", sale=self._identify_member(IdentifyMember(code=code))
        )

    def _coupon(self, code: str) -> Scanned:
        return Scanned(kind="coupon", sale=self._enter_coupon(EnterCoupon(code=code)))

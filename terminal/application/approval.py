"""A second person lends a permission or a higher limit for one command.

They identify themselves with operator id and PIN as at sign-on, behind the same
delay.  The command then happens in the operator's session; both identities are in
the ledger: an ``access.approved`` in the same commit, and the approver's id on what
was changed.
"""

import msgspec
from typing_extensions import override

from sync.protocol.events.access_approved_v1 import AccessApproved
from terminal.application.handler import Services
from terminal.application.identification import NotIdentified, identify
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.standing import Standing, require_standing
from terminal.domain.access.limits import RoleLimits, is_above, limits_of
from terminal.domain.access.permissions import permissions_of
from terminal.domain.errors import (
    AboveLimitError,
    ApprovalRefusedError,
    PermissionRefusedError,
)


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """Who approves; travels with the command that needs it.

    Attributes:
        pin: Keyed by the approver; kept nowhere.
    """

    operator_id: str
    pin: str

    @override
    def __repr__(self) -> str:
        """Return the approval without its PIN, which no log may have."""
        return f"Approval(operator_id={self.operator_id!r}, pin=...)"


class Approver(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was identified and may approve what their role allows."""

    operator_id: str
    name: str
    role: str
    permissions: frozenset[str]


class Authority:
    """What the operator may do in one command, alone or with an approver.

    Collects what the approver was needed for, so that it is recorded once.
    """

    __slots__ = ("_approver", "_limits", "_needed", "standing")

    def __init__(
        self,
        standing: Standing,
        approver: Approver | None,
        limits: tuple[RoleLimits, ...],
    ) -> None:
        self.standing = standing
        self._approver = approver
        self._limits = limits
        self._needed: list[str] = []

    @property
    def approved_by(self) -> str | None:
        """Id of the approver if the command needed one so far."""
        assert not self._needed or self._approver is not None
        return self._approver.operator_id if self._approver and self._needed else None

    def require(self, permission: str) -> None:
        """Pass if the operator, or else the approver, has a permission.

        Raises:
            PermissionRefusedError: the handler records it for who was refused.
        """
        session = self.standing.session
        if permission in session.permissions:
            return
        approver = self._approver
        if approver is not None and permission in approver.permissions:
            self._needed.append(permission)
            return
        refused = session if approver is None else approver
        raise PermissionRefusedError(
            f"{refused.name} may not do this ({permission}); ask a supervisor",
            permission=permission,
            operator_id=refused.operator_id,
        )

    def require_within(self, permission: str, limit_name: str, value: int) -> None:
        """Pass if a value is within the limit of the operator or the approver.

        Args:
            permission: What the limit bounds; whoever goes so far must have it.
            limit_name: Attribute of `RoleLimits`.
            value: In the limit's unit.

        Raises:
            PermissionRefusedError: the permission itself is missing.
            AboveLimitError: the handler records it for who was refused.
        """
        session = self.standing.session
        own: int | None = getattr(limits_of(session.role, self._limits), limit_name)
        if permission in session.permissions and not is_above(value, own):
            return
        approver = self._approver
        if approver is None or permission not in approver.permissions:
            self.require(permission)
            refused, limit = session.name, own
            refused_id = session.operator_id
        else:
            limit = getattr(limits_of(approver.role, self._limits), limit_name)
            if not is_above(value, limit):
                self._needed.append(permission)
                return
            refused, refused_id = approver.name, approver.operator_id
        raise AboveLimitError(
            f"{refused} may not go so far ({permission}); ask somebody with a higher"
            " limit",
            permission=permission,
            operator_id=refused_id,
            limit_name=limit_name,
            limit=limit if limit is not None else 0,
        )

    def record(
        self,
        uow: UnitOfWork,
        command: str,
        at_ms: int,
        transaction_id: str | None = None,
    ) -> None:
        """Append who approved what; nothing when nobody was needed."""
        if self._approver is None or not self._needed:
            return
        session = self.standing.session
        uow.events.append(
            AccessApproved(
                operator_id=session.operator_id,
                session_id=session.session_id,
                approver_id=self._approver.operator_id,
                permissions=tuple(sorted(set(self._needed))),
                command=command,
                transaction_id=transaction_id,
                at_ms=at_ms,
            ),
            business_day=self.standing.business_day,
        )


def identify_approver(services: Services, approval: Approval | None) -> Approver | None:
    """Return who approves; None when the command came without an approval.

    Call it before the command's own unit is opened.

    Raises:
        SignOnDelayedError: too many failures of this approver.
        ApprovalRefusedError: id and PIN do not go together; it is recorded.
    """
    if approval is None:
        return None
    found = identify(services, approval.operator_id, approval.pin)
    if isinstance(found, NotIdentified):
        raise ApprovalRefusedError(
            "approver and PIN do not go together; nothing was changed, try again in"
            f" {found.wait_ms // 1000} s",
            wait_ms=found.wait_ms,
        )
    return Approver(
        operator_id=found.operator_id,
        name=found.name,
        role=found.role,
        permissions=permissions_of(found.role, found.permissions),
    )


def open_unit(services: Services, approver: Approver | None) -> UnitOfWork:
    """Open the command's unit: an approval is a fact, a line alone is a draft."""
    return services.ledger.draft() if approver is None else services.ledger.final()


def require_authority(
    uow: UnitOfWork, approver: Approver | None, permission: str
) -> Authority:
    """Return where the command stands and what it may, with day and period open.

    *permission* is asked of the operator alone: nobody sells in another's name.

    Raises:
        DomainError: as `require_standing`.
    """
    standing = require_standing(uow, permission)
    return Authority(standing, approver, uow.store.role_limits)

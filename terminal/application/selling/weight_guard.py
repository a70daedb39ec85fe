"""Whether a weight may come from a person's keys instead of a scale."""

from terminal.application.approval import Authority
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.domain.access.permissions import WEIGHT_KEY
from terminal.domain.catalog.selling_policy import KeyedWeight


def require_keyed_weight(uow: UnitOfWork, authority: Authority) -> None:
    """Check a weight that no scale and no label told.

    Raises:
        PermissionRefusedError: The shop asks for a permission, and neither operator
            nor approver has it.
    """
    if uow.store.selling_policy.keyed_weight is KeyedWeight.PERMISSION:
        authority.require(WEIGHT_KEY)

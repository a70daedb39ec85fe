"""The people who may sign on, read-only."""

from typing import Protocol

import msgspec


class OperatorRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One operator.

    Attributes:
        role: ``cashier``, ``supervisor`` or ``manager``.
        permissions: Granted besides those of the role.
        pin_hash: argon2id hash, never the PIN.
        language: Language the operator wants to read.
    """

    operator_id: str
    name: str
    role: str
    permissions: frozenset[str]
    pin_hash: str
    is_active: bool
    language: str


class Operators(Protocol):
    """Operators as the reference data names them."""

    def find(self, operator_id: str) -> OperatorRecord | None:
        """Return the operator, also an inactive one, or None."""

    def list_active(self) -> list[OperatorRecord]:
        """Return the operators who may sign on, by name."""

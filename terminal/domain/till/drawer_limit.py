"""How much cash may lie in the drawer."""

from terminal.domain.errors import DrawerFullError
from terminal.domain.till.till_policy import DrawerLimitPolicy, TillPolicy


def is_lift_due(cash_minor: int, policy: TillPolicy) -> bool:
    """Tell whether the drawer holds so much that a pickup is due."""
    return 0 < policy.lift_at_minor < cash_minor


def require_drawer_room(
    cash_minor: int, received_minor: int, policy: TillPolicy
) -> None:
    """Refuse cash that the drawer must not hold, if the store's policy says so.

    Cash that goes out is never refused: it makes room.

    Args:
        cash_minor: What the till should hold now, in store currency.
        received_minor: By how much a tender would change that, change given back
            taken off.
        policy: The store's settings.

    Raises:
        DrawerFullError: record a pickup first, or take another tender.
    """
    if (
        policy.drawer_limit_policy is not DrawerLimitPolicy.REFUSE
        or policy.drawer_limit_minor <= 0
        or received_minor <= 0
        or cash_minor + received_minor <= policy.drawer_limit_minor
    ):
        return
    raise DrawerFullError(
        "the drawer holds as much cash as it may; nothing was taken: record a"
        " pickup, or take another tender",
        limit_minor=policy.drawer_limit_minor,
    )

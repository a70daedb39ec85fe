"""How much of the ledger the central server is not known to hold."""

import msgspec


class PendingSync(msgspec.Struct, frozen=True, kw_only=True):
    """A statement for reports; closing a till never waits for it to become zero.

    Attributes:
        is_known: Whether a center ever told this till how far it is.
        events: Events that it is not known to hold.
    """

    is_known: bool
    events: int


def pending_sync(
    events_by_epoch: dict[str, int], acknowledged_by_epoch: dict[str, int]
) -> PendingSync:
    """Return what is pending.

    Args:
        events_by_epoch: Events of each epoch in the ledger.
        acknowledged_by_epoch: Last seq of each epoch that the center confirmed; it
            may name epochs that this ledger does not hold.
    """
    pending = sum(
        count - min(count, acknowledged_by_epoch.get(epoch, 0))
        for epoch, count in events_by_epoch.items()
    )
    return PendingSync(is_known=bool(acknowledged_by_epoch), events=pending)

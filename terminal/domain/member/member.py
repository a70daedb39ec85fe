"""A customer that the shop knows by a code."""

import msgspec


class Member(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member as the reference data names them; also the row of the feed.

    Attributes:
        code: What their card or app shows, normalised as scans are.
        name: Shown to the operator, never printed in full.
        tier: Level that price lists and promotions ask for; None for the lowest.
        groups: Customer groups they belong to.
        is_active: False when the code must be refused.
        points_balance: Points as the center knew them.
        points_as_of: Last seq of each epoch (of any till) that ``points_balance``
            has; what a till recorded since counts on top.
    """

    member_id: str
    code: str
    name: str = ""
    tier: str | None = None
    groups: tuple[str, ...] = ()
    is_active: bool = True
    points_balance: int = 0
    points_as_of: dict[str, int] = {}

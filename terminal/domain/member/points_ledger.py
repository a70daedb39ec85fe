"""The points of members: entries that are only ever added, and mirrored.

What comes back takes its points along by cumulative shares: whatever the parts in
which a sale comes back, what was earned goes back exactly and what was burned is
restored exactly, never more.  A balance may go below zero: then the points of goods
that came back were spent before.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from terminal.domain.money import share_of


class PointsKind(StrEnum):
    """What moved the points.

    Attributes:
        EARN: Goods were paid; or the return that took them back was voided.
        BURN: Points paid; or the refund that restored them was voided.
        EARN_REVERSED: The goods came back, or their sale was voided.
        BURN_RESTORED: A refund gave them back, or their sale was voided.
    """

    EARN = "earn"
    BURN = "burn"
    EARN_REVERSED = "earn_reversed"
    BURN_RESTORED = "burn_restored"


_MIRROR: Final = {
    PointsKind.EARN: PointsKind.EARN_REVERSED,
    PointsKind.EARN_REVERSED: PointsKind.EARN,
    PointsKind.BURN: PointsKind.BURN_RESTORED,
    PointsKind.BURN_RESTORED: PointsKind.BURN,
}


class PointsEntry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One movement of a member's points.

    Attributes:
        points: Signed: what it does to the balance.
        rule_id: Programme that says so.
        amount_minor: What points paid (signed like the tender); 0 for earning.
        line_sequence: Line that earned, or None.
        tender_sequence: Tender that burned, or None.
        of_event_id: Transaction that line and tender are of, when it is an earlier
            one whose points this entry mirrors.
    """

    member_id: str
    kind: PointsKind
    points: int
    rule_id: str = ""
    amount_minor: int = 0
    line_sequence: int | None = None
    tender_sequence: int | None = None
    of_event_id: str | None = None


class PointsBack(NamedTuple):
    """What of an entry went back so far, signed like the entry."""

    points: int = 0
    amount_minor: int = 0


NOTHING_BACK: Final = PointsBack()

PlaceOfEntry = tuple[int | None, int | None]
"""Line and tender of a transaction that an entry belongs to."""


def place_of(entry: PointsEntry) -> PlaceOfEntry:
    """Return what an entry belongs to within its transaction."""
    return entry.line_sequence, entry.tender_sequence


def mirrored(entries: Iterable[PointsEntry], event_id: str) -> tuple[PointsEntry, ...]:
    """Return what undoes all points of the transaction *event_id*."""
    return tuple(
        msgspec.structs.replace(
            entry,
            kind=_MIRROR[entry.kind],
            points=-entry.points,
            amount_minor=-entry.amount_minor,
            of_event_id=entry.of_event_id or event_id,
        )
        for entry in entries
    )


def earn_reversed(
    entry: PointsEntry, event_id: str, back: PointsBack, cumulative: int, whole: int
) -> PointsEntry | None:
    """Return what a returned part of a line takes along of the points it earned.

    Args:
        entry: What the line earned.
        event_id: The transaction that sold it.
        back: What of the entry went back before.
        cumulative: Quantity that came back with this part.
        whole: Quantity that was sold.
    """
    points = max(share_of(entry.points, cumulative, whole) + back.points, 0)
    if not points:
        return None
    return msgspec.structs.replace(
        entry,
        kind=PointsKind.EARN_REVERSED,
        points=-points,
        of_event_id=event_id,
    )


def burn_restored(
    entry: PointsEntry, event_id: str, back: PointsBack, amount_minor: int
) -> PointsEntry:
    """Return what a refund by points gives back of a tender that burned them.

    Args:
        entry: What was burned.
        event_id: The transaction that took them.
        back: What of the entry was restored before.
        amount_minor: What is refunded by points now; at most what is left.
    """
    paid, before = entry.amount_minor, -back.amount_minor
    assert 0 < amount_minor <= paid - before, (amount_minor, paid, before)
    restored = share_of(-entry.points, before + amount_minor, paid) - back.points
    return msgspec.structs.replace(
        entry,
        kind=PointsKind.BURN_RESTORED,
        points=max(restored, 0),
        amount_minor=-amount_minor,
        of_event_id=event_id,
    )


class PointsLedger:
    """All points of all members, in memory; what a ledger file must agree with."""

    def __init__(self) -> None:
        self._balances: dict[str, int] = {}
        self._back: dict[tuple[str, PlaceOfEntry], PointsBack] = {}

    def add(self, entries: Sequence[PointsEntry]) -> None:
        """Add the entries of one event."""
        for entry in entries:
            member_id = entry.member_id
            self._balances[member_id] = self.balance(member_id) + entry.points
            if entry.of_event_id is not None:
                key = entry.of_event_id, place_of(entry)
                before = self._back.get(key, NOTHING_BACK)
                self._back[key] = PointsBack(
                    before.points + entry.points,
                    before.amount_minor + entry.amount_minor,
                )

    def balance(self, member_id: str) -> int:
        """Return the sum of a member's entries."""
        return self._balances.get(member_id, 0)

    def back_of(self, event_id: str) -> dict[PlaceOfEntry, PointsBack]:
        """Return what went back of each entry of a transaction."""
        return {
            place: back
            for (of_event_id, place), back in self._back.items()
            if of_event_id == event_id
        }

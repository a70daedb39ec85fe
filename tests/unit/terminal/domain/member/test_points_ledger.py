"""What comes back takes its points along exactly, whatever the parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.member.points_ledger import (
    NOTHING_BACK,
    PointsBack,
    PointsEntry,
    PointsKind,
    PointsLedger,
    burn_restored,
    earn_reversed,
    mirrored,
    place_of,
)

EARNED = PointsEntry(
    member_id="m", kind=PointsKind.EARN, points=10, rule_id="r", line_sequence=2
)
BURNED = PointsEntry(
    member_id="m",
    kind=PointsKind.BURN,
    points=-7,
    rule_id="r",
    amount_minor=300,
    tender_sequence=1,
)


def back_of(ledger: PointsLedger, entry: PointsEntry) -> PointsBack:
    return ledger.back_of("sale").get(place_of(entry), NOTHING_BACK)


def test_void_mirrors_every_entry() -> None:
    ledger = PointsLedger()
    ledger.add((EARNED, BURNED))

    void = mirrored((EARNED, BURNED), "sale")
    ledger.add(void)

    assert [entry.kind for entry in void] == [
        PointsKind.EARN_REVERSED,
        PointsKind.BURN_RESTORED,
    ]
    assert [entry.points for entry in void] == [-10, 7]
    assert {entry.of_event_id for entry in void} == {"sale"}
    assert ledger.balance("m") == 0


def test_void_of_a_return_makes_its_points_count_for_the_sale_again() -> None:
    ledger = PointsLedger()
    ledger.add((EARNED,))
    part = earn_reversed(EARNED, "sale", NOTHING_BACK, 1, 3)
    assert part is not None
    ledger.add((part,))

    ledger.add(mirrored((part,), "return"))

    assert ledger.balance("m") == 10
    assert back_of(ledger, EARNED).points == 0


def test_nothing_is_told_of_a_part_too_small_for_a_point() -> None:
    assert earn_reversed(EARNED, "sale", NOTHING_BACK, 1, 100) is None


@given(
    points=st.integers(min_value=1, max_value=500),
    parts=st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=8),
    voided=st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_earned_points_go_back_exactly_in_whatever_parts(
    points: int, parts: list[int], voided: list[bool]
) -> None:
    entry = PointsEntry(
        member_id="m", kind=PointsKind.EARN, points=points, line_sequence=1
    )
    whole, ledger, came_back = sum(parts), PointsLedger(), 0
    ledger.add((entry,))
    # Some returns are voided again; what they took back comes back later.
    open_parts = list(zip(parts, voided, strict=False))
    while open_parts:
        part, is_voided = open_parts.pop(0)
        found = earn_reversed(
            entry, "sale", back_of(ledger, entry), came_back + part, whole
        )
        if found is not None:
            ledger.add((found,))
        if is_voided:
            if found is not None:
                ledger.add(mirrored((found,), f"return-{came_back}"))
            open_parts.append((part, False))
        else:
            came_back += part
        assert 0 <= ledger.balance("m") <= points

    assert ledger.balance("m") == 0


@given(
    points=st.integers(min_value=1, max_value=10_000),
    parts=st.lists(st.integers(min_value=1, max_value=999), min_size=1, max_size=8),
)
def test_burned_points_are_restored_exactly_never_more(
    points: int, parts: list[int]
) -> None:
    entry = PointsEntry(
        member_id="m",
        kind=PointsKind.BURN,
        points=-points,
        amount_minor=sum(parts),
        tender_sequence=1,
    )
    ledger = PointsLedger()
    ledger.add((entry,))
    for part in parts:
        found = burn_restored(entry, "sale", back_of(ledger, entry), part)
        ledger.add((found,))
        assert -points <= ledger.balance("m") <= 0

    assert ledger.balance("m") == 0
    assert back_of(ledger, entry).amount_minor == -sum(parts)


def test_members_do_not_share_points() -> None:
    ledger = PointsLedger()
    ledger.add((EARNED,))

    assert ledger.balance("other") == 0
    assert ledger.back_of("sale") == {}

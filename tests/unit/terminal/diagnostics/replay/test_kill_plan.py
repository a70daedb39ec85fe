"""When kills are drawn and which window they are counted in."""

import pytest

from terminal.bootstrap import phase_page as phase
from terminal.diagnostics.replay import kill_plan
from terminal.diagnostics.replay.kill_plan import LINE, SALE, SETTLEMENT, KillPlan


def _draw_all(plan: KillPlan, lines: int) -> int:
    """Play lines with a sale after every tenth; return how many kills fell."""
    kills = 0
    for number in range(lines):
        if plan.draw(LINE) is not None:
            plan.count(LINE, phase.DRAFT_COMMIT, answered=number % 2 == 0)
            kills += 1
        if number % 10 == 9 and plan.draw(SALE) is not None:
            page = phase.FINAL_COMMIT if kills % 2 else phase.COMMITTED
            plan.count(SALE, page, answered=False)
            kills += 1
    return kills


def test_kills_come_about_once_in_so_many_lines() -> None:
    plan = KillPlan(50, seed=1)

    kills = _draw_all(plan, 20_000)

    assert 300 < kills <= 400
    assert plan.kills == kills
    wanted = (
        kill_plan.BETWEEN_LINES,
        kill_plan.IN_LINE_COMMIT,
        kill_plan.IN_SALE_COMMIT,
        kill_plan.AFTER_COMMIT,
    )
    assert all(plan.hits[window] >= 5 for window in wanted)


def test_same_seed_draws_the_same_kills() -> None:
    first, second = KillPlan(20, seed=7), KillPlan(20, seed=7)

    assert [first.draw(LINE) for _ in range(500)] == [
        second.draw(LINE) for _ in range(500)
    ]


def test_moment_lies_within_the_usual_duration_or_just_after() -> None:
    plan = KillPlan(1, seed=3)
    for _ in range(50):
        plan.note(LINE, 0.010)

    moments = [plan.draw(LINE) for _ in range(200)]

    drawn = [kill.after_s for kill in moments if kill is not None]
    assert drawn
    assert min(drawn) >= 0
    assert max(drawn) <= 0.0115


def test_half_of_the_kills_aim_at_what_was_hit_least() -> None:
    plan = KillPlan(1, seed=5)
    plan.hits |= {
        kill_plan.BETWEEN_LINES: 9,
        kill_plan.IN_SALE_COMMIT: 9,
        kill_plan.AFTER_COMMIT: 9,
    }

    kills = [kill for _ in range(400) if (kill := plan.draw(LINE)) is not None]

    aims = [kill.aim for kill in kills if kill.aim is not None]
    assert set(aims) == {phase.DRAFT_COMMIT}
    assert len(aims) > len(kills) / 3


@pytest.mark.parametrize(
    ("kind", "page", "answered", "window"),
    [
        (LINE, phase.IDLE, True, kill_plan.BETWEEN_LINES),
        (LINE, phase.DRAFT_COMMIT, False, kill_plan.IN_LINE_COMMIT),
        (LINE, phase.WORKING, False, kill_plan.IN_LINE),
        (SALE, phase.FINAL_COMMIT, False, kill_plan.IN_SALE_COMMIT),
        (SALE, phase.COMMITTED, False, kill_plan.AFTER_COMMIT),
        (SALE, phase.WORKING, False, kill_plan.IN_SALE),
        (SALE, phase.IDLE, True, kill_plan.BETWEEN_COMMANDS),
        (SETTLEMENT, phase.FINAL_COMMIT, False, kill_plan.IN_SETTLEMENT),
    ],
)
def test_kill_is_counted_where_it_hit(
    kind: str, page: int, answered: bool, window: str
) -> None:
    plan = KillPlan(10, seed=1)

    assert plan.count(kind, page, answered=answered) == window
    assert plan.hits[window] == plan.kills == 1


def test_settlements_are_killed_until_five_were_hit() -> None:
    plan = KillPlan(1_000_000, seed=1)

    while plan.draw(SETTLEMENT) is not None:
        plan.count(SETTLEMENT, phase.FINAL_COMMIT, answered=False)

    assert plan.hits[kill_plan.IN_SETTLEMENT] == 5

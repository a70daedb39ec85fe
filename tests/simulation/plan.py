"""Which faults a seed has, and how often: some have none, some only a few kinds."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from msgspec import Struct

SAFETY_MS: Final = 9 * 60_000
LONG_MS: Final = 36 * 60_000
_RELEASE_TILLS: Final = 4
_RELEASE_GAP_MS: Final = 8_000
_RELEASE_FAULTS: Final = 12
_RELEASE_LOOKS: Final = 16
_RELEASE_RATE: Final = 0.01
_KIND_CHANCE: Final = 0.7
_CLONE_DIGIT: Final = 7


class Plan(Struct, frozen=True, kw_only=True):
    """Probabilities by message, and mean times between the rarer faults.

    Attributes:
        name: `calm` (no fault at all), `long` or `storm`.
        safety_ms: How long faults happen.
        tills: How many.
        sale_gap_ms: Mean time between two sales of one till.
        gaps_ms: Mean time between two faults of one kind, over the whole chain.
        clone_ms: When a till is copied to a second computer; 0: never.
        look_ms: Mean time between two looks at all sums.
        copy_ms: Mean time between two images of a till; backups of the center take
            twice that.
    """

    name: str
    safety_ms: int
    tills: int
    sale_gap_ms: int
    lose_request: float = 0.0
    lose_answer: float = 0.0
    delay: float = 0.0
    double: float = 0.0
    cut_request: float = 0.0
    cut_answer: float = 0.0
    half_open: float = 0.0
    gateway: float = 0.0
    portal: float = 0.0
    busy: float = 0.0
    center_dies: float = 0.0
    poison: float = 0.0
    gaps_ms: dict[str, int]
    clone_ms: int = 0
    look_ms: int = 60_000
    copy_ms: int = 60_000


# Mean time between two of them while the kind is on, in seconds.
_RARE: Final[dict[str, int]] = {
    "till_killed": 300,
    "killed_in_commit": 250,
    "agent_killed": 300,
    "power_lost": 350,
    "center_restarted": 350,
    "center_restored": 400,
    "ledger_restored": 350,
    "image_restored": 200,
    "both_restored": 350,
    "image_unwitnessed": 300,
    "clock_set": 300,
    "partition": 250,
    "one_way": 350,
    "suspended": 900,
    "key_mismatch": 900,
    "disk_full": 600,
    "disk_slow": 500,
    "database_fault": 500,
}


_RATES: Final = (
    *("lose_request", "lose_answer", "delay", "double", "cut_request", "cut_answer"),
    *("half_open", "gateway", "portal", "busy", "center_dies", "poison"),
)


def plan_of(seed: int, rng: Random) -> Plan:
    """Draw the plan of a seed: each tenth is calm, each tenth is long."""
    gap_ms = rng.choice((8_000, 10_000, 13_000, 16_000))
    tills = rng.choice((2, 3, 3, 4))
    if seed % 10 == 0:
        return Plan(
            name="calm",
            safety_ms=SAFETY_MS,
            tills=tills,
            sale_gap_ms=gap_ms,
            gaps_ms={"prices": 60_000},
        )
    is_long = seed % 10 == 5

    def rate(most: float) -> float:
        on = rng.random() < _KIND_CHANCE
        return rng.uniform(0.2, 1.0) * most if on else 0.0

    # A long history is calm enough for its ledgers to grow.
    calm = 4 if is_long else 1
    gaps = {
        kind: gap_s * 880 * calm
        for kind, gap_s in _RARE.items()
        if rng.random() < _KIND_CHANCE
    }
    gaps["prices"] = 60_000
    is_cloned = seed % 10 == _CLONE_DIGIT
    return Plan(
        name="long" if is_long else "storm",
        safety_ms=LONG_MS if is_long else SAFETY_MS,
        tills=tills,
        sale_gap_ms=gap_ms,
        lose_request=rate(0.15) / calm,
        lose_answer=rate(0.15) / calm,
        delay=rate(0.15) / calm,
        double=rate(0.15) / calm,
        cut_request=rate(0.03) / calm,
        cut_answer=rate(0.05) / calm,
        half_open=rate(0.03) / calm,
        gateway=rate(0.05) / calm,
        portal=rate(0.05) / calm,
        busy=rate(0.04) / calm,
        center_dies=rate(0.03) / calm,
        poison=rate(0.06) / calm,
        gaps_ms=gaps,
        clone_ms=rng.randrange(20_000, SAFETY_MS * 3 // 4) if is_cloned else 0,
    )


def release_plan(sales: int) -> Plan:
    """Return the plan of one history of about so many sales, with few faults.

    A ledger grows only where little happens to it: every kind of fault happens a
    few times, however long the history is.
    """
    # Not every visit is a sale: some are voids, returns, settlements.
    safety_ms = sales * _RELEASE_GAP_MS // _RELEASE_TILLS * 11 // 8
    rates: dict[str, Any] = dict.fromkeys(_RATES, _RELEASE_RATE)
    gaps = dict.fromkeys(_RARE, max(1, safety_ms // _RELEASE_FAULTS))
    return Plan(
        name="release",
        safety_ms=safety_ms,
        tills=_RELEASE_TILLS,
        sale_gap_ms=_RELEASE_GAP_MS,
        gaps_ms=gaps | {"prices": max(60_000, safety_ms // 500)},
        look_ms=max(60_000, safety_ms // _RELEASE_LOOKS),
        copy_ms=max(60_000, safety_ms // _RELEASE_LOOKS),
        **rates,
    )

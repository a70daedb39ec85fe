"""`make simulate`: runs seeds, counts what happened, and says what was broken."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Final

from tests.simulation.history import Outcome, Workshop
from tests.simulation.plan import Plan, release_plan

RESTORES: Final = (
    "center_restored",
    "ledger_restored",
    "image_restored",
    "both_restored",
    "image_unwitnessed",
)

# Of 1,000 seeds; a simulation that is too calm proves nothing.
LEAST: Final = {
    "sales": 100_000,
    "crashes": 5_000,
    **dict.fromkeys(RESTORES, 500),
    "messages": 50_000,
    "upgrades_with_queue": 100,
    "clones": 50,
}
_SEEDS_OF_LEAST: Final = 1_000
_JOB: Final = 10
_SEEDS_A_COLLECTION: Final = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the seeds asked for; the exit status tells whether all was well."""
    asked = _parser().parse_args(arguments)
    seeds = [asked.seed] if asked.seed is not None else _range(asked.first, asked.seeds)
    began = time.monotonic()
    outcomes = []
    plan = release_plan(asked.long) if asked.long else None
    if plan is not None:
        seeds = seeds[:1]
    for outcome in _run(seeds, asked.jobs, plan):
        outcomes.append(outcome)
        if outcome.violation:
            # At once, also to a file: whoever waits for it may stop the run.
            print(
                f"seed {outcome.seed} ({outcome.plan}): {outcome.violation}",
                flush=True,
            )
            long = f" LONG={asked.long}" if asked.long else ""
            print(f"  again: make simulate SEED={outcome.seed}{long}", flush=True)
            if asked.stop:
                break
        if len(outcomes) % 100 == 0:
            took = time.monotonic() - began
            print(f"{len(outcomes)} seeds in {took:.0f} s", flush=True)
    if asked.trace:
        with Workshop() as workshop:
            _, trace = workshop.run(seeds[0], plan)
        print("\n".join(trace))
    return _report(outcomes, time.monotonic() - began)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1_000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--seed", type=int, help="this one alone")
    parser.add_argument("--long", type=int, help="one history of so many sales")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--stop", action="store_true", help="at the first violation")
    parser.add_argument("--trace", action="store_true", help="print what happened")
    return parser


def _range(first: int, count: int) -> list[int]:
    return list(range(first, first + count))


def _run(seeds: list[int], jobs: int, plan: Plan | None) -> Iterator[Outcome]:
    """Yield outcomes in the order of the seeds, whatever the number of processes."""
    if jobs <= 1 or plan is not None:
        yield from run_seeds(seeds, plan)
        return
    pieces = [seeds[start : start + _JOB] for start in range(0, len(seeds), _JOB)]
    pool = ProcessPoolExecutor(jobs)
    try:
        for outcomes in pool.map(_run_piece, pieces, chunksize=1):
            yield from outcomes
    finally:
        # Whoever stops at the first violation waits for none of the seeds after it.
        pool.shutdown(cancel_futures=True)


def _run_piece(seeds: list[int]) -> list[Outcome]:
    return list(run_seeds(seeds))


def run_seeds(seeds: Iterable[int], plan: Plan | None = None) -> Iterator[Outcome]:
    """Run seeds one after the other in this process."""
    with Workshop() as workshop, _no_collection():
        for seed in seeds:
            yield workshop.run(seed, plan)[0]
            if seed % _SEEDS_A_COLLECTION == 0:
                gc.collect()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let garbage lie for a while: looking for it took a sixth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def shortfalls(counts: dict[str, int], seeds: int) -> list[str]:
    """Return what happened too seldom for so many seeds."""
    return [
        f"{what}: {counts.get(what, 0)}, at least {least * seeds // _SEEDS_OF_LEAST}"
        for what, least in LEAST.items()
        if counts.get(what, 0) < least * seeds // _SEEDS_OF_LEAST
    ]


def total(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Add up what happened."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        for what, count in outcome.counts.items():
            if what.endswith("_max"):
                counts[what] = max(counts.get(what, 0), count)
            else:
                counts[what] = counts.get(what, 0) + count
    return counts


def _report(outcomes: list[Outcome], took_s: float) -> int:
    counts = total(outcomes)
    plans = [outcome.plan for outcome in outcomes]
    for what in sorted(counts):
        print(f"{what:28} {counts[what]:>10}")
    missing = shortfalls(counts, len(outcomes)) if len(outcomes) >= 100 else []
    for line in missing:
        print(f"too calm: {line}")
    broken = sum(bool(outcome.violation) for outcome in outcomes)
    hours = sum(outcome.virtual_ms for outcome in outcomes) / 3_600_000
    restores = sum(counts.get(what, 0) for what in RESTORES)
    faults = counts.get("messages", 0) + counts.get("crashes", 0) + restores
    print(
        f"simulate: seeds={len(outcomes)} (calm {plans.count('calm')},"
        f" long {plans.count('long')}) sales={counts.get('sales', 0)}"
        f" virtual_hours={hours:.0f} crashes={counts.get('crashes', 0)}"
        f" restores={restores} clones={counts.get('clones', 0)}"
        f" messages={counts.get('messages', 0)} faults={faults}"
        f" seconds={took_s:.0f} violations={broken}"
    )
    return 1 if broken or missing else 0


if __name__ == "__main__":
    sys.exit(main())

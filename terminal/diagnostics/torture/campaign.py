"""Cuts the power in recorded processes, thousands of times, and counts."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import msgspec

from terminal.diagnostics.torture.disk import Disk, Loss, Said, Tree
from terminal.diagnostics.torture.judge import Judgement, Question, Verdict, judge
from terminal.diagnostics.torture.recorder import write_tree
from terminal.diagnostics.torture.recording import (
    Recording,
    record_life,
    record_weak_day,
)
from terminal.diagnostics.torture.weak_till import LEVELS

WORKERS: Final = 2
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - states are read once, not kept
# One in so many states also sells, or is verified before the till saw it.
_SELLS_EVERY: Final = 50
_VERIFIES_EVERY: Final = 10
# What the weak settings get of the states, and at least that many.
_WEAK_SHARE: Final = 20
_WEAK_STATES_MIN: Final = 60
_EXAMPLES_MAX: Final = 10
# A longer day has more calls after which the power can be cut.
_STATES_A_SIZE: Final = 3_000
_SIZE_MAX: Final = 4
_SIZE_WEAK: Final = 1
_DRAWS_MAX: Final = 4
_RANDOM: Final = (Loss.PREFIX, Loss.SUBSET, Loss.TORN)


class State(msgspec.Struct, frozen=True, order=True):
    """One cut of power.

    Attributes:
        recording: Index of the recorded process.
        call: After which of its calls.
        loss: Name of the loss model.
        seed: Of its random choices.
        number: Which state of the campaign.
    """

    recording: int
    call: int
    loss: str
    seed: int
    number: int


class Outcome(msgspec.Struct, frozen=True):
    """A state, what it was, and its judgement; ``digest`` tells equal ones."""

    state: State
    digest: bytes
    judgement: Judgement


def torture(states: int, seed: int, work: Path) -> dict[str, Any]:
    """Run the campaign and return the report of ``main.py torture --json``.

    Args:
        states: How many cuts of power.
        seed: Of the choice of states.
        work: An empty folder for the recorded tills.

    Raises:
        RecorderError: strace is not there, or the record is not whole.
        ProcessError: A recorded process failed.
    """
    started = time.monotonic()
    size = min(1 + states // _STATES_A_SIZE, _SIZE_MAX)
    life = work / "life"
    life.mkdir()
    recordings = list(record_life(life, size))
    recorded_s = time.monotonic() - started
    report = campaign(recordings, states, seed)
    sensitivity = {}
    for level in LEVELS:
        folder = work / level
        folder.mkdir()
        weak = [record_weak_day(folder, _SIZE_WEAK, level)]
        share = max(_WEAK_STATES_MIN, states // _WEAK_SHARE)
        found = campaign(weak, share, seed)
        sensitivity[level] = {
            name: found[name]
            for name in ("states", "acknowledged_lost", "unreadable", "other")
        }
    is_sensitive = all(
        one["acknowledged_lost"] or one["unreadable"] for one in sensitivity.values()
    )
    return report | {
        "seed": seed,
        "calls": sum(len(one.calls) for one in recordings),
        "recorded": {one.name: len(one.calls) for one in recordings},
        "recording_s": round(recorded_s, 1),
        "total_s": round(time.monotonic() - started, 1),
        "sensitivity": sensitivity,
        "is_sensitive": is_sensitive,
        "verdict": "ok" if report["bad"] == 0 and is_sensitive else "FAILED",
    }


def campaign(recordings: Sequence[Recording], states: int, seed: int) -> dict[str, Any]:
    """Judge so many states of recorded processes and count what was found."""
    chosen = choose_states(recordings, states, seed)
    started = time.monotonic()
    outcomes = _judged(recordings, chosen)
    seconds = time.monotonic() - started
    flows = Counter(
        recordings[one.state.recording].flows[one.state.call] for one in outcomes
    )
    losses = Counter(one.state.loss for one in outcomes)
    verdicts = Counter(one.judgement.verdict for one in outcomes)
    bad = [one for one in outcomes if not one.judgement.is_good]
    return {
        "states": len(outcomes),
        "distinct_states": len({one.digest for one in outcomes}),
        "by_flow": dict(sorted(flows.items())),
        "by_loss": dict(sorted(losses.items())),
        "acknowledged_lost": verdicts[Verdict.LOST],
        "unreadable": verdicts[Verdict.UNREADABLE],
        "other": verdicts[Verdict.BROKEN] + verdicts[Verdict.ESTRANGED],
        "bad": len(bad),
        "examples": [_described(recordings, one) for one in bad[:_EXAMPLES_MAX]],
        "seconds": round(seconds, 1),
        "states_per_second": round(len(outcomes) / max(seconds, 0.001), 1),
    }


def choose_states(
    recordings: Sequence[Recording], count: int, seed: int
) -> list[State]:
    """Choose evenly over flows, and within a flow over calls and loss models.

    Every state of a flow comes once before any comes again with other chances.
    Every other state is one in which an answer was given just now: it is what
    somebody relies on.
    """
    chance = random.Random(seed)
    flows: dict[str, Iterator[tuple[int, int, Loss, int]]] = {
        name: _endless(recordings, candidates, chance)
        for name, candidates in sorted(_candidates(recordings).items())
    }
    chosen: list[State] = []
    while flows and len(chosen) < count:
        for name in list(flows):
            found = next(flows[name], None)
            if found is None:
                del flows[name]
                continue
            recording, call, loss, turn = found
            number = len(chosen)
            chosen.append(
                State(recording, call, loss.name, seed * 1_000_003 + turn, number)
            )
            if len(chosen) == count:
                break
    return sorted(chosen)


def _candidates(
    recordings: Sequence[Recording],
) -> dict[str, list[tuple[int, int, Loss]]]:
    found: dict[str, list[tuple[int, int, Loss]]] = {}
    for index, recording in enumerate(recordings):
        disk = Disk(recording.base)
        for number, call in enumerate(recording.calls):
            disk.apply(call)
            losses = (Loss.NONE,) if disk.is_certain else tuple(Loss)
            found.setdefault(recording.flows[number], []).extend(
                (index, number, loss) for loss in losses
            )
    return found


def _endless(
    recordings: Sequence[Recording],
    candidates: list[tuple[int, int, Loss]],
    chance: random.Random,
) -> Iterator[tuple[int, int, Loss, int]]:
    turn = 0
    while candidates:
        chance.shuffle(candidates)
        answers: list[tuple[int, int, Loss]] = []
        others: list[tuple[int, int, Loss]] = []
        for one in candidates:
            is_answer = isinstance(recordings[one[0]].calls[one[1]], Said)
            (answers if is_answer else others).append(one)
        for pair in zip_longest(answers, others):
            yield from ((*one, turn) for one in pair if one is not None)
        candidates = [one for one in candidates if one[2] in _RANDOM]
        turn += 1


def _judged(recordings: Sequence[Recording], chosen: list[State]) -> list[Outcome]:
    """Share the states between processes; each follows the disk once."""
    shares = [
        [state for state in chosen if state.number % WORKERS == worker]
        for worker in range(WORKERS)
    ]
    # Forked: what was recorded is megabytes that nobody has to copy.
    context = multiprocessing.get_context("fork")
    _Shared.recordings = recordings
    with context.Pool(WORKERS) as pool:
        parts = pool.map(_judge_share, shares, chunksize=1)
    return [outcome for part in parts for outcome in part]


class _Shared:
    """What the processes of a campaign have in common, by being forked."""

    recordings: Sequence[Recording] = ()


def _judge_share(states: list[State]) -> list[Outcome]:
    place = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="evertill-", dir=place) as folder:
        # `ledger verify` works in the folder for temporary files.
        tempfile.tempdir = folder
        return list(judged_states(_Shared.recordings, states, Path(folder) / "disk"))


def judged_states(
    recordings: Sequence[Recording], states: list[State], root: Path
) -> Iterator[Outcome]:
    """Judge *states*, which are in order, one after another below *root*."""
    known: dict[tuple[bytes, int, int], Judgement] = {}
    digests: set[bytes] = set()
    at: tuple[int, int] = (-1, -1)
    disk = Disk(Tree(("",), {}))
    for state in states:
        recording = recordings[state.recording]
        if at[0] != state.recording:
            disk = Disk(recording.base)
            at = (state.recording, -1)
        for call in recording.calls[at[1] + 1 : state.call + 1]:
            disk.apply(call)
        at = (state.recording, state.call)
        tree, digest = _cut(disk, state, digests)
        digests.add(digest)
        question = Question(
            recording=recording,
            acknowledged=recording.acknowledged[state.call],
            sells=recording.sells and state.number % _SELLS_EVERY == 0,
            verifies_first=state.number % _VERIFIES_EVERY == 1,
        )
        # Equal folders are judged alike, unless more was asked of one.
        key = (digest, state.recording, question.acknowledged)
        judgement = known.get(key)
        if judgement is None or question.sells or question.verifies_first:
            write_tree(tree, root)
            judgement = known[key] = judge(root, question)
        yield Outcome(state, digest, judgement)


def _cut(disk: Disk, state: State, known: set[bytes]) -> tuple[Tree, bytes]:
    """Cut the power; where chance decides, look for a folder not seen before."""
    loss = Loss[state.loss]
    chance = random.Random(f"{state.seed}/{state.recording}/{state.call}/{state.loss}")
    tree = disk.after(loss, chance)
    digest = _digest(tree)
    for _ in range(_DRAWS_MAX if loss in _RANDOM else 0):
        if digest not in known:
            break
        tree = disk.after(loss, chance)
        digest = _digest(tree)
    return tree, digest


def _digest(tree: Tree) -> bytes:
    digest = hashlib.blake2b(repr(sorted(tree.folders)).encode(), digest_size=16)
    for path in sorted(tree.files):
        content = tree.files[path]
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.digest()


def _described(recordings: Sequence[Recording], outcome: Outcome) -> dict[str, Any]:
    state = outcome.state
    recording = recordings[state.recording]
    call = recording.calls[state.call]
    return {
        "process": recording.name,
        "flow": recording.flows[state.call],
        "after_call": state.call,
        "call": f"{type(call).__name__} {getattr(call, 'path', '')}".strip(),
        "loss": Loss[state.loss].value,
        "seed": state.seed,
        "verdict": outcome.judgement.verdict.value,
        "detail": outcome.judgement.detail,
    }

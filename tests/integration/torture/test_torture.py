"""The power is cut after calls of a real till process, calls fail: nothing is lost.

The same day of a till that promises the disk less has to show losses: otherwise
these tests, and the campaign of `main.py torture`, would prove nothing.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from terminal.diagnostics.replay.processes import TillProcess
from terminal.diagnostics.torture.campaign import (
    campaign,
    choose_states,
    judged_states,
    torture,
)
from terminal.diagnostics.torture.day import Day
from terminal.diagnostics.torture.disk import Disk, Loss, Said, Synced
from terminal.diagnostics.torture.judge import Question, Verdict, judge
from terminal.diagnostics.torture.recorder import write_tree
from terminal.diagnostics.torture.recording import Recording, Shop
from terminal.diagnostics.torture.sweep import Scope, sweep


def can_trace() -> bool:
    strace = shutil.which("strace")
    if strace is None:
        return False
    done = subprocess.run(
        [strace, "-o", os.devnull, "true"], capture_output=True, check=False
    )
    return done.returncode == 0


pytestmark = pytest.mark.skipif(
    not can_trace(), reason="strace is not installed, or this system forbids it"
)

SEED = 4
DAYS = iter(("2026-03-02", "2026-03-03"))


def play(day: Day, till: TillProcess) -> None:
    day.on(till)
    day.start()
    day.open(next(DAYS))
    first = day.sell(2)
    day.take_back(first)
    day.settle()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    made = Shop(tmp_path_factory.mktemp("torture").resolve())
    made.init_unrecorded()
    return made


@pytest.fixture(scope="module")
def full(shop: Shop) -> Recording:
    return shop.record("day FULL", play)


@pytest.fixture(scope="module")
def weak(shop: Shop, full: Recording) -> Recording:
    assert full.hashes
    return shop.record("day NORMAL", play, level="NORMAL")


@pytest.mark.slow
def test_no_cut_of_power_loses_what_was_acknowledged(full: Recording) -> None:
    report = campaign([full], 50, SEED)

    assert report["states"] == 50
    assert report["examples"] == []
    assert set(report["by_loss"]) == {loss.name for loss in Loss}
    assert {"sale", "return", "settlement", "checkpoint", "sentinel"} <= set(
        report["by_flow"]
    )


def test_the_answers_stand_in_the_record_after_their_sync(full: Recording) -> None:
    told = [
        (before, after)
        for before, after in zip(full.acknowledged, full.acknowledged[1:], strict=False)
        if after > before
    ]

    assert full.acknowledged[-1] == len(full.hashes)
    assert len(told) >= 6
    is_synced = False
    known = full.acknowledged[0]
    for call, acknowledged in zip(full.calls, full.acknowledged, strict=True):
        if isinstance(call, Synced) and call.path.endswith("ledger.db-wal"):
            is_synced = True
        if isinstance(call, Said) and acknowledged > known:
            assert is_synced
            is_synced = False
            known = acknowledged


@pytest.mark.slow
def test_weaker_settings_are_noticed(weak: Recording) -> None:
    report = campaign([weak], 20, SEED)

    assert report["acknowledged_lost"] > 0
    assert report["bad"] == report["acknowledged_lost"] + report["other"]


def test_states_are_judged_for_what_they_are(full: Recording, tmp_path: Path) -> None:
    disk = Disk(full.base)
    for call in full.calls:
        disk.apply(call)
    whole = disk.after(Loss.NONE, random.Random(0))
    ledger = whole.files["till/ledger.db"]
    wal = "till/ledger.db-wal"

    def verdict(changes: Mapping[str, bytes | None], acknowledged: int) -> Verdict:
        files: dict[str, bytes | None] = {**whole.files, **changes}
        kept = {path: data for path, data in files.items() if data is not None}
        write_tree(type(whole)(whole.folders, kept), tmp_path / "disk")
        question = Question(recording=full, acknowledged=acknowledged)
        return judge(tmp_path / "disk", question).verdict

    held = len(full.hashes)
    before = {"till/ledger.db": full.base.files["till/ledger.db"], wal: b""}
    old_witnesses = {
        path: data for path, data in full.base.files.items() if "ledger" not in path
    }
    assert verdict({}, held) is Verdict.OK
    assert verdict({}, held + 1) is Verdict.LOST
    assert verdict({**before, **old_witnesses}, 1) is Verdict.OK
    assert verdict({**before, **old_witnesses}, held) is Verdict.LOST
    # The sentinel knows more than the file.
    assert verdict(before, 1) is Verdict.ESTRANGED
    assert verdict({"till/ledger.db": ledger[:4096]}, held) is Verdict.UNREADABLE
    assert verdict({"till/keys.json": None}, held) is Verdict.UNREADABLE
    shutil.rmtree(tmp_path / "disk")
    (tmp_path / "disk").mkdir()
    nothing = Question(recording=full, acknowledged=0)
    assert judge(tmp_path / "disk", nothing).verdict is Verdict.OK
    something = Question(recording=full, acknowledged=1)
    assert judge(tmp_path / "disk", something).verdict is Verdict.LOST


def test_same_state_is_the_same_folder_again(full: Recording, tmp_path: Path) -> None:
    chosen = choose_states([full], 6, SEED)

    first = list(judged_states([full], chosen, tmp_path / "a"))
    again = list(judged_states([full], chosen, tmp_path / "b"))

    assert [one.digest for one in first] == [one.digest for one in again]
    assert all(one.judgement.is_good for one in first)


@pytest.mark.slow
def test_failing_calls_are_told_in_words_and_cost_no_sale(
    shop: Shop, tmp_path: Path
) -> None:
    sale = Scope(
        flows=("sale",),
        calls=("fdatasync", "fsync", "pwrite64"),
        errors=("EIO", "ENOSPC"),
        last=1,
    )
    # The settlement is on disk when the checkpoint after it fails.
    settlement = Scope(
        flows=("settlement",), calls=("ftruncate",), errors=("EIO",), last=1
    )

    sold = sweep(tmp_path, sale, shop)
    settled = sweep(tmp_path, settlement, shop)

    assert sold["problems"] == []
    assert sold["verdict"] == "ok"
    assert set(sold["answers"]) == {"disk_full", "storage_fault"}
    assert settled["problems"] == []
    assert settled["answers"] == {"done, then storage_fault": 1}


@pytest.mark.campaign
@pytest.mark.timeout(3_600)
def test_every_call_of_every_flow_may_fail(tmp_path: Path) -> None:
    report = sweep(tmp_path.resolve(), Scope())

    assert report["problems"] == []
    assert report["errors_injected"] > 500


@pytest.mark.campaign
@pytest.mark.timeout(3_600)
def test_ten_thousand_cuts_of_power(tmp_path: Path) -> None:
    report = torture(10_000, SEED, tmp_path.resolve())

    assert report["examples"] == []
    assert report["states"] == 10_000
    assert report["verdict"] == "ok"

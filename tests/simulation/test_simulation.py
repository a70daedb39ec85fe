"""A small share of the simulation, and that a seed is one history."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation import oracle, simulate
from tests.simulation.clones import every_sale
from tests.simulation.history import Outcome, Workshop
from tests.simulation.plan import release_plan
from tests.simulation.record import Sale
from tests.simulation.simulate import LEAST, shortfalls, total
from tests.simulation.till import Till

Runs = dict[int, tuple[Outcome, list[str]]]
_CLONED = 7
_SEEDS = (0, 1, _CLONED)


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    with Workshop() as workshop:
        yield {seed: workshop.run(seed) for seed in _SEEDS}


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_few_seeds_keep_every_promise_and_are_not_calm(runs: Runs) -> None:
    outcomes = [outcome for outcome, _ in runs.values()]

    assert [outcome.violation for outcome in outcomes] == [""] * len(_SEEDS)
    counts = total(outcomes)
    assert counts["sales"] > 50 * len(_SEEDS)
    assert counts["crashes"] > 5
    assert counts["messages"] > 50


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_seed_gives_the_same_trace_byte_for_byte(runs: Runs) -> None:
    outcome, trace = runs[_CLONED]

    with Workshop() as other:
        again, trace_again = other.run(_CLONED)

    assert "\n".join(trace).encode() == "\n".join(trace_again).encode()
    assert outcome == again
    assert len(trace) > 200


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_clone_is_noticed_and_each_device_gets_a_key_of_its_own(runs: Runs) -> None:
    outcome, _ = runs[_CLONED]

    assert outcome.violation == ""
    assert outcome.counts["clones"] == 1
    assert outcome.counts["clones_noticed"] >= 1
    assert outcome.counts["joined_again"] >= 2


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_calm_seed_has_no_fault(runs: Runs) -> None:
    outcome, _ = runs[0]

    assert outcome.plan == "calm"
    assert not outcome.counts.keys() & {"crashes", "messages", "poison"}


def test_a_history_of_a_release_is_as_long_as_asked_and_has_each_fault() -> None:
    plan = release_plan(100_000)

    visits = plan.tills * plan.safety_ms // plan.sale_gap_ms
    assert 100_000 <= visits <= 150_000
    assert {"center_restored", "ledger_restored", "power_lost"} <= plan.gaps_ms.keys()
    assert all(gap_ms < plan.safety_ms for gap_ms in plan.gaps_ms.values())
    assert 0 < plan.lose_answer < 0.05


def test_a_violation_is_in_the_file_before_the_next_seed_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, seen = tmp_path / "out.txt", []

    def run(*_: object, **__: object) -> Iterator[Outcome]:
        for seed in (7, 8):
            yield Outcome(
                seed=seed,
                plan="long",
                virtual_ms=0,
                counts={},
                violation="a sale is lost",
                digest="",
            )
            seen.append(path.read_text(encoding="utf-8"))

    monkeypatch.setattr(simulate, "_run", run)
    with path.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        assert simulate.main(["--seeds", "2"]) == 1

    assert "seed 7 (long): a sale is lost" in seen[0]
    assert seen[0].endswith("again: make simulate SEED=7\n")
    assert "seed 8" in seen[1]


def test_too_calm_a_campaign_is_refused() -> None:
    assert shortfalls(dict(LEAST), 1_000) == []
    assert shortfalls({**LEAST, "crashes": 4_999}, 1_000) == [
        "crashes: 4999, at least 5000"
    ]


def _sale(seq: int, number: int = 1) -> Sale:
    return Sale(
        workstation="T",
        event_id=f"id-{seq}",
        epoch="e",
        seq=seq,
        hash=bytes([seq]) * 32,
        day="2026-03-02",
        gross_minor=600,
        tax_minor=100,
        tenders={"cash": 600},
        receipt=("A", number),
        is_acknowledged=True,
        is_committed=True,
    )


def _till_with(sale: Sale) -> Till:
    till = Till.__new__(Till)
    till.sales = [sale]
    return till


def test_the_oracle_sees_a_lost_sale_and_accepts_a_named_loss() -> None:
    sale = _sale(3)

    assert oracle.check_arrived({"raw_event": []}, [sale], {})[0]

    sale.is_destroyed = sale.is_known_lost = True
    assert oracle.check_arrived({"raw_event": []}, [sale], {"e": 2})[0]
    assert oracle.check_arrived({"raw_event": []}, [sale], {"e": 3}) == (
        [],
        1,
        0,
    )


def test_the_oracle_sees_a_number_given_twice() -> None:
    assert oracle.check_receipts([_sale(1, 1), _sale(2, 2)]) == []
    assert oracle.check_receipts([_sale(1, 1), _sale(2, 1)])


def test_the_oracle_lets_only_devices_with_one_key_give_a_number_twice() -> None:
    one, other = _sale(1, 1), _sale(2, 1)
    assert oracle.check_printed([one, other]) == []

    one.keys_taken = 1
    assert oracle.check_printed([one, other]) == []
    other.keys_taken = 2
    assert oracle.check_printed([one, other])

    assert oracle.check_printed([_sale(1, 1), _sale(1, 1)])


def test_a_sale_that_two_devices_remember_is_here_while_one_of_them_has_it() -> None:
    one, other = _till_with(_sale(1)), _till_with(_sale(1))
    one.sales[0].is_destroyed = True

    assert every_sale([one, other]) == other.sales
    assert every_sale([other, one]) == other.sales

    other.sales[0].is_destroyed = other.sales[0].is_known_lost = True
    assert every_sale([one, other]) == other.sales
    assert every_sale([other, one]) == other.sales


def test_the_oracle_sees_money_that_differs() -> None:
    row = {
        "workstation": "T",
        "event_id": "id-1",
        "effect_id": "id-1",
        "verdict": "applied",
    }
    day = {
        "workstation": "T",
        "business_day": "2026-03-02",
        "is_applied": True,
        "gross_minor": 600,
        "tax_minor": 100,
        "transactions": 1,
    }
    tender = {
        "workstation": "T",
        "business_day": "2026-03-02",
        "is_applied": True,
        "method": "cash",
        "amount_minor": 600,
    }
    tables: dict[str, oracle.Rows] = {
        "raw_event": [row],
        "control_day": [day],
        "control_tender": [tender],
    }
    assert oracle.check_money(tables, [_sale(1)]) == []

    tender["amount_minor"] = 599
    assert oracle.check_money(tables, [_sale(1)])


def test_the_oracle_sees_goods_of_a_sale_come_back_more_than_once() -> None:
    voids = [_sale(2), _sale(3)]
    for void in voids:
        void.items, void.undoes, void.is_void = {"ink": -2}, "id-1", True
    raw = [
        {"workstation": "T", "event_id": f"id-{seq}", "verdict": "applied"}
        for seq in (2, 3)
    ]
    tables: dict[str, oracle.Rows] = {
        "raw_event": raw,
        "stock_movement": [{"item_id": "ink", "quantity_micro": 2}],
    }

    assert oracle.check_stock(tables, voids) == []
    assert oracle.check_stock(tables | {"stock_movement": []}, voids)
    tables["stock_movement"] *= 2
    assert oracle.check_stock(tables, voids)


def test_the_oracle_sees_an_event_of_the_till_that_is_not_at_the_center() -> None:
    own = {
        "epoch": "e",
        "seq": 2,
        "hash": b"ours",
        "header": b'{"workstation": "T", "epoch": "e", "event_id": "id-2"}',
        "body": b"sold",
        "due_seq": 2,
    }
    other = {
        "workstation": "T",
        "epoch": "e",
        "seq": 2,
        "hash": b"other",
        "event_id": "id-9",
        "body": b"sold by another life",
    }
    copy = {
        "workstation": "T",
        "epoch": "f",
        "seq": 2,
        "hash": b"copy",
        "event_id": "id-2",
        "body": b"sold",
    }

    assert oracle.check_own({"raw_event": [other, copy]}, [own])
    # Behind the point where the epoch was left only the copy counts.
    own["due_seq"] = 1
    assert oracle.check_own({"raw_event": [other, copy]}, [own]) == []
    assert oracle.check_own({"raw_event": [other]}, [own])
    copy["body"] = b"sold otherwise"
    assert oracle.check_own({"raw_event": [other, copy]}, [own])

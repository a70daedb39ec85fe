"""Finds two live devices that speak with one key, and suspends that key.

Every run of a till's agent has a random name, and the central counts *turns*: a new
one begins whenever another run speaks than before. The number of the turn is told in
each answer, and the run repeats in its next greeting the last one that it heard. So
of each run is known that it began before the turn in which it was first heard, and
that it was alive after the turn that it repeated began. One home has one agent at a
time. If what is known of two runs overlaps, two homes were alive at the same time.

No clock and no delay of the network can make a restored till look so: a run that has
ended repeats nothing that it did not hear, however late its words arrive.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from sync.central.authentication import SUSPENDED, Workstation
from sync.central.schema import agent_run, clone_alarm, workstation_key
from sync.protocol.messages import Hello

__all__ = ["SUSPENDED", "Clones", "Heard", "hear", "list_clones", "note"]

RUNS_MAX: Final = 64
"""Runs of a workstation that are remembered: two that overlap are never far apart."""

_INCARNATION_CHARACTERS: Final = 16


class Run(Struct, frozen=True, kw_only=True):
    """What is known of one run; see `agent_run`."""

    boot_id: str
    first_turn: int
    heard_turn: int
    proven_turn: int


class Heard(Struct, frozen=True, kw_only=True):
    """What follows from one greeting.

    Attributes:
        run: What is now known of the run that spoke; None of one without a name.
        is_new: Whether there is anything to store.
        other: The run that was alive at the same time; None when there is none.
        token: To be repeated by the run.
    """

    run: Run | None
    is_new: bool
    other: Run | None
    token: str


class CloneAlarm(Struct, frozen=True, kw_only=True):
    """A key with which two devices spoke.

    Attributes:
        is_settled: The workstation has another key by now.
    """

    workstation: str
    store: str
    boot_ids: tuple[str, str]
    detected_at_ms: int
    is_settled: bool


class Clones(Struct, frozen=True, kw_only=True):
    """Every alarm, newest first."""

    clones: tuple[CloneAlarm, ...]


def hear(
    connection: Connection, workstation: Workstation, said: Hello, incarnation: str
) -> Heard:
    """Judge one greeting; writes nothing."""
    prefix = incarnation[:_INCARNATION_CHARACTERS]
    if not said.boot_id:
        return Heard(run=None, is_new=False, other=None, token="")
    runs = [
        Run(
            boot_id=row.boot_id,
            first_turn=row.first_turn,
            heard_turn=row.heard_turn,
            proven_turn=row.proven_turn,
        )
        for row in connection.execute(
            select(agent_run).where(agent_run.c.workstation == workstation.workstation)
        )
    ]
    before = next((run for run in runs if run.boot_id == said.boot_id), None)
    turn = max((run.heard_turn for run in runs), default=0)
    if before is None or before.heard_turn != turn:
        turn += 1
    first = turn if before is None else before.first_turn
    proven = 0 if before is None else before.proven_turn
    repeated = _turn_of(said.run_token, prefix)
    if first <= repeated <= turn:
        proven = max(proven, repeated)
    run = Run(
        boot_id=said.boot_id, first_turn=first, heard_turn=turn, proven_turn=proven
    )
    other = next((each for each in runs if _overlap(run, each)), None)
    return Heard(run=run, is_new=run != before, other=other, token=f"{prefix}.{turn}")


def note(
    connection: Connection, workstation: Workstation, heard: Heard, now_ms: int
) -> None:
    """Store what was heard; suspend the key when another device speaks with it."""
    run, key = heard.run, workstation.public_keys[0]
    if run is None:
        return
    runs = agent_run.c
    of_run = (
        runs.workstation == workstation.workstation,
        runs.boot_id == run.boot_id,
    )
    values = {
        "first_turn": run.first_turn,
        "heard_turn": run.heard_turn,
        "proven_turn": run.proven_turn,
    }
    known = connection.execute(update(agent_run).where(*of_run).values(values))
    if known.rowcount == 0:
        connection.execute(
            insert(agent_run).values(
                workstation=workstation.workstation, boot_id=run.boot_id, **values
            )
        )
        connection.execute(
            delete(agent_run).where(
                runs.workstation == workstation.workstation,
                runs.heard_turn <= run.heard_turn - RUNS_MAX,
            )
        )
    if heard.other is None or is_alarmed(connection, workstation.workstation, key):
        return
    connection.execute(
        insert(clone_alarm).values(
            workstation=workstation.workstation,
            public_key=key,
            store=workstation.store,
            boot_id=run.boot_id,
            other_boot_id=heard.other.boot_id,
            detected_at_ms=now_ms,
        )
    )
    # With the next key both begin anew: what was heard under this one is settled.
    connection.execute(
        delete(agent_run).where(runs.workstation == workstation.workstation)
    )


def is_alarmed(connection: Connection, workstation: str, public_key: bytes) -> bool:
    """Tell whether two devices were heard with this key."""
    alarms = clone_alarm.c
    found = connection.execute(
        select(alarms.detected_at_ms).where(
            alarms.workstation == workstation, alarms.public_key == public_key
        )
    ).first()
    return found is not None


def list_clones(connection: Connection) -> Clones:
    """Return every alarm for head office."""
    alarms, keys = clone_alarm.c, workstation_key.c
    rows = connection.execute(
        select(clone_alarm, keys.is_active)
        .outerjoin(
            workstation_key,
            (keys.workstation == alarms.workstation)
            & (keys.public_key == alarms.public_key),
        )
        .order_by(alarms.detected_at_ms.desc(), alarms.workstation)
    ).all()
    return Clones(
        clones=tuple(
            CloneAlarm(
                workstation=row.workstation,
                store=row.store,
                boot_ids=(row.boot_id, row.other_boot_id),
                detected_at_ms=row.detected_at_ms,
                is_settled=not row.is_active,
            )
            for row in rows
        )
    )


def _turn_of(token: str, prefix: str) -> int:
    """Return the turn that a token names; 0 for none, or one of another history."""
    begin, _, text = token.partition(".")
    is_ours = begin == prefix and text.isascii() and text.isdigit()
    return int(text) if is_ours and len(text) < len(str(2**53)) else 0


def _overlap(one: Run, other: Run) -> bool:
    """Tell whether two runs are known to have been alive at the same moment."""
    return one.boot_id != other.boot_id and max(
        one.first_turn, other.first_turn
    ) <= min(one.proven_turn, other.proven_turn)

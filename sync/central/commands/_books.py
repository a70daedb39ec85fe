"""What a person may do with the projections and the quarantine of a center.

Each of them works beside a running server.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from functools import partial
from typing import Final

import msgspec

from sync.central import installation, projections, quarantines, replays
from sync.central.clock import now_ms
from sync.central.database import Database
from sync.central.installation import Location
from sync.central.projections import finance


def run(arguments: argparse.Namespace, location: Location) -> int:
    """Do what the command line says; return the exit code."""
    engine, _center, _signer = installation.open_installed(location)
    database = Database(engine)
    try:
        return _ACTIONS[arguments.action](arguments, database)
    finally:
        database.close()


def _quarantine(arguments: argparse.Namespace, database: Database) -> int:
    _catch_up(database)
    listed = database.read(
        partial(
            quarantines.report,
            now_ms=now_ms(),
            workstation_id=arguments.workstation,
        )
    )
    if arguments.json:
        print(msgspec.json.encode(listed).decode())
        return 0
    for each in listed.items:
        print(
            f"{each.workstation} {each.epoch} {each.seq} {each.type}"
            f" {each.type_v} of {each.business_day or 'no day'}: {each.code},"
            f" {each.detail}" + ("; waits longer than a day" * each.is_overdue)
        )
    print(f"{listed.count} events without effect, {listed.overdue} for over a day")
    return 0


def _replay(arguments: argparse.Namespace, database: Database) -> int:
    _catch_up(database)
    released = kept = 0
    first: int | None = 0
    while first is not None:
        work = partial(
            replays.step,
            now_ms=now_ms(),
            workstation_id=arguments.workstation,
            first_arrival=first,
        )
        done = database.write(work)
        released, kept = released + done.released, kept + done.kept
        first = done.next_arrival
    _catch_up(database)
    text = f"{released} events have their effect now, {kept} still have none"
    _emit(arguments, {"released": released, "kept": kept}, text)
    return 0


def _rebuild(arguments: argparse.Namespace, database: Database) -> int:
    database.write(projections.begin_anew)
    events = _catch_up(database)
    _emit(arguments, {"events": events}, f"made anew from {events} events")
    return 0


def _books(arguments: argparse.Namespace, database: Database) -> int:
    _catch_up(database)
    sums = database.read(
        partial(
            finance.trial_balance,
            store=arguments.store,
            business_day=arguments.business_day,
        )
    )
    if arguments.json:
        print(json.dumps({"accounts": msgspec.to_builtins(sums)}))
        return 0
    for each in sums:
        name = f"{each.account} {each.detail}".strip()
        print(
            f"{name:32} {each.currency} debit {each.debit_minor:>14}"
            f" credit {each.credit_minor:>14}"
        )
    return 0


def _catch_up(database: Database) -> int:
    """Project what is stored; return how many events that were."""
    events = 0
    while database.read(projections.pending):
        events += database.write(projections.step).events
    return events


def _emit(arguments: argparse.Namespace, report: dict[str, int], text: str) -> None:
    print(json.dumps(report) if arguments.json else text)


_ACTIONS: Final[dict[str, Callable[[argparse.Namespace, Database], int]]] = {
    "quarantine": _quarantine,
    "replay": _replay,
    "rebuild": _rebuild,
    "books": _books,
}

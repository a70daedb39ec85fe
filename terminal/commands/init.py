"""`init`: make a till, from a file of answers or by asking."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from structs.decoding import convert
from terminal.commands import _questions
from terminal.commands._options import add_home, add_json, home_path
from terminal.commands._output import emit, misused

if TYPE_CHECKING:
    from terminal.bootstrap.new_home import NewHome
    from terminal.settings.answers import InitAnswers

HELP = "Make the home of a till: store, keys, first operator."

_CONFIRM_ATTEMPTS: Final = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the home is made and who answers the questions."""
    add_home(parser)
    add_json(parser)
    parser.add_argument(
        "--answers",
        metavar="FILE",
        type=Path,
        help="TOML or JSON file with the answers; without it they are asked",
    )
    parser.add_argument(
        "--central", metavar="URL", default="", help="address of the center to join"
    )
    parser.add_argument(
        "--code", default="", help="enrolment code that the center printed"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the home; print the recovery code once."""
    from terminal.bootstrap.new_home import make_home
    from terminal.persistence.home import Home
    from terminal.persistence.keys.home_keys import confirm_recovery
    from terminal.settings.answers import CentralAnswers, load_answers

    if bool(arguments.central) != bool(arguments.code):
        return misused("--central and --code go together")
    is_asking = arguments.answers is None
    if is_asking and not sys.stdin.isatty():
        return misused(
            "without a terminal the answers come from a file: --answers FILE"
        )
    home = Home(home_path(arguments))
    home.require_absent()
    answers = (
        _asked(is_central=bool(arguments.central))
        if is_asking
        else load_answers(arguments.answers)
    )
    if arguments.central:
        central = CentralAnswers(url=arguments.central, code=arguments.code)
        answers = msgspec.structs.replace(answers, central=central)
    new = make_home(home.path, answers, on_progress=_tell)
    is_confirmed = answers.recovery_confirmed
    if is_asking and _is_written_down(new.recovery_code):
        confirm_recovery(home)
        is_confirmed = True
    report = _report(new, is_confirmed=is_confirmed)
    emit(report, arguments.json, _text(new, is_confirmed=is_confirmed))
    return 0


def _report(new: NewHome, *, is_confirmed: bool) -> dict[str, object]:
    settings = new.settings
    return {
        "home": str(new.path),
        "tenant": settings.workstation.tenant,
        "store": settings.workstation.store,
        "workstation": settings.workstation.workstation,
        "reference_data": settings.reference_data.source,
        "central": settings.central.url or None,
        "key_store": settings.keys.store,
        "epoch": new.epoch,
        "series": new.series,
        "operators": new.operators,
        "rows": new.rows,
        "demo": settings.demo,
        "recovery_code": new.recovery_code,
        "recovery_confirmed": is_confirmed,
        "known": None if new.known is None else msgspec.to_builtins(new.known),
        "lost": [
            {
                "epoch": each.epoch,
                "first_seq": each.hw + 1,
                "last_seq": each.claimed_seq,
            }
            for each in ([] if new.known is None else new.known.epochs)
            if each.claimed_seq > each.hw
        ],
    }


def _text(new: NewHome, *, is_confirmed: bool) -> str:
    place = new.settings.workstation
    lines = [
        f"made the till {place.workstation} of store {place.store} in {new.path}",
        f"recovery code: {new.recovery_code}",
    ]
    if new.known is not None and new.known.epochs:
        lines += _of_earlier_life(new)
    if not is_confirmed:
        lines.append(
            "Write the code down and keep it away from this computer: it is shown only"
            " now, and it alone brings the ledger back when this computer is gone."
        )
    return "\n".join(lines)


def _of_earlier_life(new: NewHome) -> list[str]:
    """Say what the center has of this till's earlier life, and what is missing."""
    known = new.known
    assert known is not None
    held = sum(each.hw for each in known.epochs)
    lines = [f"the center has {held} events of this till's earlier life"]
    if known.number:
        lines.append(
            f"its newest receipt that is known: {known.series}-{known.number};"
            f" receipts go on in series {new.series}"
        )
    if known.business_day:
        lines.append(
            f"its till period of {known.business_day} was not settled: count its"
            f" drawer, and settle it at the center"
        )
    lines += [
        f"lost with the old computer: events {each.hw + 1} to {each.claimed_seq} of"
        f" epoch {each.epoch}; if they are on a file of 'sync export', import it"
        f" at the center"
        for each in known.epochs
        if each.claimed_seq > each.hw
    ]
    return lines


def _is_written_down(recovery_code: str) -> bool:
    """Show the code and have its last group typed from the paper."""
    print(
        f"\nrecovery code: {recovery_code}\nWrite it down and keep it away from this"
        f" computer: it is shown only now.\n",
        file=sys.stderr,
    )
    for _ in range(_CONFIRM_ATTEMPTS):
        try:
            typed = _questions.line("type the last group of the code", "")
        except EOFError:
            return False
        if typed.upper() == recovery_code.rpartition("-")[2]:
            return True
        print("  that is not its last group", file=sys.stderr)
    return False


def _asked(*, is_central: bool) -> InitAnswers:
    """Ask for everything that cannot be guessed, group by group.

    With a center, which till this is and who may sign on is the center's to say.
    """
    from terminal.domain.errors import DomainError
    from terminal.settings.answers import InitAnswers
    from terminal.settings.errors import SettingsError

    refusals = (msgspec.ValidationError, SettingsError, DomainError)
    groups = [_ask_store, _ask_key_store]
    if not is_central:
        groups += [_ask_workstation, _ask_operator]
    answers: dict[str, object] = {}
    for group in groups:
        answers |= _questions.ask(group, refusals)
    return InitAnswers(**answers)  # type: ignore[arg-type]  # each group is checked


def _ask_store() -> dict[str, object]:
    from terminal.settings.answers import (
        StoreAnswers,
        completed_store,
        local_time_zone,
    )

    line = _questions.line
    name = line("name of the store", "")
    currency = line("currency, such as EUR", "").upper()
    tax_mode = line("prices are tax inclusive or exclusive", "inclusive")
    head = line("lines above every receipt, separated by |", name)
    foot = line("lines below every receipt, separated by |", "")
    store = convert(
        {
            "name": name,
            "currency": currency,
            "tax_mode": tax_mode,
            "receipt_head": _lines(head),
            "receipt_foot": _lines(foot),
            "time_zone": line("time zone", local_time_zone()),
            "day_cutover": line("a sale belongs to the day before until", "00:00"),
            "language": line("language: en, zh_CN, zh_TW or ar", "en"),
        },
        StoreAnswers,
    )
    completed_store(store)
    return {"store": store}


def _ask_workstation() -> dict[str, object]:
    from terminal.settings.schema import WorkstationSettings

    workstation = convert(
        {
            "tenant": _questions.line("chain or owner", "evertill"),
            "store": _questions.line("number of the store", "S-01"),
            "workstation": _questions.line("number of this till", "T-01"),
        },
        WorkstationSettings,
    )
    return {"workstation": workstation}


def _ask_operator() -> dict[str, object]:
    from terminal.settings.answers import FirstOperator

    operator = convert(
        {
            "operator_id": _questions.line("number of the first operator", "1"),
            "name": _questions.line("name of the first operator", "Manager"),
            "pin": _questions.new_pin(),
        },
        FirstOperator,
    )
    return {"operator": operator}


def _ask_key_store() -> dict[str, object]:
    from terminal.settings.schema import KeyStoreKind

    kind = _questions.line("where to keep the key: file or keyring", "file")
    return {"key_store": convert(kind, KeyStoreKind)}


def _lines(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def _tell(step: str) -> None:
    # Not on standard output, which belongs to the answer.
    if sys.stderr.isatty():
        print(f"… {step}", file=sys.stderr)

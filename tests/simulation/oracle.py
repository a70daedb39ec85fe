"""Recomputes from plain rows what the center must hold; imports nothing of ours."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Rows = list[dict[str, Any]]
Account = tuple[str, str, bool, str]
"""Workstation, business day, whether applied, and what is added up."""

_NUMBERED = ("sale.completed", "transaction.voided", "transaction.cancelled")


@dataclass
class Sale:
    """An event as the till wrote it: a sale, a return, a settlement, one unread.

    Attributes:
        items: What left the store by item, in millionths.
        undoes: The sale that it voids or returns.
        is_acknowledged: COMMIT returned: the receipt may be printed.
        is_committed: It is in the file, whether anybody was told or not.
        is_destroyed: A restore of the till's files took it away.
        is_known_lost: A witness that survived the restore knew of it.
        named_in: Epoch whose first event names the loss; empty when none does yet.
        is_beyond_proof: No witness survived that restore: the till cannot know.
    """

    workstation: str
    event_id: str
    epoch: str
    seq: int
    hash: bytes
    day: str
    gross_minor: int
    tax_minor: int
    tenders: dict[str, int]
    receipt: tuple[str, int] | None
    transactions: int = 1
    items: dict[str, int] = field(default_factory=dict)
    undoes: str = ""
    is_poison: bool = False
    is_acknowledged: bool = False
    is_committed: bool = False
    is_destroyed: bool = False
    is_known_lost: bool = False
    named_in: str = ""
    is_beyond_proof: bool = False

    @property
    def is_here(self) -> bool:
        """Whether the till's own files hold it."""
        return self.is_committed and not self.is_destroyed


def check_chains(tables: dict[str, Rows]) -> list[str]:
    """I6: each epoch is dense from 1, and every hash is the hash of its bytes."""
    wrong = []
    marks = {
        (row["workstation"], row["epoch"]): (row["hw"], row["hw_hash"])
        for row in tables["stream"]
    }
    chains: dict[tuple[str, str], Rows] = {}
    for row in tables["raw_event"]:
        chains.setdefault((row["workstation"], row["epoch"]), []).append(row)
    for key, rows in chains.items():
        rows.sort(key=lambda row: row["seq"])
        prev = None
        for seq, row in enumerate(rows, 1):
            digest = hashlib.sha256(row["prev"])
            digest.update(len(row["header"]).to_bytes(8, "big"))
            digest.update(row["header"] + row["body"])
            if row["seq"] != seq or digest.digest() != row["hash"]:
                wrong.append(f"{key} is broken at {seq}")
            if prev is not None and row["prev"] != prev:
                wrong.append(f"{key} does not chain at {seq}")
            prev = row["hash"]
        if marks.get(key) != (len(rows), prev):
            wrong.append(f"{key}: the watermark is not the last event")
    return wrong


def check_effects(tables: dict[str, Rows]) -> list[str]:
    """I2 and I9: one effect an event, whatever came twice; none for the unreadable."""
    wrong = []
    firsts = Counter(
        (row["workstation"], row["effect_id"])
        for row in tables["raw_event"]
        if row["effect_id"] is not None
    )
    ids = {(row["workstation"], row["event_id"]) for row in tables["raw_event"]}
    wrong += [f"{key} counts {n} times" for key, n in firsts.items() if n != 1]
    wrong += [f"{key} counts never" for key in sorted(ids - firsts.keys())]
    applied = {
        (row["workstation"], row["event_id"])
        for row in tables["raw_event"]
        if row["verdict"] == "applied" and row["type"] in _NUMBERED
    }
    effects = Counter(
        (row["workstation"], row["event_id"]) for row in tables["retail_transaction"]
    )
    wrong += [f"{key} has {n} effects" for key, n in effects.items() if n != 1]
    wrong += [f"{key} has no effect" for key in sorted(applied - effects.keys())]
    wrong += [f"{key} should have none" for key in sorted(effects.keys() - applied)]
    unread = [row for row in tables["raw_event"] if row["verdict"] == "quarantined"]
    held, due = (
        {(row["workstation"], row["epoch"], row["seq"]) for row in rows}
        for rows in (tables["quarantine"], unread)
    )
    if held != due:
        wrong.append(f"quarantine and verdicts differ: {sorted(held ^ due)[:3]}")
    return wrong


def check_money(tables: dict[str, Rows], sales: list[Sale]) -> list[str]:
    """I3: the center's accounts are the sum of the till's sales that it holds."""
    wrong, day = _expected(tables["raw_event"], sales)
    told: Counter[Account] = Counter()
    for row in tables["control_day"] + tables["control_tender"]:
        key = (row["workstation"], row["business_day"], bool(row["is_applied"]))
        if "method" in row:
            told[*key, f"tender {row['method']}"] += row["amount_minor"]
            continue
        for name in ("gross_minor", "tax_minor", "transactions"):
            told[*key, name] += row[name]
    wrong += [
        f"{account}: {told[account]} instead of {day[account]}"
        for account in sorted(day.keys() | told.keys())
        if day[account] != told[account]
    ]
    return wrong


def _expected(rows: Rows, sales: list[Sale]) -> tuple[list[str], Counter[Account]]:
    by_id = {(sale.workstation, sale.event_id): sale for sale in sales}
    day: Counter[Account] = Counter()
    wrong = []
    for row in rows:
        if row["effect_id"] is None:
            continue
        sale = by_id.get((row["workstation"], row["event_id"]))
        if sale is None:
            header = json.loads(row["header"])
            if header["ctl"] is not None:
                wrong.append(f"{row['event_id']} is a sale that no till made")
            continue
        key = (sale.workstation, sale.day, row["verdict"] == "applied")
        day[*key, "gross_minor"] += sale.gross_minor
        day[*key, "tax_minor"] += sale.tax_minor
        day[*key, "transactions"] += sale.transactions
        for method, amount in sale.tenders.items():
            day[*key, f"tender {method}"] += amount
        if sale.is_poison != (row["verdict"] == "quarantined"):
            wrong.append(f"{sale.event_id} was {row['verdict']}")
    return wrong, day


def check_receipts(sales: list[Sale]) -> list[str]:
    """I4: a number rises within its series and is never given to two sales.

    After a restore that nothing could reveal, only the printed hash tells two apart.
    """
    wrong = []
    seen: dict[tuple[str, str, int], Sale] = {}
    printed: set[tuple[str, str, int, bytes]] = set()
    last: dict[tuple[str, str], int] = {}
    for sale in sales:
        if sale.receipt is None or not sale.is_committed:
            continue
        series, number = sale.receipt
        identity = (sale.workstation, series, number, sale.hash[:4])
        if identity in printed:
            wrong.append(f"{sale.workstation} printed {series}-{number} twice")
        printed.add(identity)
        if sale.is_beyond_proof:
            continue
        if (sale.workstation, series, number) in seen:
            wrong.append(f"{sale.workstation} gave {series}-{number} twice")
        seen[sale.workstation, series, number] = sale
        if number != last.get((sale.workstation, series), 0) + 1:
            wrong.append(f"{sale.workstation}: {series}-{number} is not the next")
        last[sale.workstation, series] = number
    return wrong


def check_arrived(
    tables: dict[str, Rows], sales: list[Sale], named: dict[str, list[tuple[str, int]]]
) -> tuple[list[str], int, int]:
    """I1: what was acknowledged is here, or its loss is named by a signed event.

    Returns:
        What is wrong; sales whose loss is named; sales that a restore of the till
        took away and of which no witness that survived knew.
    """
    here = {(row["workstation"], row["event_id"]) for row in tables["raw_event"]}
    wrong, named_count, unknown = [], 0, 0
    for sale in sales:
        if not sale.is_acknowledged or (sale.workstation, sale.event_id) in here:
            continue
        reach = [s for e, s in named.get(sale.workstation, ()) if e == sale.epoch]
        if sale.is_destroyed and max(reach, default=0) >= sale.seq:
            named_count += 1
        elif sale.is_destroyed and not sale.is_known_lost:
            unknown += 1
        else:
            how = "restored away and not named" if sale.is_destroyed else "missing"
            wrong.append(f"{sale.workstation} {sale.epoch} {sale.seq}: {how}")
    return wrong, named_count, unknown

"""Recomputes from plain rows what the center must hold; imports nothing of ours."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]
Sales = list[Any]
_NUMBERED = {"sale.completed", "transaction.voided", "transaction.cancelled"}
_NUMBERED |= {"future.sale"}


def check_chains(tables: Tables) -> list[str]:
    """I6: each epoch is dense from 1, and every hash is the hash of its bytes."""
    wrong = []
    marks = {_stream(row): (row["hw"], row["hw_hash"]) for row in tables["stream"]}
    chains: dict[tuple[str, str], Rows] = {}
    for row in tables["raw_event"]:
        chains.setdefault(_stream(row), []).append(row)
    for key, rows in chains.items():
        rows.sort(key=lambda row: row["seq"])
        prev = None
        for seq, row in enumerate(rows, 1):
            length = len(row["header"]).to_bytes(8, "big")
            data = row["prev"] + length + row["header"] + row["body"]
            if row["seq"] != seq or hashlib.sha256(data).digest() != row["hash"]:
                wrong.append(f"{key} is broken at {seq}")
            if prev is not None and row["prev"] != prev:
                wrong.append(f"{key} does not chain at {seq}")
            prev = row["hash"]
        if marks.get(key) != (len(rows), prev):
            wrong.append(f"{key}: the watermark is not the last event")
    return wrong


def check_effects(tables: Tables) -> list[str]:
    """I2 and I9: one effect an event, whatever came twice; none for the unreadable."""
    raw = tables["raw_event"]
    firsts = Counter(_id(row) for row in raw if row["effect_id"] is not None)
    due = Counter(dict.fromkeys(map(_id, raw), 1))
    wrong = [f"counted: {line}" for line in _differences(firsts, due)]
    applied = Counter(
        _id(row)
        for row in raw
        if row["verdict"] == "applied" and row["type"] in _NUMBERED
    )
    effects = Counter(map(_id, tables["retail_transaction"]))
    wrong += [f"effects: {line}" for line in _differences(effects, applied)]
    unread = [row for row in raw if row["verdict"] == "quarantined"]
    held = Counter((*_stream(row), row["seq"]) for row in tables["quarantine"])
    unheld = Counter((*_stream(row), row["seq"]) for row in unread)
    return wrong + [f"quarantine: {line}" for line in _differences(held, unheld)]


def check_money(tables: Tables, sales: Sales) -> list[str]:
    """I3: the center's accounts are the sum of the till's sales that it holds."""
    wrong, due = _expected(tables, sales)
    told: Counter[Any] = Counter()
    for row in tables["control_day"] + tables["control_tender"]:
        key = (row["workstation"], row["business_day"], bool(row["is_applied"]))
        if "method" in row:
            told[*key, f"tender {row['method']}"] += row["amount_minor"]
        for name in {"gross_minor", "tax_minor", "transactions"} & row.keys():
            told[*key, name] += row[name]
    return wrong + _differences(told, due)


def _expected(tables: Tables, sales: Sales) -> tuple[list[str], Counter[Any]]:
    by_id = {(sale.workstation, sale.event_id): sale for sale in sales}
    sold = {sale.event_id: sale.workstation for sale in sales}
    due: Counter[Any] = Counter()
    rows, has_learned = tables["raw_event"], bool(tables.get("learned"))
    applied = {_id(row) for row in rows if row["verdict"] == "applied"}
    numbers = Counter((sale.workstation, sale.receipt) for sale in sales)
    wrong = []
    for row in rows:
        if row["effect_id"] is None:
            continue
        sale = by_id.get(_id(row))
        if sale is None:
            if json.loads(row["header"])["ctl"] is not None:
                wrong.append(f"{row['event_id']} is a sale that no till made")
            continue
        key = (sale.workstation, sale.day, row["verdict"] == "applied")
        due[*key, "gross_minor"] += sale.gross_minor
        due[*key, "tax_minor"] += sale.tax_minor
        due[*key, "transactions"] += sale.transactions
        for method, amount in sale.tenders.items():
            due[*key, f"tender {method}"] += amount
        # After a restore beyond proof a number may be on two receipts; a return whose
        # sale is lost waits for it.
        is_twice = numbers[sale.workstation, sale.receipt] > 1
        waits = sale.undoes and (sold.get(sale.undoes), sale.undoes) not in applied
        is_out = row["verdict"] == "quarantined"
        is_unread = sale.is_poison and not (sale.is_learnable and has_learned)
        if is_out < is_unread or is_out > bool(is_unread or is_twice or waits):
            wrong.append(f"{sale.event_id} was {row['verdict']}")
    return wrong, due


def check_stock(tables: Tables, sales: Sales) -> list[str]:
    """I11: the stock of each item is what the applied sales and returns moved.

    Two lives of a till may both void a sale. Both paid money back, but its goods were
    sold once and come back once.
    """
    applied = {_id(row) for row in tables["raw_event"] if row["verdict"] == "applied"}
    told: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for row in tables["stock_movement"]:
        told[row["item_id"]] += row["quantity_micro"]
    voided = set()
    for sale in sales:
        if _id(vars(sale)) not in applied:
            continue
        if sale.is_void:
            if sale.undoes in voided:
                continue
            voided.add(sale.undoes)
        due.subtract(sale.items)
    return _differences(told, due)


def check_receipts(sales: Sales) -> list[str]:
    """I4: on one device numbers rise by one and are given once; see also below."""
    given = [(sale, sale.receipt) for sale in sales if sale.is_committed]
    wrong = []
    last: dict[tuple[str, str], int] = {}
    for sale, receipt in given:
        if receipt is None or sale.is_beyond_proof:
            continue
        series, number = receipt
        if number != last.get((sale.workstation, series), 0) + 1:
            wrong.append(f"{sale.workstation}: {series}-{number} is not the next")
        last[sale.workstation, series] = number
    return wrong


def check_printed(sales: Sales) -> list[str]:
    """I4, all devices: beyond proof a number is given twice, but the hash differs.

    Two devices with one key know nothing of each other: what one of them gives until it
    has a key of its own, the other may give as well. Under such keys no two are equal.
    """
    given = [(s, s.receipt) for s in sales if s.is_committed and s.receipt is not None]
    texts = Counter((s.workstation, receipt, s.hash[:4]) for s, receipt in given)
    wrong = [f"{key} printed twice" for key, n in texts.items() if n > 1]
    keys: dict[Any, set[int]] = {}
    for sale, receipt in given:
        if sale.keys_taken:
            keys.setdefault((sale.workstation, receipt), set()).add(sale.keys_taken)
    return wrong + [f"{key}: under two keys" for key, of in keys.items() if len(of) > 1]


def check_confirmed(tables: Tables, sales: Sales, receipt: Any) -> list[str]:
    """I14: each sale of a confirmed period is there (in its last epoch) and summed."""
    stream, here = _stream(receipt), set(map(_id, tables["raw_event"]))
    first, last = receipt["first_seq"], receipt["last_seq"]
    is_whole = receipt["count"] == last - first + 1
    due = [
        sale
        for sale in sales
        if _stream(vars(sale)) == stream
        and (first if is_whole else 1) <= sale.seq <= last
        if sale.is_here or _id(vars(sale)) in here
    ]
    wrong = [f"{sale.event_id} missing" for sale in due if _id(vars(sale)) not in here]
    gross = sum(sale.gross_minor for sale in due)
    if is_whole and gross != receipt["gross_minor"]:
        wrong.append(f"{stream} {first}-{last}: {receipt['gross_minor']}, not {gross}")
    return wrong


def check_arrived(
    tables: Tables, sales: Sales, named: dict[str, int]
) -> tuple[list[str], int, int]:
    """I1: what is wrong; losses that a signed event names; those nobody knew of."""
    here = set(map(_id, tables["raw_event"]))
    wrong, named_count, unknown = [], 0, 0
    for sale in sales:
        if not sale.is_acknowledged or (sale.workstation, sale.event_id) in here:
            continue
        if sale.is_destroyed and named.get(sale.epoch, 0) >= sale.seq:
            named_count += 1
        elif sale.is_destroyed and not sale.is_known_lost:
            unknown += 1
        else:
            how = "restored away and not named" if sale.is_destroyed else "missing"
            wrong.append(f"{sale.workstation} {sale.epoch} {sale.seq}: {how}")
    return wrong, named_count, unknown


def check_own(tables: Tables, rows: Rows) -> list[str]:
    """I1 from the other side: each event in a till's file is at the center.

    Up to `due_seq` of its epoch it is there under its own number. What is behind it was
    carried into a later epoch, and the numbers it had may belong to another life of the
    till: there it is held by its id, with the same bytes.
    """
    held = tables["raw_event"]
    hashes = {(*_stream(row), row["seq"]): row["hash"] for row in held}
    bodies = {(*_id(row), row["body"]) for row in held}
    wrong = []
    for row in rows:
        # A device may have been another workstation when it wrote the event.
        header = json.loads(row["header"])
        place = f"{header['workstation']} {row['epoch']}"
        if row["seq"] <= row["due_seq"]:
            if hashes.get((*_stream(header), row["seq"])) != row["hash"]:
                wrong.append(f"{place}: another event {row['seq']}")
        elif (*_id(header), row["body"]) not in bodies:
            wrong.append(f"{place}: event {row['seq']} was not carried")
    return wrong


def _differences(told: Counter[Any], due: Counter[Any]) -> list[str]:
    keys = sorted(key for key in told.keys() | due.keys() if told[key] != due[key])
    return [f"{key}: {told[key]} instead of {due[key]}" for key in keys]


def _id(row: Any) -> tuple[str, str]:
    return row["workstation"], row["event_id"]


def _stream(row: Any) -> tuple[str, str]:
    return row["workstation"], row["epoch"]

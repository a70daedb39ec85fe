"""The stored sample of every type and version of event, with its control totals."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Final

import msgspec

from sync.protocol.envelope import ControlTotals

_SAMPLES: Final = Path(__file__).parents[1] / "fixtures" / "events"
_MONEY: Final = frozenset({"sale.completed", "transaction.voided"})


class EventSample(msgspec.Struct, frozen=True, kw_only=True):
    """One stored body.

    Attributes:
        name: Stem of its file, such as ``sale_completed_v2``.
        control: What the header of such an event must claim.
    """

    name: str
    type: str
    version: int
    body: bytes
    control: ControlTotals | None


def event_samples() -> list[EventSample]:
    """Return all of them, sorted by name."""
    found = []
    for path in sorted(_SAMPLES.glob("*.json")):
        event = importlib.import_module(f"sync.protocol.events.{path.stem}").EVENT
        body = path.read_bytes().rstrip(b"\n")
        found.append(
            EventSample(
                name=path.stem,
                type=event.TYPE,
                version=event.VERSION,
                body=body,
                control=_control(body) if event.TYPE in _MONEY else None,
            )
        )
    return found


def _control(data: bytes) -> ControlTotals:
    body = json.loads(data)
    sums: dict[str, int] = {}
    for tender in body["tenders"]:
        method = tender["method"]
        sums[method] = sums.get(method, 0) + tender["amount_minor"]
    return ControlTotals.of(
        count=1,
        gross_minor=body["gross_minor"],
        tax_minor=body["tax_minor"],
        tenders=sums,
        quantity_micro=sum(
            line["quantity_micro"]
            for line in body.get("lines", ())
            if not line.get("is_voided")
        ),
    )

"""A till period on a chain made without the till: opened, sold on, settled."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from sync.protocol.completeness import AskCompleteness
from sync.protocol.envelope import StoredEvent, decode_header
from sync.protocol.events import decode_body
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v2 import TillSettled
from tests.support.till_chain import TillChain

_SAMPLES: Final = Path(__file__).parents[1] / "fixtures" / "events"


def open_period(chain: TillChain) -> StoredEvent:
    """Append the event that opens a till period."""
    sample = (_SAMPLES / "till_period_opened_v1.json").read_bytes()
    body = decode_body(TillPeriodOpened.TYPE, TillPeriodOpened.VERSION, sample)
    return chain.append(body)


def settle(
    chain: TillChain,
    opened: StoredEvent,
    *,
    gross_minor: int,
    tax_minor: int,
    first_seq: int | None = None,
    event_count: int | None = None,
) -> AskCompleteness:
    """Append a settlement that states these sums; return the question about it."""
    sample = (_SAMPLES / "till_settled_v2.json").read_bytes()
    body = decode_body(TillSettled.TYPE, TillSettled.VERSION, sample)
    assert isinstance(body, TillSettled)
    last_seq = len(chain.events)
    header = decode_header(opened.header)
    first = header.seq if first_seq is None else first_seq
    settled = chain.append(
        msgspec.structs.replace(
            body,
            business_day="2031-04-02",
            opened_event_id=header.event_id,
            first_seq=first,
            last_seq=last_seq,
            event_count=last_seq - first + 1 if event_count is None else event_count,
            head_hash=chain.head.hex(),
            gross_minor=gross_minor,
            tax_minor=tax_minor,
            tenders_minor=(("card", 0), ("cash", gross_minor)),
        )
    )
    return AskCompleteness(
        epoch=chain.epoch,
        first_seq=first,
        last_seq=last_seq + 1,
        head_hash=settled.hash.hex(),
    )

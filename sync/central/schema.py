"""The tables of the central database as the program uses them.

Migrations make them; a test compares the two. Only types that SQLite and PostgreSQL
both have; every instant is ms since 1970 UTC, every amount whole minor units.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from typing_extensions import override


class Bytes(LargeBinary):
    """Bytes that the driver takes as they are.

    The type of the library wraps each value for drivers that cannot; that is a
    measurable part of storing an event.
    """

    cache_ok = True

    @override
    def bind_processor(self, dialect: Dialect) -> None:
        return None


ANY_STORE: Final = ""
"""`store` of reference data that every store gets."""

metadata: Final = MetaData()

center: Final = Table(
    "center",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("tenant", String, nullable=False),
    Column("incarnation", String, nullable=False),
    Column("administrator_token_hash", String, nullable=False),
    Column("feed_position", BigInteger, nullable=False),
    Column("created_at_ms", BigInteger, nullable=False),
    Column("feed_pruned", BigInteger, nullable=False, server_default="0"),
    Column("feed_held_until_ms", BigInteger, nullable=False, server_default="0"),
)
"""One row. `feed_position` is the last position given to a change; whoever changes
reference data holds this row, so positions are in commit order. Tombstones up to
`feed_pruned` are forgotten. Until `feed_held_until_ms` an import is under way, of
which no till may see a part."""

workstation: Final = Table(
    "workstation",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("store", String, nullable=False),
    Column("name", String, nullable=False),
    Column("is_suspended", Boolean, nullable=False),
    Column("enrolled_at_ms", BigInteger, nullable=False),
)

workstation_key: Final = Table(
    "workstation_key",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("public_key", Bytes, primary_key=True),
    Column("is_active", Boolean, nullable=False),
    Column("added_at_ms", BigInteger, nullable=False),
)
"""Requests need the active key; events may be signed by an earlier one."""

enrolment_code: Final = Table(
    "enrolment_code",
    metadata,
    Column("code_hash", String, primary_key=True),
    Column("store", String, nullable=False),
    Column("workstation", String, nullable=False),
    Column("name", String, nullable=False),
    Column("created_at_ms", BigInteger, nullable=False),
    Column("expires_at_ms", BigInteger, nullable=False),
    Column("used_at_ms", BigInteger),
)

stream: Final = Table(
    "stream",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("epoch", String, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("parent_epoch", String),
    Column("parent_seq", BigInteger),
    Column("parent_hash", String),
    Column("hw", BigInteger, nullable=False),
    Column("hw_hash", Bytes, nullable=False),
    Column("archived_hw", BigInteger, nullable=False),
    Column("first_seen_at_ms", BigInteger, nullable=False),
)
"""One row an epoch; `ordinal` counts the epochs of a workstation as they arrive."""

raw_event: Final = Table(
    "raw_event",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("epoch", String, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", String, nullable=False),
    # The id once more on the first event that bears it, null on repetitions under
    # another epoch: the database itself keeps effects from happening twice.
    Column("effect_id", String),
    Column("type", String, nullable=False),
    Column("type_v", BigInteger, nullable=False),
    Column("business_day", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("header", Bytes, nullable=False),
    Column("body", Bytes, nullable=False),
    Column("prev", Bytes, nullable=False),
    Column("hash", Bytes, nullable=False),
    Column("signature", Bytes, nullable=False),
    Column("received_at_ms", BigInteger, nullable=False),
    Column("arrival", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("workstation", "effect_id", name="uq_raw_event_effect"),
    Index("ux_raw_event_arrival", "arrival", unique=True),
    Index(
        "ix_raw_event_devices",
        "workstation",
        "arrival",
        sqlite_where=text("type = 'devices.reported'"),
        postgresql_where=text("type = 'devices.reported'"),
    ),
)
"""Every event as it came, byte for byte; never changed but for its verdict.
`arrival` numbers the events of all tills in the order of their commits. The index of
devices is so small because it holds one event a settlement; see `device_reports`."""

arrival_counter: Final = Table(
    "arrival_counter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("arrival", BigInteger, nullable=False),
)
"""One row: the last number given to an event or a replay. Whoever takes numbers holds
it until the commit, so the numbers are dense and in commit order."""

projection_cursor: Final = Table(
    "projection_cursor",
    metadata,
    Column("name", String, primary_key=True),
    Column("arrival", BigInteger, nullable=False),
)
"""How far the projections are; -1: everything in them is to be made anew. The
projector holds the row, so that only one works at a time."""

replayed_event: Final = Table(
    "replayed_event",
    metadata,
    Column("arrival", BigInteger, primary_key=True, autoincrement=False),
    Column("of_arrival", BigInteger, nullable=False),
    Column("replayed_at_ms", BigInteger, nullable=False),
    UniqueConstraint("of_arrival", name="uq_replayed_event_of"),
)
"""Events that were projected later than they arrived, and their place in the order."""

parked_event: Final = Table(
    "parked_event",
    metadata,
    Column("of_arrival", BigInteger, primary_key=True, autoincrement=False),
    Column("needs", String, primary_key=True),
    Index("ix_parked_event_needs", "needs"),
)
"""Which events wait for which others."""

projected_event: Final = Table(
    "projected_event",
    metadata,
    Column("event_id", String, primary_key=True),
    Column("workstation", String, primary_key=True),
    sqlite_with_rowid=False,
)
"""Events whose effects are in the projections: the key keeps them from happening
twice."""

order_line: Final = Table(
    "order_line",
    metadata,
    Column("event_id", String, primary_key=True),
    Column("workstation", String, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("store", String, nullable=False),
    Column("business_day", String, nullable=False),
    Column("item_id", String, nullable=False),
    Column("quantity_micro", BigInteger, nullable=False),
    Column("unit", String, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("tax_minor", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The lines that count of each transaction in `retail_transaction`, negative for what
came back; a transaction that voids another mirrors its lines."""

stock_movement: Final = Table(
    "stock_movement",
    metadata,
    Column("store", String, primary_key=True),
    Column("item_id", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("workstation", String, primary_key=True),
    Column("business_day", String, nullable=False),
    Column("quantity_micro", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""By how much a transaction changed the stock of an item in a store."""

posting: Final = Table(
    "posting",
    metadata,
    Column("store", String, primary_key=True),
    Column("business_day", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("workstation", String, primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("account", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("currency", String, nullable=False),
    Column("debit_minor", BigInteger, nullable=False),
    Column("credit_minor", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The journal: the postings of one event and currency have equal debits and
credits."""

quarantine: Final = Table(
    "quarantine",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("epoch", String, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("code", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("since_ms", BigInteger, nullable=False),
)

retail_transaction: Final = Table(
    "retail_transaction",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("epoch", String, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("store", String, nullable=False),
    Column("business_day", String, nullable=False),
    Column("type", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("series", String, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("gross_minor", BigInteger, nullable=False),
    Column("tax_minor", BigInteger, nullable=False),
    Column("sale_lines", Integer, nullable=False),
    Column("return_lines", Integer, nullable=False),
    Column("tenders", Text, nullable=False),
    # Two lives of a till may have given one number: each in an epoch of its own.
    UniqueConstraint(
        "workstation",
        "epoch",
        "series",
        "number",
        name="uq_retail_transaction_number",
    ),
    Index("ix_retail_transaction_day", "store", "business_day"),
    Index("ix_retail_transaction_receipt", "series", "number"),
    Index("ix_retail_transaction_event", "event_id"),
)
"""What became of the raw events; `tenders` is a JSON object of method to amount."""

control_day: Final = Table(
    "control_day",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("business_day", String, primary_key=True),
    Column("is_applied", Boolean, primary_key=True),
    Column("store", String, nullable=False),
    Column("events", BigInteger, nullable=False),
    Column("transactions", BigInteger, nullable=False),
    Column("sale_lines", BigInteger, nullable=False),
    Column("return_lines", BigInteger, nullable=False),
    Column("gross_minor", BigInteger, nullable=False),
    Column("tax_minor", BigInteger, nullable=False),
    Column("quantity_micro", BigInteger, nullable=False),
    Index("ix_control_day_store", "store", "business_day"),
)
"""Control totals of the headers; not applied: of quarantined events. The business
day is empty for events outside one."""

control_tender: Final = Table(
    "control_tender",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("business_day", String, primary_key=True),
    Column("is_applied", Boolean, primary_key=True),
    Column("method", String, primary_key=True),
    Column("store", String, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Index("ix_control_tender_store", "store", "business_day"),
)

reference_row: Final = Table(
    "reference_row",
    metadata,
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("store", String, primary_key=True),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("version", BigInteger, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("data", Text, nullable=False),
    Column("changed_at_ms", BigInteger, nullable=False),
    Column("lookup", String, nullable=False, server_default=""),
    Index("ix_reference_row_lookup", "kind", "lookup"),
    Index("ix_reference_row_deleted", "is_deleted", "changed_at_ms"),
)
"""The newest state of each row of reference data, and its place in the change log:
a change moves the row to the end. `lookup` is what the row is found by besides its
key, such as the item of a price; empty for nothing."""

feed_digest: Final = Table(
    "feed_digest",
    metadata,
    Column("store", String, primary_key=True),
    Column("digest", String, nullable=False),
)
"""See `sync.central.feed_digests`."""

feed_disagreement: Final = Table(
    "feed_disagreement",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("store", String, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("digest", String, nullable=False),
    Column("expected", String, nullable=False),
    Column("since_ms", BigInteger, nullable=False),
)
"""Workstations whose reference data, as they last greeted, is not what it should be."""

returned_line: Final = Table(
    "returned_line",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("store", String, nullable=False),
    Column("business_day", String, nullable=False),
    Column("original_event_id", String, nullable=False),
    Column("original_sequence", Integer, nullable=False),
    Column("quantity_micro", BigInteger, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("taxes", Text, nullable=False),
    Column("item_id", String, nullable=False),
    Column("named_receipt", String, nullable=False),
    Index("ix_returned_line_event", "event_id"),
    Index("ix_returned_line_original", "original_event_id", "original_sequence"),
    Index("ix_returned_line_receipt", "named_receipt"),
)
"""Goods that came back, positive as sold. A line without receipt has no original
until the receipt that the customer named is found; `taxes` is a JSON array."""

return_claim: Final = Table(
    "return_claim",
    metadata,
    Column("transaction_id", String, primary_key=True),
    Column("original_event_id", String, primary_key=True),
    Column("line_sequence", Integer, primary_key=True, autoincrement=False),
    Column("workstation", String, nullable=False),
    Column("quantity_micro", BigInteger, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("taxes", Text, nullable=False),
    Column("expires_at_ms", BigInteger, nullable=False),
    Index("ix_return_claim_original", "original_event_id"),
)
"""What open transactions are about to take back; gone when they end."""

over_return: Final = Table(
    "over_return",
    metadata,
    Column("event_id", String, primary_key=True),
    Column("original_event_id", String, primary_key=True),
    Column("line_sequence", Integer, primary_key=True, autoincrement=False),
    Column("workstation", String, nullable=False),
    Column("store", String, nullable=False),
    Column("business_day", String, nullable=False),
    Column("sold_micro", BigInteger, nullable=False),
    Column("returned_micro", BigInteger, nullable=False),
    Column("sold_minor", BigInteger, nullable=False),
    Column("returned_minor", BigInteger, nullable=False),
    Column("flagged_at_ms", BigInteger, nullable=False),
    Index("ix_over_return_store", "store", "flagged_at_ms"),
)

voided_transaction: Final = Table(
    "voided_transaction",
    metadata,
    Column("event_id", String, primary_key=True),
    Column("by_event_id", String, nullable=False),
)
"""Which transactions count in nothing any more, whatever arrives first."""

epoch_claim: Final = Table(
    "epoch_claim",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("epoch", String, primary_key=True),
    Column("boot_id", String, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String, nullable=False),
    Column("held_seq", BigInteger, nullable=False),
    Column("last_number", String, nullable=False),
    Column("claimed_at_ms", BigInteger, nullable=False),
    Column("lost_at_ms", BigInteger),
)
"""The furthest that each run of a till said to be while the center was not there:
event `seq` with that hash, when the center held `held_seq`. Gone once it is held;
`lost_at_ms`: a later run no longer holds it."""

agent_run: Final = Table(
    "agent_run",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("boot_id", String, primary_key=True),
    Column("first_turn", BigInteger, nullable=False),
    Column("heard_turn", BigInteger, nullable=False),
    Column("proven_turn", BigInteger, nullable=False),
)
"""When each run of a till was alive, in turns: a turn ends when another run speaks.
It began before `first_turn` did and was alive after `proven_turn` began."""

clone_alarm: Final = Table(
    "clone_alarm",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("public_key", Bytes, primary_key=True),
    Column("store", String, nullable=False),
    Column("boot_id", String, nullable=False),
    Column("other_boot_id", String, nullable=False),
    Column("detected_at_ms", BigInteger, nullable=False),
)
"""Keys with which two devices spoke at the same time; such a key opens nothing."""

stream_heir: Final = Table(
    "stream_heir",
    metadata,
    Column("workstation", String, primary_key=True),
    Column("epoch", String, primary_key=True),
    Column("heir", String, primary_key=True),
    Column("is_continued", Boolean, nullable=False),
    Column("added_at_ms", BigInteger, nullable=False),
    Index("ix_stream_heir_heir", "heir"),
)
"""Epochs of one workstation that a device brought along when it became another one,
the heir. `is_continued`: the heir itself began it, to carry the end of such an epoch
again, and signs it with its own key."""

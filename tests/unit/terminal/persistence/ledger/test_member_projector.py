"""Points and what is given back become rows that a void takes away again."""

from __future__ import annotations

from pathlib import Path

from sync.protocol.events import decode_body
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.persistence.ledger.event_audit import scratch_ledger
from terminal.persistence.ledger.member_projector import MemberProjector

_SAMPLES = Path(__file__).parents[4] / "fixtures" / "events"
RETURNED = "01890a5d-ac96-7000-8000-000000000007"


def sample(name: str) -> SaleCompleted | TransactionVoided:
    data = (_SAMPLES / f"{name}_v2.json").read_bytes()
    body = decode_body(name.replace("_", ".", 1), 2, data)
    assert isinstance(body, SaleCompleted | TransactionVoided)
    return body


def test_sale_and_void_of_the_samples() -> None:
    with scratch_ledger() as connection:
        projector = MemberProjector(connection)
        projector.apply(2, sample("sale_completed"))
        entries = connection.execute(
            "SELECT kind, points, amount_minor, line_sequence, tender_sequence,"
            " of_event_id FROM points_entry ORDER BY entry_no"
        ).fetchall()
        back = "SELECT of_event_id, promotion_id, amount_minor, uses"
        given = connection.execute(f"{back} FROM redemption_back").fetchall()
        coupons = connection.execute("SELECT * FROM coupon_use").fetchall()
        projector.apply(3, sample("transaction_voided"))
        undone = connection.execute(f"{back} FROM redemption_back").fetchall()
        after = connection.execute("SELECT uses FROM coupon_use").fetchall()
        uses = connection.execute(
            "SELECT uses, amount_minor FROM promotion_use"
        ).fetchall()

    assert entries == [
        ("earn_reversed", -1, 0, 1, 0, RETURNED),
        ("burn", -200, 100, 0, 1, ""),
        ("earn", 2, 0, 1, 0, ""),
    ]
    assert given == [(RETURNED, "5off", 50, 1)]
    assert coupons == [("FIVE", "m-77", -1)]
    assert undone == [(RETURNED, "5off", 0, 0)]
    assert after == [(0,)]
    assert uses == [(0, 0)]

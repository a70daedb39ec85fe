"""What the epochs of a ledger say to be lost: read from their first events."""

from sync.protocol.events import decode_body
from sync.protocol.events.epoch_opened_v1 import AbandonedTail, EpochOpened
from terminal.persistence.dbapi import Connection


def abandoned_tails(connection: Connection) -> list[AbandonedTail]:
    """Return what the epochs of this file knew to be missing when they began."""
    rows = connection.execute(
        "SELECT body FROM event JOIN epoch ON event_no = first_event_no"
        " ORDER BY event_no"
    ).fetchall()
    tails: list[AbandonedTail] = []
    for (body,) in rows:
        opened = decode_body(EpochOpened.TYPE, EpochOpened.VERSION, body)
        assert isinstance(opened, EpochOpened)
        tails += opened.abandoned
    return tails

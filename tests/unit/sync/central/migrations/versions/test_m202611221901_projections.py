"""Events of a center of the form before get numbers in the order they came."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import select, text

from sync.central import arrivals, database
from sync.central.schema import projection_cursor, raw_event

_BEFORE = "m202611221700_returns"


def test_stored_events_are_numbered_as_they_came(tmp_path: Path) -> None:
    engine = database.open_engine(f"sqlite:///{tmp_path}/central.db")
    config = Config()
    folder = Path(database.__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, _BEFORE)
        for till, seq, at_ms in [("U", 1, 9), ("T", 2, 5), ("T", 1, 5), ("T", 3, 12)]:
            connection.execute(
                text(
                    "INSERT INTO raw_event (workstation, lane, epoch, seq, event_id,"
                    " effect_id, type, type_v, business_day, verdict, header, body,"
                    " prev, hash, signature, received_at_ms) VALUES (:till, 'ledger',"
                    " 'e', :seq, :id, :id, 'no.sale', 1, '', 'applied', x'00', x'00',"
                    " x'00', x'00', x'00', :at_ms)"
                ),
                {"till": till, "seq": seq, "id": f"{till}{seq}", "at_ms": at_ms},
            )

    database.migrate(engine)

    with engine.begin() as connection:
        numbered = connection.execute(
            select(raw_event.c.event_id).order_by(raw_event.c.arrival)
        ).scalars()
        assert list(numbered) == ["T1", "T2", "U1", "T3"]
        assert arrivals.last(connection) == 4
        assert connection.scalar(select(projection_cursor.c.arrival)) == -1
    engine.dispose()

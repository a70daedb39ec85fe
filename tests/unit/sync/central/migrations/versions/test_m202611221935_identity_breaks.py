"""A center of the form before takes a receipt number of two lives, and keeps its rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from sync.central import database

_BEFORE = "m202611221921_feed_digests"

_ROW = text(
    "INSERT INTO retail_transaction (workstation, lane, epoch, seq, store,"
    " business_day, type, event_id, series, number, currency, gross_minor, tax_minor,"
    " sale_lines, return_lines, tenders) VALUES ('T-1', 'ledger', :epoch, :seq, 'S-1',"
    " '2031-03-02', 'sale.completed', :event_id, 'A', 7, 'EUR', 100, 0, 1, 0, '{}')"
)


def _migrate_to(engine: Engine, revision: str) -> None:
    config = Config()
    scripts = Path(database.__file__).with_name("migrations")
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_a_number_is_unique_in_its_epoch(tmp_path: Path) -> None:
    engine = database.open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    _migrate_to(engine, _BEFORE)
    with engine.begin() as connection:
        connection.execute(_ROW, {"epoch": "1", "seq": 3, "event_id": "a"})

    database.migrate(engine)

    with engine.begin() as connection:
        connection.execute(_ROW, {"epoch": "2", "seq": 3, "event_id": "b"})
        count = connection.execute(text("SELECT count(*) FROM retail_transaction"))
        assert count.scalar_one() == 2
        indexes = connection.execute(
            text("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql <> ''")
        ).scalars()
        assert "ix_retail_transaction_receipt" in set(indexes)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(_ROW, {"epoch": "2", "seq": 4, "event_id": "c"})
    engine.dispose()

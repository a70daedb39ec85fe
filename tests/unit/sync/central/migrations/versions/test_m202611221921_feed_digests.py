"""A center of the form before knows the digests of its rows afterwards."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from sync.central import database, feed_digests

_BEFORE = "m202611221700_returns"

_ROW = text(
    "INSERT INTO reference_row (kind, key, store, position, version, is_deleted, data,"
    " changed_at_ms, lookup) VALUES ('item', :key, :store, :position, 1, :gone, :data,"
    " 1, '')"
)


def _migrate_to(engine: Engine, revision: str) -> None:
    config = Config()
    scripts = Path(database.__file__).with_name("migrations")
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def test_the_digests_are_those_of_the_rows(tmp_path: Path) -> None:
    engine = database.open_engine(f"sqlite:///{tmp_path / 'central.db'}")
    _migrate_to(engine, _BEFORE)
    rows = [("a", "", False), ("b", "", False), ("a", "S-01", False), ("c", "", True)]
    with engine.begin() as connection:
        for position, (key, store, gone) in enumerate(rows, 1):
            values = {"key": key, "store": store, "position": position, "gone": gone}
            connection.execute(_ROW, {**values, "data": f'"{position}"'})

    database.migrate(engine)

    with engine.begin() as connection:
        for store in ("S-01", "S-02"):
            derived = feed_digests.derive(connection, store)
            assert feed_digests.digest_of(connection, store) == derived
        own = feed_digests.digest_of(connection, "S-01")
        assert own != feed_digests.digest_of(connection, "S-02")
    engine.dispose()

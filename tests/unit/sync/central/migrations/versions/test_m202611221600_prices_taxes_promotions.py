"""A center of the first form keeps its items, taxes and places in the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from sync.central import catalog_import, database, feed, reference_data
from sync.central.feed import Scope
from terminal.domain.reference_data.file_kind import FileKind

_FIRST = "m202611221200_begin"
_ITEM = {
    "item_id": "i",
    "description": "Ink",
    "unit": "piece",
    "unit_price_micro": 3_990_000,
    "tax_rate_id": "rate-200000",
    "is_open_price": False,
    "plu": "7",
    "category": None,
}
_RATE = {"tax_rate_id": "rate-200000", "name": "20 %", "rate_ppm": 200_000}
_IDENTITY = {"scan_code": "4006381333948", "item_id": "i"}
_ROWS = (
    ("tax_rate", "rate-200000", json.dumps(_RATE), False),
    ("item", "i", json.dumps(_ITEM), False),
    ("identity", "4006381333948", json.dumps(_IDENTITY), False),
    ("item", "gone", "null", True),
    ("operator", "o", '{"operator_id":"o"}', False),
)
_CSV = "item_id,scan_code,description,unit_price,tax_rate,plu\n"


@pytest.fixture
def old_center(tmp_path: Path) -> Iterator[Engine]:
    engine = database.open_engine(f"sqlite:///{tmp_path}/central.db")
    config = Config()
    folder = Path(database.__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, _FIRST)
        connection.execute(
            text("INSERT INTO center VALUES (1, 'acme', 'life-1', 'h', 5, 1)")
        )
        for position, (kind, key, data, is_deleted) in enumerate(_ROWS, 1):
            connection.execute(
                text(
                    "INSERT INTO reference_row VALUES"
                    " (:kind, :key, '', :position, 2, :gone, :data, 1)"
                ),
                {
                    "kind": kind,
                    "key": key,
                    "position": position,
                    "gone": is_deleted,
                    "data": data,
                },
            )
    yield engine
    engine.dispose()


def test_rows_keep_their_meaning_version_and_place(old_center: Engine) -> None:
    database.migrate(old_center)

    with old_center.begin() as connection:
        rows = connection.execute(
            text(
                "SELECT kind, key, position, version, is_deleted, lookup"
                " FROM reference_row ORDER BY position"
            )
        ).all()
        checkpoint = feed.read_feed(connection, Scope("acme", "life-1", "s"), "")
    assert [tuple(row) for row in rows] == [
        ("tax_group", "rate-200000", 1, 2, 0, ""),
        ("item", "i", 2, 2, 0, "7"),
        ("identity", "4006381333948", 3, 2, 0, "i"),
        ("item", "gone", 4, 2, 1, ""),
        ("operator", "o", 5, 2, 0, ""),
    ]
    assert [row.key for row in checkpoint.rows] == [
        "rate-200000",
        "i",
        "4006381333948",
        "o",
    ]


def test_the_catalog_that_is_there_already_is_no_change(old_center: Engine) -> None:
    database.migrate(old_center)
    file = catalog_import.read(
        f"{_CSV}i,4006381333948,Ink,3.99,20,7\n".encode(), FileKind.ITEMS, dry_run=False
    )
    total = reference_data.Changed()

    with old_center.begin() as connection:
        for batch in file.batches():
            total.include(catalog_import.write(connection, batch, 2))

    assert (total.added, total.altered, total.unchanged) == (0, 0, 3)

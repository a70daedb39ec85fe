"""A center of the form before knows afterwards what came back of which sale."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from sync.central import database, returned_lines

_BEFORE = "m202611221600_prices_taxes_promotions"


def _line(sequence: int, of: str | None, **more: Any) -> dict[str, Any]:
    original = None if of is None else {"event_id": of, "line_sequence": 1}
    return {
        "sequence": sequence,
        "item_id": "ink",
        "quantity_micro": -1_000_000,
        "amount_minor": -100,
        "return_of": original,
        **more,
    }


_EVENTS: tuple[tuple[str, str, int, int, dict[str, Any]], ...] = (
    ("sold", "sale.completed", 1, 0, {"lines": [_line(1, None, is_voided=False)]}),
    (
        "back-1",
        "sale.completed",
        1,
        2,
        {
            "lines": [
                _line(1, "sold", tax_minor=-20, is_voided=False),
                _line(2, "sold", tax_minor=-20, is_voided=True),
                _line(3, None, tax_minor=-20, is_voided=False),
            ]
        },
    ),
    (
        "back-2",
        "sale.completed",
        2,
        1,
        {"lines": [_line(1, "sold", taxes=[{"tax_minor": -7}, {"tax_minor": 2}])]},
    ),
    (
        "back-3",
        "sale.completed",
        2,
        1,
        {"lines": [_line(1, "sold", taxes=[])]},
    ),
    ("void", "transaction.voided", 1, 0, {"voids": {"event_id": "back-3"}}),
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Return a center whose events were stored before returns had tables."""
    opened = database.open_engine(f"sqlite:///{tmp_path}/central.db")
    config = Config()
    folder = Path(database.__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    with opened.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, _BEFORE)
        for seq, (event_id, kind, version, returns, body) in enumerate(_EVENTS, 1):
            connection.execute(
                text(
                    "INSERT INTO retail_transaction (workstation, lane, epoch, seq,"
                    " store, business_day, type, event_id, series, number, currency,"
                    " gross_minor, tax_minor, sale_lines, return_lines, tenders)"
                    " VALUES ('T', 'ledger', 'e', :seq, 'S', 'd', :kind, :id, 'A',"
                    " :seq, 'EUR', 0, 0, 0, :returns, '{}')"
                ),
                {"seq": seq, "kind": kind, "id": event_id, "returns": returns},
            )
            connection.execute(
                text(
                    "INSERT INTO raw_event (workstation, lane, epoch, seq, event_id,"
                    " effect_id, type, type_v, business_day, verdict, header, body,"
                    " prev, hash, signature, received_at_ms) VALUES ('T', 'ledger',"
                    " 'e', :seq, :id, :id, :kind, :version, 'd', 'applied', x'00',"
                    " :body, x'00', x'00', x'00', 1)"
                ),
                {
                    "seq": seq,
                    "id": event_id,
                    "kind": kind,
                    "version": version,
                    "body": json.dumps(body).encode(),
                },
            )
    yield opened
    opened.dispose()


def test_returns_of_stored_events_are_known(engine: Engine) -> None:
    database.migrate(engine)

    with engine.begin() as connection:
        parts = returned_lines.parts_of(connection, "sold")
        assert returned_lines.voided_by(connection, "back-3") == "void"
        assert returned_lines.voided_by(connection, "sold") is None
    # One piece by each version; the voided line and the voided return do not count.
    assert parts[1].quantity_micro == 2_000_000
    assert parts[1].amount_minor == 200
    assert parts[1].taxes == (27, -2)


def test_a_center_without_returns_is_left_alone(tmp_path: Path) -> None:
    opened = database.open_engine(f"sqlite:///{tmp_path}/new.db")

    database.migrate(opened)

    with opened.begin() as connection:
        assert returned_lines.parts_of(connection, "sold") == {}
    opened.dispose()
